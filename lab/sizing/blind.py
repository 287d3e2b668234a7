"""Estimate builds before anybody measured them, and keep what was said: docs/sizing/blind.md.

    python -m lab.sizing.blind WORKDIR NAME P [P ...]

A line goes to `data/blind.csv` for each -p, with the constants as they are now. The page puts beside it what came.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from statistics import fmean, median

from lab.generate.generator import ROOT
from lab.sizing import accuracy, fit, projects, shapes
from lab.sizing.record import MIB, append
from wslmem.sizing.model import estimate
from wslmem.sizing.outlook import build_part

DATA = "blind.csv"
COLUMNS = ("round", "project", "p", "expected_mb", "low_mb", "high_mb", "linking_mb", "part_mb")
ROUND = 6
"""The number of the model; raised when constants were fitted anew."""

Row = dict[str, str]


def rows() -> list[Row]:
    """What was said, those builds only that were measured later."""
    with (fit.DATA / DATA).open(newline="") as file:
        return [row for row in csv.DictReader(file) if (row["project"], int(row["p"])) in measured()]


def measured() -> dict[tuple[str, int], float]:
    """The peaks in MiB, by project and -p: the mean of all builds without a limit."""
    return {key: fmean(peaks) for key, peaks in fit.peaks().items()}


def needed(row: Row) -> float:
    """What the build needed in MiB: its peak, or the smallest limit for its link where that is higher."""
    _, floor = fit.link_floors().get(row["project"], (0.0, 0.0))
    return max(measured()[row["project"], int(row["p"])], floor if row["p"] == fit.LINKED_AT else 0.0)


def line(row: Row) -> str:
    came, expected = measured()[row["project"], int(row["p"])], float(row["expected_mb"])
    interval = f"{row['low_mb']} to {row['high_mb']}" if row["high_mb"] else ""
    held = "" if not interval else "yes" if came <= float(row["high_mb"]) else "**no**"
    ratio = float(row["part_mb"]) / needed(row)
    return (
        f"| {row['project']} | {row['p']} | {expected:.0f} | {came:.0f} | {expected / came - 1:+.0%} | {interval} "
        f"| {held} | {row['part_mb']} | {needed(row):.0f} | {f'**{ratio:.2f}**' if ratio < 1 else f'{ratio:.2f}'} |"
    )


def summary(chosen: list[Row]) -> str:
    """A round in a sentence."""
    errors = [float(row["expected_mb"]) / measured()[row["project"], int(row["p"])] - 1 for row in chosen]
    ratios = [float(row["part_mb"]) / needed(row) for row in chosen]
    low = sum(ratio < 1 for ratio in ratios)
    return (
        f"{len(chosen)} builds of {len({row['project'] for row in chosen})} projects: mean absolute error "
        f"{fmean(map(abs, errors)):.0%}, median {median(map(abs, errors)):.0%}, {min(errors):+.0%} to "
        f"{max(errors):+.0%}. The build's part was {min(ratios):.2f} to {max(ratios):.2f} times what was needed; "
        f"too small for {low}."
    )


HEAD = "project | -p | estimated | measured | error | interval | holds | build's part | needed | part/needed"


def text() -> str:
    told = rows()
    parts = []
    for number in sorted({row["round"] for row in told}):
        chosen = [row for row in told if row["round"] == number]
        lines = [line(row) for row in chosen]
        parts.append(f"## Round {number}\n\n{summary(chosen)}\n\n{accuracy.table(HEAD, lines)}\n")
    return f"""# Estimated first, measured then

Written by `python -m lab.generate blind` from `lab/sizing/data`; do not edit.

Each of these builds was estimated (`python -m lab.sizing.blind`) before it was measured, by the model as it was then,
and the model was mended afterwards by what came: no figure here tells how good it is now
([accuracy.md](accuracy.md) does). What was *needed* is the peak, or the smallest limit for the link where that was
looked for and is higher. Sizes in MiB.

{chr(10).join(parts)}"""


def made() -> dict[Path, bytes]:
    """The page by its path."""
    return {ROOT / "docs" / "sizing" / "blind.md": text().encode()}


def main() -> None:
    workdir, name, *parallelisms = sys.argv[1:]
    if any(row["project"] == name for row in fit.builds()):
        raise SystemExit(f"{name} was measured already")
    project = projects.known()[name]
    projects.fetch(project, Path(workdir))
    asked = [int(one) for one in parallelisms]
    told = estimate(shapes.scanned(project, Path(workdir)), processors=2, parallelisms=asked)
    for peak in map(told.at, asked):
        linking = 0 if peak.linking is None else peak.linking.size
        sizes = (peak.size, peak.low, peak.high, linking, build_part(peak))
        figures = dict(zip(COLUMNS[3:], (round(size / MIB) for size in sizes), strict=True))
        append(DATA, COLUMNS, [{"round": ROUND, "project": name, "p": peak.parallelism} | figures])
        print(name, peak.parallelism, figures, flush=True)


if __name__ == "__main__":
    main()
