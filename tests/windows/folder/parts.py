"""What lies where in the folder: the launcher on top, CPython without what wslmem has no use for, the packages."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path

NOTES = ("__pycache__", "*.pyc", "bin", "RECORD", "WHEEL", "INSTALLER", "REQUESTED", "direct_url.json")
"""What an installation notes for itself, and programs for Linux."""
UNUSED = (
    *("_test*.pyd", "tcl*", "tk*", "_tkinter.pyd", "turtle*.py", "idlelib", "msilib", "_msi.pyd", "winsound.pyd"),
    *("distutils", "ensurepip", "lib2to3", "venv", "unittest", "doctest.py", "pydoc*", "xmlrpc", "wsgiref"),
    *("sqlite3*", "_sqlite3.pyd", "ssl.py", "_ssl.pyd", "_hashlib.pyd", "libssl*", "libcrypto*"),
    *("pyexpat.pyd", "_elementtree.pyd", "xml", "_bz2.pyd", "_lzma.pyd"),
)
"""Parts of Python that nothing in wslmem imports, most of all libraries that would have to be kept up to date."""

SEARCHED = "Lib\nDLLs\nsite-packages\n"
"""python311._pth: where this Python looks for modules, and nowhere else: neither in PYTHONPATH nor in the registry."""
START = "import sys\nfrom wslmem.cli import main\nsys.exit(main())\n"
INTERPRETER = b"#!<launcher_dir>\\python\\python.exe\r\n"
"""distlib's launcher starts what this line names: `<launcher_dir>` is its own folder, wherever that is."""
READ_ME = """wslmem: right-size the memory of WSL2 for heavy builds.

Nothing has to be installed: start wslmem.exe from anywhere, or add this folder to PATH. To update, replace the folder.
Your settings and backups are not in it; "wslmem status" says where they are. To remove wslmem, delete the folder.
"""


def files(python: Path, packages: Iterable[Path], launcher: Path) -> Iterator[tuple[str, bytes]]:
    """All that runs, as names below the folder and contents."""
    for name in ("python.exe", "python3.dll", "python311.dll", "vcruntime140.dll", "vcruntime140_1.dll"):
        yield f"python/{name}", (python / name).read_bytes()
    for name in ("Lib", "DLLs"):
        yield from _below(python / name, f"python/{name}", (*NOTES, *UNUSED))
    for folder in packages:
        yield from _below(folder, "python/site-packages", NOTES)
    yield "python/python311._pth", _text(SEARCHED)
    yield "README.txt", _text(READ_ME)
    yield "wslmem.exe", (launcher / "distlib" / "t64.exe").read_bytes() + INTERPRETER + _start()


def _below(folder: Path, name: str, left_out: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    for path in folder.iterdir():
        if any(fnmatch(path.name.casefold(), glob.casefold()) for glob in left_out):
            continue
        if path.is_dir():
            yield from _below(path, f"{name}/{path.name}", left_out)
        else:
            yield f"{name}/{path.name}", path.read_bytes()


def _text(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def _start() -> bytes:
    """What the launcher hands to Python behind itself: a zip that holds `__main__.py`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo("__main__.py"), START)
    return packed.getvalue()
