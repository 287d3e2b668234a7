"""Run the sweeps of safe writing and print the table of `docs/safe-writing.md`.

`python -m lab.benchmarks.safe_writing [--errors N] [--only TEXT]`: every system call killed, N errors a scenario
(default 400; 0: each distinct call with each kind of error, about 15,500 runs of 0.1 s). Needs strace. All of it takes
an hour or two; `--only "undo of a killed apply, error"` is one row of the table, `--only error` one kind of sweep.
"""

from __future__ import annotations

import argparse
import itertools
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from files_sweep import Round

ROOT = Path(__file__).parents[2]


def freeze(scratch: Path) -> None:
    """Import the sweeps from a copy: a run takes minutes, and a source saved meanwhile would be tried half-written."""
    for part in ("wslmem", "tests/machine/files"):
        shutil.copytree(ROOT / part, scratch / part, ignore=shutil.ignore_patterns("__pycache__"))
    sys.path[:0] = [str(scratch), str(scratch / "tests" / "machine" / "files")]


def row(name: str, sweep: str, rounds: list[Round], killed: int) -> str:
    """One line of the table."""
    cells = [
        name,
        sweep,
        len(rounds),
        sum(one.code == killed for one in rounds),
        sum(not one.after for one in rounds),
        sum(one.after for one in rounds),
        sum(one.leftover for one in rounds),
        sum(bool(one.violations) for one in rounds),
    ]
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def run(strace: str, scratch: Path, errors: int | None, only: str) -> list[str]:
    """Print the table row by row, of those whose name holds `only`; every violation."""
    import files_sweep

    environment = dict(os.environ)
    sweeps: dict[str, tuple[Callable[..., list[Round]], int | None]] = {
        "kill": (files_sweep.kill_sweep, None),
        "kill, and kill the recovery": (files_sweep.second_kill_sweep, 100),
        "error": (files_sweep.error_sweep, errors),
    }
    violations = []
    every = itertools.product((*files_sweep.SCENARIOS, *files_sweep.RECOVERIES), sweeps.items())
    for scenario, (name, (sweep, count)) in every:
        called = f"{scenario.name}, {name}"
        if only in called:
            rounds = sweep(strace, scenario, scratch / scenario.name / name, count, environment)
            print(row(scenario.name, name, rounds, files_sweep.KILLED), flush=True)
            violations += [f"{called}: {text}" for one in rounds for text in one.violations]
    return violations


def main() -> int:
    """Run and print; 1 where a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", type=int, default=400)
    parser.add_argument(
        "--only", default="", metavar="TEXT", help="rows whose change and sweep, with ', ' between, hold it"
    )
    asked = parser.parse_args()
    strace = shutil.which("strace") or sys.exit("needs strace")
    print("| change | sweep | runs | killed | old file | new file | leftover beside | violations |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as scratch:
        freeze(Path(scratch) / "frozen")
        violations = run(strace, Path(scratch), asked.errors or None, asked.only)
    print("\n".join(violations), file=sys.stderr)
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
