"""Words of others that programs say: processes of the VM, its kernel's log, the go command; each beside `SOURCES`."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable

from hostile_sources import LOOKS, SIZES, Machine, Path
from hostile_words import as_bytes

from wslmem.machine.project import go_toolchain

HERE = 'case "$1" in -l|--list) cat {rows};; --version) echo "WSL version: 2.6.1.0";; *) while [ "$1" != -e ]; do shift; done; shift; exec "$@";; esac'  # fmt: skip # noqa: E501
ROWS = b"  NAME      STATE      VERSION\n* Ubuntu    Running    2\n"
KILLED = """[9999999.1] {w} invoked oom-killer: gfp_mask=0x1
[9999999.2] oom-kill:task={w},pid=7,uid=0
[9999999.3] Out of memory: Killed process 7 ({w}) total-vm:3421296kB, anon-rss:1705344kB
"""


def on_path(machine: Machine, name: str, script: str) -> Path:
    """A program of this name that comes before all others; `$0.said` lies beside it."""
    place = machine.put("-", f"bin/{name}", f"#!/bin/sh\n{script}\n".encode())
    place.chmod(0o755)
    folder = str(place.parent)
    rest = [one for one in os.environ["PATH"].split(os.pathsep) if one != folder]
    machine.environment["PATH"] = os.pathsep.join([folder, *rest])
    return place


def guest_here(machine: Machine) -> None:
    """A wsl.exe whose guest is this machine, with the programs of `on_path`."""
    rows = machine.folder / "rows"
    wsl = machine.put("-", "wsl.exe", f"#!/bin/sh\n{HERE.format(rows=rows)}\n".encode())
    wsl.chmod(0o755)
    machine.environment["WSLMEM_WSL"] = str(wsl)


def processes_of_the_vm(machine: Machine, word: str) -> None:
    """Names, arguments and the release of the kernel; `sort` and `head` stand at the end of what lists processes."""
    told = machine.put("-", "told", b"==> /proc/7/cmdline <==\nnode\t/x/" + as_bytes(word) + b".js\n")
    line = as_bytes("P 7 600000 0 0 p node\nP 8 500000 0 0 p " + word.replace("\n", "")[:60] + "\n")
    listed = machine.put("-", "listed", line)
    release = machine.put("-", "release", as_bytes(word.replace("\n", "")) + b"\n")
    on_path(machine, "sort", f"cat > /dev/null; cat '{listed}'")
    on_path(machine, "head", f"cat '{told}'")
    on_path(machine, "uname", f"cat '{release}'")
    machine.put("-", "rows", ROWS + as_bytes(f"  other-{word}    Stopped    2\n"))
    guest_here(machine)


def kernel_lines_of_a_run(machine: Machine, word: str) -> None:
    """What the kernel and the daemons say of a command that was killed while it was watched."""
    log = machine.put("-", "kernel", as_bytes(KILLED.format(w=word)))
    entry = {
        "SYSLOG_IDENTIFIER": "earlyoom", "MESSAGE": f'sending SIGKILL to process 7 uid 0 "killed": {word}',
        "__REALTIME_TIMESTAMP": "9999999999000000",
    }  # fmt: skip
    daemon = machine.put("-", "daemon", json.dumps(entry).encode() + b"\n")
    on_path(machine, "dmesg", f"cat '{log}'")
    on_path(machine, "journalctl", f"cat '{daemon}'")
    machine.put("PROGRAM", "killed", b"#!/bin/sh\nsleep 0.5; kill -9 $$\n").chmod(0o755)


def go_list_output(machine: Machine, word: str) -> None:
    entry = {
        "ImportPath": f"example.com/{word}", "Name": word, "Dir": str(machine.folder / "app"),
        "GoFiles": [word, "main.go"], "Imports": [word], "CgoCFLAGS": [word], "Error": {"Err": word}, "DepOnly": False,
    }  # fmt: skip
    listed = machine.put("-", "listed", json.dumps(entry).encode())
    _go(machine, f"cat '{listed}'")


def failures_of_go(machine: Machine, word: str) -> None:
    said = machine.put("-", "said", as_bytes(word))
    _go(machine, f"cat '{said}' >&2; exit 1")


def _go(machine: Machine, otherwise: str) -> None:
    real = go_toolchain.find() or shutil.which("false")
    on_path(machine, "go", f'case "$1" in env|version) exec \'{real}\' "$@";; esac; {otherwise}')


OF_PROGRAMS: dict[Callable[[Machine, str], None], tuple[str, ...]] = {
    processes_of_the_vm: (*LOOKS, "watch --count 1", "recommend PROJECT"),
    kernel_lines_of_a_run: ("run --no-live -- PROGRAM", "run --no-live --json -- PROGRAM"),
    go_list_output: SIZES,
    failures_of_go: SIZES,
}
"""Each source, and the commands that show what comes from it."""
