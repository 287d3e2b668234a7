"""One call of the emulated wsl.exe, its exit code told in full: `python -IS call.py FOLDER DIRECTORY REQUEST CODE_FD`.

A process of its own for each call, as wsl.exe is one: it can be killed, and nothing of it is shared.
"""

from __future__ import annotations

import json
import os
import runpy
import sys
from importlib import import_module
from pathlib import Path

EMULATOR = Path(__file__).parents[3] / "wslmem" / "emulator"


def main(folder: str, directory: str, request: str, code_fd: str) -> None:
    """Make the call that `request` asks for."""
    runpy.run_path(str(EMULATOR / "__main__.py"))  # makes its package known under a name
    client = import_module("wslemu.client")
    asked = json.loads(request)
    code = client.call(folder, asked["line"], client.Streams(), asked["environment"], directory)
    os.write(int(code_fd), str(code).encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
