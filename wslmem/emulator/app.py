"""Which program this run is: the maker of folders, their cleaner, a program of Windows, or the supervisor of a VM."""

from __future__ import annotations

import sys


def main(argv: list[str]) -> int:
    """Run one verb; `wsl`, `wslc`, `powershell` are what the programs of a folder call, `supervise` what a boot calls.

    Args:
        argv: the verb and its arguments.

    Returns:
        the exit code: of wsl.exe as a Linux parent sees it (0-255), of the others 0, 64 (usage), 69 (a right is
        missing) or 73 (cannot create).
    """
    verb, rest = (argv[0], argv[1:]) if argv else ("--help", [])
    if verb == "wsl":
        from .client import main as wsl

        return wsl(rest[0], rest[1:])
    if verb == "wslc":
        from .wslc import main as wslc

        return wslc(rest[0], rest[1:])
    if verb == "powershell":
        from .powershell import main as powershell

        return powershell(rest[0], rest[1:])
    if verb == "supervise":
        from .vm.supervisor import main as supervise

        return supervise(rest[0])
    if verb in {"make", "clean"}:
        from .make import main as prepare

        return prepare(verb, rest)
    print("usage: python wslmem/emulator make DIR [options] | clean DIR", file=sys.stderr)
    return 64
