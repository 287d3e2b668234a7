"""Judge the model on projects that it was not fitted on: docs/sizing/accuracy.md.

For each measured project all constants are fitted anew without its measurements; then its peaks are estimated. The law
of compiles, which takes long to fit, leaves out a quarter of the projects at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

from lab.generate.generator import ROOT
from lab.sizing import fit, projects, record
from wslmem.sizing.calibration import Calibration
from wslmem.sizing.estimate import Peak
from wslmem.sizing.model import estimate
from wslmem.sizing.outlook import build_part
from wslmem.units import GIB, MIB

MEMORY = 16 * 1024
"""MiB of the host that the rule "half of RAM" is told for."""
FOLDS = 4
"""Parts of the projects, of which one is left out of the law of compiles at a time."""
EIGHT = 8
"""The -p whose estimates overlap most."""
PROCESSORS = 8
"""Its processors, for the rule "1 GB per core"."""


@dataclass(frozen=True, slots=True)
class Point:
    """One project at one -p, sizes in MiB."""

    project: str
    parallelism: int
    measured: float
    expected: float
    low: float
    high: float
    build: float
    """The build's part of the recommendation."""
    linking: float
    """What links hold with the files that they map; 0 where no link makes the peak with these."""

    @property
    def error(self) -> float:
        return self.expected / self.measured - 1


def points() -> list[Point]:
    """Every measured project and -p, estimated without its own measurements."""
    names = sorted({project for project, _ in fit.peaks()} & fit.projects().keys())
    with ProcessPoolExecutor() as pool:
        groups = pool.map(judged, [names[start::FOLDS] for start in range(FOLDS)])
        return sorted((one for group in groups for one in group), key=lambda one: (one.project, one.parallelism))


def judged(names: Sequence[str]) -> list[Point]:
    """Projects at each -p that was measured: the law of compiles is fitted without them all, the rest without each."""
    law = fit.fit_compiles(fit.LAW, frozenset(names), fit.NEAR)
    return [one for name in names for one in estimated(name, fit.fit_rest(law, frozenset([name])))]


def estimated(name: str, constants: Calibration) -> Iterator[Point]:
    """A project at each -p that was measured."""
    peaks = {parallelism: found for (project, parallelism), found in fit.peaks().items() if project == name}
    told = estimate(fit.projects()[name], processors=2, parallelisms=tuple(peaks), constants=constants)
    for parallelism, measured in sorted(peaks.items()):
        yield point(name, told.at(parallelism), fmean(measured))


def point(name: str, peak: Peak, measured: float) -> Point:
    sizes = (peak.size, peak.low, peak.high, build_part(peak), 0 if peak.linking is None else peak.linking.size)
    return Point(name, peak.parallelism, measured, *(size / MIB for size in sizes))


def floors() -> dict[tuple[str, int], tuple[float, float | None]]:
    """(smallest limit that worked, largest that failed) in MiB, by project and -p."""
    tried: dict[tuple[str, int], list[tuple[float, bool]]] = defaultdict(list)
    for row in record.builds():
        if row["kind"] == "floor":
            tried[row["project"], int(row["p"])].append((float(row["limit_mb"]), row["outcome"] == "ok"))
    return {
        key: (min(limit for limit, ok in runs if ok), max((limit for limit, ok in runs if not ok), default=None))
        for key, runs in tried.items()
        if any(ok for _, ok in runs)
    }


def pairs() -> dict[tuple[str, int], tuple[dict[str, str], ...]]:
    """The builds that ran with and without a limit in turn, by project and -p."""
    found: dict[tuple[str, int], list[dict[str, str]]] = defaultdict(list)
    for row in fit.builds():
        if row["kind"] == "pair":
            found[row["project"], int(row["p"])].append(row)
    return {key: tuple(rows) for key, rows in found.items()}


def pair_table() -> str:
    """What the recommended limit did to the wall time."""
    rows = []
    for key, runs in sorted(pairs().items()):
        limited = [row for row in runs if row["limit_mb"]]
        walls = [median(float(row["wall_s"]) for row in side) for side in (without(runs), limited)]
        ended = sum(row["outcome"] == "ok" for row in limited)
        rows.append(
            f"| {key[0]} | {key[1]} | {float(limited[0]['limit_mb']):.0f} | {ended} of {len(limited)} "
            f"| {walls[0]:.1f} | {walls[1]:.1f} | {walls[1] / walls[0] - 1:+.0%} |"
        )
    return table("project | -p | limit MiB | ended well | wall s without | wall s under it | difference", rows)


def without(runs: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Those of the builds that had no limit."""
    return [row for row in runs if not row["limit_mb"]]


def table(head: str, rows: list[str]) -> str:
    """A Markdown table."""
    columns = head.split("|")
    return "\n".join([f"| {head} |", "|" + "---|" * len(columns), *rows])


def peak_table(found: list[Point]) -> str:
    rows = [
        f"| {one.project} | {one.parallelism} | {one.measured:.0f} | {one.expected:.0f} | {one.error:+.0%} "
        f"| {one.low:.0f} to {one.high:.0f} | {'yes' if one.measured <= one.high else '**no**'} |"
        for one in found
    ]
    return table("project | -p | measured MiB | expected MiB | error | interval MiB | holds", rows)


def floor_table(found: list[Point]) -> tuple[str, list[float]]:
    by_key = {(one.project, one.parallelism): one for one in found}
    rows, ratios = [], []
    for key, (works, fails) in sorted(floors().items()):
        if key in by_key:
            one = by_key[key]
            ratios.append(one.build / works)
            failed = "" if fails is None else f"{fails:.0f}"
            rows.append(
                f"| {key[0]} | {key[1]} | {one.measured:.0f} | {failed} | {works:.0f} "
                f"| {works / one.measured:.2f} | {one.build:.0f} | {ratios[-1]:.2f} |"
            )
    head = "project | -p | peak MiB | fails at | floor MiB | floor/peak | build part MiB | part/floor"
    return table(head, rows), ratios


def link_table(found: list[Point]) -> tuple[str, list[float]]:
    """The smallest limits under which links ended; what a build needs is that, or its peak where it is higher."""
    by_key = {(one.project, one.parallelism): one for one in found}
    rows, ratios = [], []
    for name, (own, works) in sorted(fit.link_floors().items()):
        one = by_key[name, int(fit.LINKED_AT)]
        ratios.append(one.build / max(works, one.measured))
        expected = f"{one.linking:.0f}" if one.linking else ""
        rows.append(
            f"| {name} | {own:.0f} | {works:.0f} | {works / own:.2f} | {expected} | {one.measured:.0f} "
            f"| {one.build:.0f} | {ratios[-1]:.2f} |"
        )
    head = "project | linking MiB | floor MiB | floor/linking | expected MiB | peak MiB | build part MiB | part/needed"
    return table(head, rows), ratios


def folk(found: list[Point]) -> str:
    """What other rules would have said of the same builds."""
    rules: dict[str, Callable[[Point], float]] = {
        "this model": lambda one: one.expected,
        "150 MB x p": lambda one: 150.0 * one.parallelism,
        "1 GB per core (8 cores)": lambda _: GIB / MIB * PROCESSORS,
        "half of RAM (16 GB host)": lambda _: MEMORY / 2,
        "the same for all: the mean of all others": lambda one: fmean(
            other.measured for other in found if other.project != one.project
        ),
    }
    rows = []
    for name, rule in rules.items():
        errors = [rule(one) / one.measured - 1 for one in found]
        rows.append(
            f"| {name} | {fmean(map(abs, errors)):.0%} | {min(errors):+.0%} | {max(errors):+.0%} "
            f"| {sum(error < 0 for error in errors)} of {len(errors)} |"
        )
    return table("rule | mean absolute error | worst under | worst over | too small for", rows)


def shape_table() -> str:
    known = projects.known()
    rows = []
    for name, project in fit.projects().items():
        largest = project.largest(2)
        biggest = next(one for one in largest if one.import_path != "runtime")
        rows.append(
            f"| {name} | {known[name].module} | {known[name].shape} | {project.go_version} | {len(project.packages)} "
            f"| {project.source_bytes / 1e6:.1f} | {biggest.import_path} {biggest.source_bytes / 1e6:.1f} |"
        )
    return table("project | module | shape | toolchain | packages | source MB | largest package, MB", rows)


def spread(ratios: Sequence[float]) -> str:
    """The ratios of the build's part to what was needed, in a sentence."""
    return f"Over {len(ratios)}: median {median(ratios):.2f}, worst {max(ratios):.2f}, least {min(ratios):.2f}."


def summary(found: list[Point]) -> str:
    """Points in a few sentences."""
    errors = [abs(one.error) for one in found]
    beyond = [one for one in found if one.measured > one.high]
    over = [one.build / one.measured for one in found]
    return (
        f"{len(found)} points, {len({one.project for one in found})} projects. "
        f"Mean absolute error **{fmean(errors):.1%}**, median {median(errors):.1%},\n"
        f"worst under {min(one.error for one in found):+.0%}, worst over {max(one.error for one in found):+.0%}. "
        f"Beyond the upper end of the interval: {len(beyond)} of {len(found)}.\n"
        f"The build's part of the recommendation over the measured peak: median {median(over):.2f}, "
        f"{min(over):.2f} to {max(over):.2f}; too small for {sum(ratio < 1 for ratio in over)}."
    )


def text() -> str:
    found = points()
    floor_text, ratios = floor_table(found)
    link_text, link_ratios = link_table(found)
    known = projects.known()
    cgo = [one for one in found if known[one.project].cgo]
    go = [one for one in found if not known[one.project].cgo]
    eight = [one for one in go if one.parallelism == EIGHT]
    return f"""# How good the estimate is

Written by `python -m lab.generate accuracy` from `lab/sizing/data`; do not edit.

Every figure is of a project that the model was **not** fitted on: all fitted constants are fitted anew without it (the
law of compiles without a quarter of the projects at a time). Not fitted is the compile of package `runtime`.

All: {summary(found)}

## Peaks of Go

{summary(go)}

At -p {EIGHT}: {summary(eight)}

{peak_table(go)}

## Peaks with C and C++

{summary(cgo)}

{peak_table(cgo)}

## Floors

The smallest memory limit under which the build ends within twice its time, found by bisection to 5 %. {spread(ratios)}

{floor_text}

The smallest limit for a build at -p {fit.LINKED_AT} that has only to link, which reads its objects from the disk: what
it holds itself while it links without a limit, the floor, and what was expected of it. Needed is the floor, or the peak
of the whole build where that is higher. {spread(link_ratios)}

{link_text}

Both together: {spread([*ratios, *link_ratios])}

## At the recommended size

Each of these builds ran in turn without a limit and under one of about the build's part, three times
each way; medians. No swap.

{pair_table()}

## Other rules for the same builds

{folk(found)}

## The projects

{shape_table()}
"""


def made() -> dict[Path, bytes]:
    """The page by its path."""
    return {ROOT / "docs" / "sizing" / "accuracy.md": text().encode()}
