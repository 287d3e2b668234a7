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
ROUND = 9
"""The number of the model; raised when constants were fitted anew."""

UNDER = "under_part.csv"
UNDER_COLUMNS = (
    *("date", "project", "p", "build", "load", "expected_mb", "part_mb"),
    *("limited", "outcome", "kills", "wall_s", "cpu_s", "peak_mb", "faults"),
)
"""Of builds under the part: `build` is what stands after -p on the command line of `lab.sizing.under`."""

Row = dict[str, str]


def rows() -> list[Row]:
    """What was said, those builds only that were measured later."""
    with (fit.DATA / DATA).open(newline="") as file:
        return [row for row in csv.DictReader(file) if (row["project"], int(row["p"])) in measured()]


def measured() -> dict[tuple[str, int], float]:
    """The peaks in MiB, by project and -p: the mean of all builds without a limit."""
    return {key: fmean(peaks) for key, peaks in fit.peaks().items()}


def needed(row: Row) -> float:
    """What the build needed in MiB: its peak, or the smallest limit for its link where that is higher.

    That was looked for at one -p, but more slots make no link smaller.
    """
    _, floor = fit.link_floors().get(row["project"], (0.0, 0.0))
    return max(measured()[row["project"], int(row["p"])], floor)


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


def under_rows() -> list[Row]:
    """The builds that ran under the part and without a limit in turn."""
    path = fit.DATA / UNDER
    return list(csv.DictReader(path.read_text().splitlines())) if path.exists() else []


def under_key(row: Row) -> tuple[str, str, str]:
    """Which build it is."""
    return row["project"], row["p"], row["build"]


def least(rows: list[Row], column: str) -> float:
    """The least of a column: what else ran on the machine only adds."""
    return min(float(row[column]) for row in rows)


def under_line(runs: list[Row]) -> str:
    """One build under its part and without a limit."""
    free, limited = ([row for row in runs if bool(row["limited"]) is bound] for bound in (False, True))
    ended = [row for row in limited if row["outcome"] == "ok"]
    first, peak = runs[0], under_peak(runs)
    wall, cpu = ([least(rows, name) if rows else None for rows in (free, ended)] for name in ("wall_s", "cpu_s"))
    load = sorted(float(row["load"]) for row in runs)
    named = f"{first['project']} -p {first['p']} {first['build']}".strip()
    return (
        f"| {named} | {first['date']} | {first['part_mb']} | {peak:.0f} | {float(first['part_mb']) / peak:.2f} "
        f"| {sum(int(row['kills']) for row in limited)} | {len(ended)} of {len(limited)} | {change(wall)} "
        f"| {change(cpu)} | {pages(free)} | {pages(limited)} | {load[0]:.0f} to {load[-1]:.0f} |"
    )


def pages(runs: list[Row]) -> str:
    """The least pages that a build had to read; the first builds were not asked."""
    counts = [int(row["faults"]) for row in runs if row["faults"]]
    return str(min(counts)) if counts else ""


def change(seconds: list[float | None]) -> str:
    """Seconds without a limit and under it, and the difference."""
    free, limited = seconds
    return (
        f"{free:.0f} | | "
        if limited is None or free is None
        else f"{free:.0f} | {limited:.0f} | {limited / free - 1:+.0%}"
    )


def under_text() -> str:
    """What became of builds under the part."""
    return accuracy.table(UNDER_HEAD, [under_line(runs) for runs in under_groups()])


def under_groups() -> list[list[Row]]:
    """The rows of each build and part."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in under_rows():
        groups.setdefault((*under_key(row), row["part_mb"]), []).append(row)
    return [groups[key] for key in sorted(groups, key=lambda key: (*key[:-1], int(key[-1])))]


def under_peak(runs: list[Row]) -> float:
    """The largest peak without a limit, MiB."""
    return max(float(row["peak_mb"]) for row in runs if not row["limited"])


def under_summary() -> str:
    """The parts over the peaks, in a sentence."""
    groups = under_groups()
    now = {under_key(runs[0]): runs for runs in groups}  # the largest part is the last
    ratios = [float(runs[0]["part_mb"]) / under_peak(runs) for runs in now.values()]
    bad = sum(row["outcome"] != "ok" for runs in now.values() for row in runs)
    told = (
        f"{len(now)} builds: the part was {min(ratios):.2f} to {max(ratios):.2f} times the peak, {bad} were not done."
    )
    before = sorted({runs[0]["project"] for runs in groups if runs not in now.values()})
    mended = f"\nOf {', '.join(before)} the smaller part is that of the model before it was mended." if before else ""
    return told + mended


UNDER_HEAD = (
    "build | date | part | peak | part/peak | kills | ended well | wall s without | under it | difference "
    "| CPU s without | under it | difference | pages without | under it | load"
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

{chr(10).join(parts)}
## Under the part

Projects of new kinds: C and C++, small tools at -p 8, packages that no table knows, tests (`go test`, which runs none
of them) and `-race`. The part is what a stranger is told: what was measured of the project itself is left out. Each was
built cold under it, without swap, and without a limit in turn; before each build the tools were taken out of the page
cache. Go 1.26.8, gcc 12.2, two processors. In the first pairs so much else ran (load) that the same build took up to
three times as long; the last pair of each ran alone. The least of each is told, and beside it processor time and the
pages that had to be read from the disk, of which a build that lacks memory reads thousands. dasel under 599 MiB, alone,
stood still with eight compiles at their peaks, and was stopped by hand after six minutes. The one pair of gotestsum's
tests ran beside other work, so its wall time tells little.

{under_summary()}

    sudo python -m lab.sizing.under WORK NAME P [test] [-race CGO_ENABLED=1]

{under_text()}
"""


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
