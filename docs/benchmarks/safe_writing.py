"""Run the sweeps of safe writing and print the table of `docs/safe-writing.md`.

`python docs/benchmarks/safe_writing.py [--errors N]`: every system call killed, N errors a scenario (default 400; 0:
each call with each error, about 20,000 runs). Needs strace.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[2] / "tests" / "files")]

import files_sweep  # noqa: E402  found by the path above
from files_sweep import KILLED, SCENARIOS, Round  # noqa: E402  found by the path above


def row(name: str, sweep: str, rounds: list[Round]) -> str:
    """One line of the table."""
    cells = [
        name,
        sweep,
        len(rounds),
        sum(one.code == KILLED for one in rounds),
        sum(not one.after for one in rounds),
        sum(one.after for one in rounds),
        sum(one.leftover for one in rounds),
        sum(bool(one.violations) for one in rounds),
    ]
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", type=int, default=400)
    errors = parser.parse_args().errors or None
    strace = shutil.which("strace") or sys.exit("needs strace")
    print("| change | sweep | runs | killed | old file | new file | leftover beside | violations |")
    print("|---|---|---|---|---|---|---|---|")
    environment = dict(os.environ)
    with tempfile.TemporaryDirectory() as scratch:
        for scenario in SCENARIOS:
            folder = Path(scratch) / scenario.name
            kills = files_sweep.kill_sweep(strace, scenario, folder / "kill", None, environment)
            print(row(scenario.name, "kill", kills), flush=True)
            twice = files_sweep.second_kill_sweep(strace, scenario, folder / "twice", 100, environment)
            print(row(scenario.name, "kill, and kill the recovery", twice), flush=True)
            failing = files_sweep.error_sweep(strace, scenario, folder / "error", errors, environment)
            print(row(scenario.name, "error", failing), flush=True)
            for one in (*kills, *twice, *failing):
                for text in one.violations:
                    print(scenario.name, text, file=sys.stderr)


if __name__ == "__main__":
    main()
