"""The door of the program: `python wslmem/emulator make|clean DIR`; `wsl.exe` of a folder comes in here too."""

from __future__ import annotations

import sys
from os.path import abspath, dirname

# The program is reached by path, from anywhere, also with `python -I`: its own folder becomes the package `wslemu`,
# so that the parts can import each other without a search path that another program's modules could shadow.
package = type(sys)("wslemu")
package.__path__ = [dirname(abspath(__file__))]
sys.modules["wslemu"] = package

if __name__ == "__main__":
    from importlib import import_module

    sys.exit(import_module("wslemu.app").main(sys.argv[1:]))
