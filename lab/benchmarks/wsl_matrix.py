"""Run the matrix of the door to WSL against the emulator, and write its table.

    python -m lab.benchmarks.wsl_matrix [--jobs N] [--record FILE] [--write]

prints one line a wrong verdict and a table of counts; `--write` puts the table into docs/wsl-contract.md. With
`--record` each case is noted as it ends: the same command goes on where a stopped one ended, runs again what was wrong,
and prints the table of all.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "machine" / "wsl"))

from wsl_matrix_cases import (  # noqa: E402 - found beside the tests that run the same cases
    BOOT,
    ENCODINGS,
    FAULTS,
    HANG,
    LANGUAGES,
    PROFILES,
    Case,
    Outcome,
    cases,
    run,
)

PAGE = ROOT / "docs" / "wsl-contract.md"
MARK = "## The matrix\n"


def main() -> int:
    """Run the whole matrix and print what was wrong, and the table of counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="put the table into docs/wsl-contract.md")
    parser.add_argument("--every", type=int, default=1, help="run only each Nth case")
    parser.add_argument("--record", type=Path, help="note each case in this file; those in it are not run again")
    options = parser.parse_args()
    known = recorded(options.record)
    chosen = [case for case in list(cases())[:: options.every] if case not in known]
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(options.jobs) as pool:
        shares = [(chosen[job :: options.jobs], Path(scratch) / f"machine-{job}") for job in range(options.jobs)]
        ran = [
            outcome
            for share in pool.map(lambda share: list(_noted(options.record, *share)), shares)
            for outcome in share
        ]
    outcomes = [*known.values(), *ran]
    table = page(outcomes)
    print(table)
    if options.write:
        PAGE.write_text(PAGE.read_text().partition(MARK)[0] + table)
    return int(any(outcome.wrong for outcome in outcomes))


def recorded(path: Path | None) -> dict[Case, Outcome]:
    """The cases of an earlier run that were right; the others run again."""
    if path is None or not path.exists():
        return {}
    noted = (json.loads(line) for line in path.read_text(encoding="ascii").splitlines())
    outcomes = (Outcome(Case(**each["case"]), each["seen"], each["seconds"]) for each in noted)
    return {outcome.case: outcome for outcome in outcomes if not outcome.wrong}


def _noted(record: Path | None, some: list[Case], folder: Path) -> Iterator[Outcome]:
    for outcome in run(some, folder):
        if outcome.wrong:
            print(f"WRONG {outcome.case}\n  seen     {outcome.seen}\n  expected {outcome.case.expected}", flush=True)
        if record is not None:
            with record.open("a", encoding="ascii") as lines:
                lines.write(json.dumps(asdict(outcome)) + "\n")
        yield outcome


def page(outcomes: list[Outcome]) -> str:
    """The tables of counts as Markdown."""
    counted = {"version profiles": PROFILES, "faults": FAULTS, "encodings": ENCODINGS, "languages": LANGUAGES}
    sizes = " x ".join(f"{len(values)} {name}" for name, values in counted.items())
    wrong = sum(outcome.wrong for outcome in outcomes)
    slowest = max(outcome.seconds for outcome in outcomes)
    result = (
        f"{len(outcomes)} of the {len(list(cases()))} cases run, {wrong} with a wrong verdict or exit code, or no "
        f"answer within {BOOT:.0f} s a call ({HANG:.1f} s where it must hang); the slowest case took {slowest:.1f} s "
        f"({time.strftime('%Y-%m-%d')})."
    )
    lines = [
        MARK,
        f"{sizes}.",
        "",
        result,
        "",
        *_by_profile(outcomes),
        "",
        "Where a profile has one verdict, no fault can show; its cases differ in encoding and language alone.",
        "",
        "| fault | verdict where it differs from a healthy WSL (problem/exit code) | right |",
        "|---|---|---|",
        *(
            f"| `{fault}` | {_spelled(fault)} | {_right(outcomes, 'fault', fault)} |"
            for fault in FAULTS
            if any(outcome.case.fault == fault for outcome in outcomes)
        ),
        "",
    ]
    return "\n".join(lines)


def _by_profile(outcomes: list[Outcome]) -> Iterator[str]:
    """Right cases by profile in rows, by encoding and by language in columns."""
    columns = [*(("encoding", name) for name in ENCODINGS), *(("language", name) for name in LANGUAGES)]
    yield f"| profile | its verdict | {' | '.join(name for _, name in columns)} |"
    yield f"|---|---|{'---|' * len(columns)}"
    for profile, problem in PROFILES.items():
        own = [outcome for outcome in outcomes if outcome.case.profile == profile]
        cells = (_right(own, field, name) for field, name in columns)
        yield f"| `{profile}` | {problem or 'by fault, below'} | {' | '.join(cells)} |"


def _right(outcomes: Iterable[Outcome], field: str, value: str) -> str:
    some = [outcome for outcome in outcomes if getattr(outcome.case, field) == value]
    return f"{sum(not outcome.wrong for outcome in some)} of {len(some)}"


def _spelled(fault: str) -> str:
    return "; ".join(f"{step}: {told}" for step, told in FAULTS[fault].items()) or "as healthy"


if __name__ == "__main__":
    sys.exit(main())
