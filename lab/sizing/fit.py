"""Fit the constants of the model to the measurements.

`made` puts them into `wslmem/sizing/calibration.py` and the table beside it. `fit(without=NAME)` leaves a project's
measurements out, for `accuracy.py`.
"""

from __future__ import annotations

import csv
import json
import lzma
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from math import exp, fsum, log
from pathlib import Path
from statistics import fmean, median

from lab.sizing import shapes
from lab.sizing.record import COMPILES
from wslmem.sizing import calibration, compile_memory, measured_compiles, tasks
from wslmem.sizing.calibration import CALIBRATION, Calibration
from wslmem.sizing.go_environment import GoEnvironment
from wslmem.sizing.measured_compiles import MeasuredCompiles
from wslmem.sizing.project import GoPackage, GoProject

DATA = Path(__file__).with_name("data")
SMALLEST = 8.0
"""MiB; smaller compiles live too short for readings every 20 ms, and matter for no peak."""
HEAVIEST = 150.0
"""MiB from which a compile weighs no more than any other large one."""
COMPILE_FIELDS = (
    *("dot", "line", "branch", "garbage_base", "garbage_code", "garbage_table", "garbage_wrappers"),
    *("garbage_methods", "garbage_instances", "garbage_reached", "heap"),
    *("live_base", "live_code", "live_table", "live_wrappers", "live_methods"),
    *("live_instances", "live_reached", "function"),
)
LINK_FIELDS = ("link", "link_code", "link_methods")
MAPPED_FIELDS = ("mapped", "mapped_instances")
LEAST_KEPT = 40.0
"""MiB from which the measured peak of a package is kept for other projects; smaller ones make no peak."""
LINKED_AT = "2"
"""The -p that the floors of links are measured at."""
FREE = ("peak", "free", "pair")
"""Kinds of runs among which are cold builds without a limit."""
PLAIN = GoEnvironment()
LAW_ALONE = MeasuredCompiles({})
FINEST = 0.01
"""Relative step below which the search for better constants ends."""


@dataclass(frozen=True, slots=True)
class Compile:
    """One package as it was measured in one project."""

    project: str
    package: GoPackage
    below: float
    """10^6 bytes of source in the packages below it."""
    release: str | None
    peak: float
    """MiB, mean of all runs."""


@cache
def projects() -> dict[str, GoProject]:
    return shapes.kept()


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The lines of a data file, of builds without any setting."""
    path = DATA / name
    with lzma.open(path, "rt", newline="") if path.suffix == ".xz" else path.open(newline="") as file:
        return tuple(row for row in csv.DictReader(file) if not row["environment"])


@cache
def runs() -> tuple[dict[str, str], ...]:
    """Cold builds without a limit."""
    return tuple(
        row for row in rows("runs.csv") if row["kind"] in FREE and not row["limit_mb"] and row["outcome"] == "ok"
    )


@cache
def compiles() -> tuple[Compile, ...]:
    """Every compile whose package is known, the mean of its peaks."""
    peaks: dict[tuple[str, str], list[float]] = defaultdict(list)
    for row in rows(COMPILES):
        if row["tool"] == "compile":
            peaks[row["project"], row["package"]].append(float(row["peak_mb"]))
    found = []
    for name, project in projects().items():
        release = compile_memory.release(project.go_version)
        for package, source in zip(project.packages, below(project), strict=True):
            measured = peaks.get((name, "main" if package.main and len(project.mains) == 1 else package.import_path))
            if measured and package.import_path != "runtime":
                found.append(Compile(name, package, source, release, fmean(measured)))
    return tuple(found)


def below(project: GoProject) -> list[float]:
    """10^6 bytes of source below each package."""
    source = tasks.Source(project)
    return [
        tasks.below(package, source.of(reached))
        for package, reached in zip(project.packages, tasks.reach(project), strict=True)
    ]


def fit(without: str = "") -> Calibration:
    """The constants, from the measurements of all projects but `without`."""
    constants = fit_compiles(replace(CALIBRATION, measured=LAW_ALONE), without)
    for step in (fit_unknown, fit_link, fit_mapped, fit_go, fit_measured):
        constants = step(constants, without)
    return constants


def fit_compiles(start: Calibration, without: str) -> Calibration:
    """The law of one compile: least absolute relative error, large compiles weighing more."""
    # The same package in several projects is one observation, not several.
    same: dict[tuple[str, int], list[Compile]] = defaultdict(list)
    for one in compiles():
        if one.project != without:
            same[one.package.import_path, one.package.source_bytes].append(one)
    chosen = [(ones[0], fmean(one.peak for one in ones)) for ones in same.values()]
    chosen = [(one, peak) for one, peak in chosen if peak >= SMALLEST]

    def loss(values: Sequence[float]) -> float:
        constants = with_figures(start, dict(zip(COMPILE_FIELDS, values, strict=True)))
        error = weight = 0.0
        for one, peak in chosen:
            share = min(peak, HEAVIEST)
            expected = compile_memory.expected(one.package, one.below, PLAIN, constants, one.release).size
            error += share * abs(log(max(expected, 1.0) / peak))
            weight += share
        return error / weight

    best = descend(loss, [getattr(start, name) for name in COMPILE_FIELDS])
    return with_figures(start, {name: round(value, 4) for name, value in zip(COMPILE_FIELDS, best, strict=True)})


def with_figures(start: Calibration, figures: Mapping[str, float]) -> Calibration:
    """The constants with some of them changed."""
    return replace(start, **figures)  # type: ignore[arg-type] # the table of measured packages is none of them


def fit_unknown(start: Calibration, without: str) -> Calibration:
    """The methods of interfaces that a package reads, where nobody counted: as many in all as there are."""
    chosen = [one for one in compiles() if one.project != without]
    assumed = sum(min(one.below, compile_memory.MOST_BELOW) ** compile_memory.BELOW_POWER for one in chosen)
    return replace(start, methods_below=round(sum(one.package.interface_methods or 0 for one in chosen) / assumed, 4))


def fit_link(start: Calibration, without: str) -> Calibration:
    """The link of programs with one main package: least squared relative error."""
    links = [
        (project.packages, max(float(row["peak_mb"]) for row in mine))
        for name, project in projects().items()
        if name != without and len(project.mains) == 1 and (mine := measured_links(name))
    ]

    def loss(values: Sequence[float]) -> float:
        constants = with_figures(start, dict(zip(LINK_FIELDS, values, strict=True)))
        return fsum(log(tasks.link_memory(linked, read(linked), constants) / peak) ** 2 for linked, peak in links)

    best = descend(loss, [getattr(start, name) for name in LINK_FIELDS])
    return with_figures(start, {name: round(value, 4) for name, value in zip(LINK_FIELDS, best, strict=True)})


def fit_mapped(start: Calibration, without: str) -> Calibration:
    """What a link needs beside the build's own memory: least squared relative error, large ones weighing more."""
    needed = [
        (projects()[name].packages, floor - own) for name, (own, floor) in link_floors().items() if name != without
    ]

    def loss(values: Sequence[float]) -> float:
        constants = with_figures(start, dict(zip(MAPPED_FIELDS, values, strict=True)))
        return fsum(
            mapped * log(tasks.mapped_memory(linked, constants) / mapped) ** 2 for linked, mapped in needed
        ) / fsum(mapped for _, mapped in needed)

    best = descend(loss, [getattr(start, name) for name in MAPPED_FIELDS])
    return with_figures(start, {name: round(value, 4) for name, value in zip(MAPPED_FIELDS, best, strict=True)})


@cache
def link_floors() -> dict[str, tuple[float, float]]:
    """(peak of the build's own memory while it links, smallest limit under which it did) in MiB, by project."""
    peaks, limits = dict[str, float](), defaultdict[str, list[float]](list)
    for row in rows("runs.csv"):
        if row["kind"] == "link-free" and row["p"] == LINKED_AT:
            peaks[row["project"]] = float(row["peak_mb"])
        if row["kind"] == "link-floor" and row["p"] == LINKED_AT and row["outcome"] == "ok":
            limits[row["project"]].append(float(row["limit_mb"]))
    return {name: (peak, min(limits[name])) for name, peak in peaks.items() if name in limits}


def read(linked: Sequence[GoPackage]) -> float:
    """Methods of interfaces that they read."""
    return sum(one.interface_methods or 0 for one in linked)


def measured_links(name: str) -> list[dict[str, str]]:
    return [row for row in rows(COMPILES) if row["project"] == name and row["tool"] == "link"]


def fit_measured(start: Calibration, without: str) -> Calibration:
    """What packages that other projects share take over the law, the median of all projects.

    Not the mean: a reading may belong to the process that had the same number before, or to the go command that has
    not yet become the compiler. Such a package seemed to take three times the law in one project of thirty.
    """
    law = replace(start, measured=LAW_ALONE)
    same: dict[str, list[Compile]] = defaultdict(list)
    for one in compiles():
        if one.project != without and not is_own(one):
            same[one.package.import_path].append(one)
    factors = {
        path: round(exp(median(log(one.peak / expected_of(one, law)) for one in ones)), 2)
        for path, ones in sorted(same.items())
        if median(one.peak for one in ones) >= LEAST_KEPT
    }
    return replace(start, measured=MeasuredCompiles(factors))


def expected_of(one: Compile, constants: Calibration) -> float:
    """What the constants expect of a compile, MiB."""
    return compile_memory.expected(one.package, one.below, PLAIN, constants, one.release).size


def is_own(one: Compile) -> bool:
    """Whether the package is of the module that was built, which no other build shares."""
    return f"{one.package.import_path}/".startswith(f"{projects()[one.project].modules[0]}/")


def fit_go(start: Calibration, without: str) -> Calibration:
    """The go command: what each package adds to `go_base`, the median of all projects."""
    slopes = [
        (float(row["go_peak_mb"]) - start.go_base) / len(projects()[row["project"]].packages)
        for row in runs()
        if row["project"] in projects() and row["project"] != without
    ]
    return replace(start, go_package=round(median(slopes), 4)) if slopes else start


def descend(loss: Callable[[Sequence[float]], float], start: Sequence[float]) -> list[float]:
    """Lower `loss` by changing one value at a time by a factor, ever smaller ones, until none helps."""
    best, least, step = list(start), loss(start), 0.3
    while step > FINEST:
        improved = False
        for index in range(len(best)):
            for factor in (1 + step, 1 / (1 + step)):
                trial = [*best]
                trial[index] = max(trial[index] * factor, 1e-3)
                if (tried := loss(trial)) < least - 1e-6:
                    best, least, improved = trial, tried, True
        step = step if improved else step / 2
    return best


def made() -> dict[Path, bytes]:
    """The source of the constants with the fitted values in it, and the table of measured packages."""
    constants = fit()
    source = Path(calibration.__file__)
    values = {field.name: getattr(constants, field.name) for field in fields(constants) if field.name != "measured"}
    table = json.dumps(constants.measured.over_law, indent=0) + "\n"
    return {
        source: with_values(source.read_text(encoding="utf-8"), values).encode(),
        measured_compiles.TABLE: table.encode(),
    }


def with_values(source: str, values: Mapping[str, float]) -> str:
    """The source of `Calibration` with other defaults; all else stays as it is.

    >>> with_values("    dot: float = 54.4  # why", {"dot": 51.0})
    '    dot: float = 51.0  # why'
    """
    for name, value in values.items():
        source, count = re.subn(rf"^(    {name}: float = )[0-9.e+-]+", rf"\g<1>{value}", source, flags=re.MULTILINE)
        if count != 1:
            raise ValueError(f"{count} lines of calibration.py give {name} a value")
    return source
