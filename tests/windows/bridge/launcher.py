"""Making a program for Windows out of a script: distlib's launcher, a line that names the interpreter, and a zip."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

HERE = Path(__file__).parent


def wsl_exe(launcher: bytes, interpreter: str, *, port: int, token: str) -> bytes:
    """The bytes of a wsl.exe that crosses the bridge.

    Args:
        launcher: distlib's t64.exe, which runs the interpreter on itself and passes its own arguments on.
        interpreter: path of python.exe as Windows names it.
        port: where the bridge listens, on 127.0.0.1.
        token: what it wants to hear first.
    """
    files = {
        "__main__.py": (HERE / "wsl_exe.py").read_text(encoding="utf-8"),
        "frames.py": (HERE / "frames.py").read_text(encoding="utf-8"),
        "address.py": f"PORT, TOKEN = {port}, {token!r}\n",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return launcher + f'#!"{interpreter}" -IS\r\n'.encode() + packed.getvalue()
