"""Make a folder that stands for a Windows machine with WSL, and end everything of one."""

from __future__ import annotations

import argparse
import json
import os
import shlex
import sys
import uuid

from .folder import Folder
from .releases import RELEASES
from .vm import remains

CANNOT_CREATE = 73
NOT_PERMITTED = 69
PROGRAMS = ("wsl", "wslc", "powershell")
PROGRAM = """#!/bin/sh
exec {python} -IS {program} {verb} "${{0%/*}}" "$@"
"""
"""A program of Windows: finds its folder by its own path, so the folder may be moved."""


WSLC_SETTINGS = """# wslc user settings

session:
  # cpuCount: default
  # memorySize: default
"""
"""What the program lays down first: every setting a comment (WSL: WSLCUserSettings.cpp)."""


def main(verb: str, argv: list[str]) -> int:
    """`make DIR` or `clean DIR`.

    Returns:
        0, 69 when a right is missing, 73 when the folder cannot be made.
    """
    given = _arguments(verb).parse_args(argv)
    folder = Folder(os.path.abspath(given.folder))
    try:
        if verb == "make":
            make(folder, given)
        clean(folder)
    except PermissionError as error:
        print(f"wslmem emulator: not permitted: {error}", file=sys.stderr)
        return NOT_PERMITTED
    except OSError as error:
        print(f"wslmem emulator: {error}", file=sys.stderr)
        return CANNOT_CREATE
    return 0


def _arguments(verb: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"python wslmem/emulator {verb}", description=__doc__)
    parser.add_argument("folder", metavar="DIR", help="the folder of the emulated machine")
    if verb == "make":
        parser.add_argument("--distribution", metavar="NAME", action="append", help="the first is the default")
        parser.add_argument("--user", metavar="NAME", default="", help="default user in the distributions")
        parser.add_argument("--host-memory", metavar="BYTES", type=int, help="memory of the emulated Windows")
        parser.add_argument("--processors", metavar="N", type=int, help="processors of the emulated Windows")
        parser.add_argument("--guest-path", metavar="DIR", action="append", help="put before the guest's PATH")
        parser.add_argument("--profile", help=f"version profile: {', '.join(RELEASES)}")
        parser.add_argument("--language", help="en, de, fr, ja, zh")
        parser.add_argument(
            "--wslc", action="store_true", help="containers of WSL were used: their settings.yaml is there"
        )
    return parser


def make(folder: Folder, given: argparse.Namespace) -> None:
    """Lay the folder out; what is there of a profile and of knobs that are not given stays."""
    for place in (folder.profile, folder.state):
        os.makedirs(place, exist_ok=True)
    names = given.distribution or ([] if os.path.exists(folder.distributions) else ["Ubuntu-24.04"])
    if names:
        _write(folder.distributions, [_entry(name, given.user, default=name == names[0]) for name in names])
    chosen = {
        name: value
        for name in ("host_memory", "processors", "guest_path", "profile", "language")
        if (value := getattr(given, name)) is not None
    }
    if chosen:
        _write(folder.knobs, chosen)
    if given.wslc and not os.path.exists(folder.wslc):
        os.makedirs(os.path.dirname(folder.wslc), exist_ok=True)
        with open(folder.wslc, "w", encoding="utf-8", newline="\r\n") as file:
            file.write(WSLC_SETTINGS)
    program = os.path.dirname(os.path.abspath(__file__))
    for verb in PROGRAMS:
        script = f"{folder.path}/{verb}.exe"
        with open(script, "w", encoding="utf-8") as file:
            file.write(PROGRAM.format(python=shlex.quote(sys.executable), program=shlex.quote(program), verb=verb))
        os.chmod(script, 0o755)  # noqa: S103 - a program for every user of the folder


def _entry(name: str, user: str, *, default: bool) -> dict[str, object]:
    guid = uuid.uuid5(uuid.NAMESPACE_DNS, name)
    return {"name": name, "guid": f"{{{guid}}}", "default": default, "version": 2, "user": user}


def _write(path: str, content: object) -> None:
    with open(path, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=1)


def clean(folder: Folder) -> None:
    """End wsl.exe, supervisor and guests, remove cgroup, swap and state; a folder without any of it is fine.

    Raises:
        OSError: a right is missing to remove something.
        TimeoutError: a process does not end.
    """
    if not os.path.isdir(folder.state):
        return
    remains.kill_programs(folder)
    with remains.alone(folder):
        remains.remove(folder)
    session = Folder(f"{folder.path}/wslc")  # as wslc.session has it, which would import what a boot takes
    if os.path.isdir(session.state):
        clean(session)
