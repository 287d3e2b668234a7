"""`wslmem intune`: a pair of scripts for Intune's Remediations, and what they call.

Intune runs the remediation when the detection ends with exactly 1, takes the last line of stdout, at most 2,048
characters of it, and counts anything on stderr as a failure of the script.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wslmem.cli import output
from wslmem.cli.machine import is_named, paths_of
from wslmem.errors import Exit, WslmemError
from wslmem.fleet import machine
from wslmem.fleet.instance import Desired, parse
from wslmem.machine.files import files
from wslmem.text import Text
from wslmem.words import mark, say

BOUNDS = {"at_least": "atLeast", "at_most": "atMost", "share": "share", "reserve": "reserve"}
"""Options of a policy, and the properties that they are."""
LONGEST = 2048
DRIFT, FAILED = 1, 2
"""Exit codes of a detection: not as wanted, and could not be looked at (then Intune remedies nothing)."""
_FIND = """\
$wslmem = (Get-Command wslmem -ErrorAction SilentlyContinue).Source
if (-not $wslmem) {{ $wslmem = Join-Path $env:ProgramFiles 'wslmem\\wslmem.exe' }}
if (-not (Test-Path $wslmem)) {{ Write-Output 'wslmem is not installed'; exit {missing} }}
& $wslmem intune {verb} {arguments} 2>$null
exit $LASTEXITCODE
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only intune knows."""
    operations = parser.add_subparsers(dest="operation", required=True, metavar="OPERATION")
    for name, told in (
        ("detect", mark("exit 0 as wanted, 1 not, 2 unknown; one line")),
        ("remediate", mark("make it so; one line")),
        ("export", mark("write the two scripts that Intune takes")),
    ):
        one = operations.add_parser(name, help=say(told), description=say(told))
        one.add_argument("--memory", metavar="SIZE|auto", default="auto", help=say("memory= of the VM (default: auto)"))
        one.add_argument(
            "--at-least", metavar="SIZE", help=say("with auto: refuse a computer that cannot give this much")
        )
        one.add_argument("--at-most", metavar="SIZE", help=say("with auto: never more"))
        one.add_argument("--share", metavar="PERCENT", type=int, help=say("with auto: percent of the RAM"))
        one.add_argument("--reserve", metavar="SIZE", help=say("with auto: kept for Windows"))
        one.add_argument("--swap", metavar="SIZE|0", help=say("swap= of the VM"))
        if name == "export":
            one.add_argument("dir", metavar="DIR", help=say("folder for detect.ps1 and remediate.ps1"))


def run(options: argparse.Namespace) -> int:
    """Run one operation."""
    return _OPERATIONS[options.operation](options)


def _detect(options: argparse.Namespace) -> int:
    def look() -> tuple[int, str]:
        desired, paths = _desired(options), paths_of(options)
        found = [
            (one, machine.differing(machine.read(one), machine.resolved(desired, one)[0]))
            for one in machine.targets(paths, desired, named=is_named(options))
        ]
        names = sorted({name for _, differing in found for name in differing})
        return (DRIFT, f"not as wanted: {', '.join(names)}") if names else (Exit.OK, "as wanted")

    return _told(look, failed=FAILED)


def _remediate(options: argparse.Namespace) -> int:
    def mend() -> tuple[int, str]:
        desired, paths = _desired(options), paths_of(options)
        done = []
        for one in machine.targets(paths, desired, named=is_named(options)):
            wanted, _ = machine.resolved(desired, one)
            names = machine.differing(machine.read(one), wanted)
            if names:
                machine.change(one, names, wanted, restart=False)
                done += [f"{name}={wanted[name]}" for name in names]
        return Exit.OK, f"set {', '.join(done)}; counts from the next start of WSL" if done else "as wanted"

    return _told(mend, failed=DRIFT)


def _told(act: Callable[[], tuple[int, str]], *, failed: int) -> int:
    """Do it, and print the one line of it; errors are a line and a code as well."""
    try:
        code, line = act()
    except WslmemError as error:
        code, line = failed, f"{error.cause}" + (f"; next: {error.next_step}" if error.next_step else "")
    plain = " ".join(f"wslmem: {line}".split()).encode("ascii", "backslashreplace").decode("ascii")
    output.result(plain[:LONGEST])
    return code


def _export(options: argparse.Namespace) -> int:
    _desired(options)  # what the resource would refuse is not handed to a fleet
    words = ["--memory", options.memory]
    for name in (*BOUNDS, "swap"):
        if (value := getattr(options, name)) is not None:
            words += [f"--{name.replace('_', '-')}", str(value)]
    arguments = " ".join("'" + word.replace("'", "''") + "'" for word in words)
    for verb, name, missing in (("detect", "detect.ps1", FAILED), ("remediate", "remediate.ps1", DRIFT)):
        path = Path(options.dir) / name
        text = _FIND.format(verb=verb, arguments=arguments, missing=missing).replace("\n", "\r\n")
        files.write_state(path, text.encode("ascii"))
        output.result(str(path))
    output.aloud(Text("In Intune set `Run this script using the logged-on credentials` to Yes."))
    return Exit.OK


def _desired(options: argparse.Namespace) -> Desired:
    given: dict[str, Any] = {"memory": options.memory}
    given |= {property_: value for name, property_ in BOUNDS.items() if (value := getattr(options, name)) is not None}
    if options.swap is not None:
        given["swap"] = options.swap
    return parse(json.dumps(given))


_OPERATIONS = {"detect": _detect, "remediate": _remediate, "export": _export}
