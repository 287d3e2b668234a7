"""Fit the constants of the model to the measurements.

`made` puts them into `wslmem/sizing/calibration.py` and the table beside it. `fit(without=NAMES)` leaves the
measurements of projects out, for `accuracy.py`.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache, partial
from math import exp, fsum, log
from pathlib import Path
from statistics import fmean, median

from lab.sizing import record, shapes
from lab.sizing.c_compiles import DATA as C_COMPILES
from lab.sizing.c_compiles import FIGURES
from wslmem.machine.project.source.c_source import CUnit, together
from wslmem.sizing import c_compiles, calibration, compile_memory, measured_compiles, tasks
from wslmem.sizing.calibration import CALIBRATION, Calibration
from wslmem.sizing.go_environment import GoEnvironment
from wslmem.sizing.measured_compiles import MeasuredCompiles, c_of
from wslmem.sizing.project import GoPackage, GoProject

DATA = Path(__file__).with_name("data")
HEAVIEST = 150.0
"""MiB from which a compile weighs no more than any other large one."""
COMPILE_FIELDS = (
    *("dot", "line", "branch", "garbage_base", "garbage_code", "garbage_table", "garbage_wrappers"),
    *("garbage_methods", "garbage_instances", "garbage_reached", "heap"),
    *("live_base", "live_code", "live_table", "live_wrappers", "live_methods"),
    *("live_instances", "live_reached", "function"),
)
C_FIELDS = ("c_base", "c_garbage", "c_heap", "c_live", "c_tables", "c_headers")
CXX_FIELDS = ("cxx_base", "cxx_library", "cxx_source", "cxx_power", "cxx_standard", "cxx_headers")
LINK_FIELDS = ("link", "link_code", "link_methods")
MAPPED_FIELDS = ("mapped", "mapped_instances")
LEAST_KEPT = 40.0
"""MiB from which the measured peak of a package is kept for other projects; smaller ones make no peak."""
LINKED_AT = "2"
"""The -p that the floors of links are measured at."""
Names = frozenset[str]
ALL: Names = frozenset()
"""No project is left out."""
FREE = ("peak", "free", "pair")
"""Kinds of runs among which are cold builds without a limit."""
PLAIN = GoEnvironment()
LAW_ALONE = MeasuredCompiles({})
LAW = replace(CALIBRATION, measured=LAW_ALONE, cgo=0.0)
"""What the law of compiles is fitted from; what cgo writes is fitted to what that leaves."""
COARSEST, NEAR = 0.3, 0.05
"""First relative steps of the search for better constants: from afar, and from those of nearly the same data."""
FINEST = 0.01
"""Relative step below which the search for better constants ends."""


@dataclass(frozen=True, slots=True)
class Compile:
    """One package as it was measured in one project."""

    project: str
    package: GoPackage
    below: float
    """10^6 bytes of source in the packages below it."""
    release: str
    peak: float
    """MiB, mean of all runs."""


@cache
def projects() -> dict[str, GoProject]:
    return shapes.kept()


@cache
def builds() -> tuple[dict[str, str], ...]:
    """What was measured without any setting, a row for each build."""
    return tuple(row for row in record.builds() if not row["environment"])


@cache
def runs() -> tuple[dict[str, str], ...]:
    """Cold builds without a limit."""
    return tuple(row for row in builds() if row["kind"] in FREE and not row["limit_mb"] and row["outcome"] == "ok")


@cache
def peaks() -> dict[tuple[str, int], list[float]]:
    """The peaks of cold builds without a limit in MiB, by project and -p."""
    found: dict[tuple[str, int], list[float]] = defaultdict(list)
    for row in runs():
        found[row["project"], int(row["p"])].append(float(row["peak_mb"]))
    return found


@cache
def processes() -> dict[record.Key, tuple[float, int]]:
    """(peak in MiB, number of builds) of compilers and linkers."""
    return record.read()


@cache
def packages() -> tuple[tuple[str, GoPackage, float], ...]:
    """Every package of every project, with the source below it as in `Compile`."""
    return tuple(
        (name, package, source)
        for name, project in projects().items()
        for package, source in zip(project.packages, below(project), strict=True)
    )


@cache
def compiles() -> tuple[Compile, ...]:
    """Every compile of some size whose package is known, the mean of its peaks."""
    found = []
    for name, package, source in packages():
        project = projects()[name]
        path = "main" if package.main and len(project.mains) == 1 else package.import_path
        peak, _ = processes().get((name, path, "compile"), (0.0, 0))
        if peak and package.import_path != "runtime":
            found.append(Compile(name, package, source, compile_memory.release(project.go_version), peak))
    return tuple(found)


def below(project: GoProject) -> list[float]:
    """10^6 bytes of source below each package."""
    source = tasks.Source(project)
    return [
        tasks.below(package, source.of(reached))
        for package, reached in zip(project.packages, tasks.reach(project), strict=True)
    ]


def fit(without: Names = ALL) -> Calibration:
    """The constants, from the measurements of all projects but those `without`."""
    return fit_rest(fit_compiles(LAW, without), without)


def fit_rest(start: Calibration, without: Names) -> Calibration:
    """All but the law of compiles, which takes most of the time."""
    for step in (fit_cgo, fit_c, fit_unknown, fit_link, fit_external_link, fit_mapped, fit_go, fit_measured):
        start = step(start, without)
    return start


def fit_compiles(start: Calibration, without: Names, step: float = COARSEST) -> Calibration:
    """The law of one compile: least absolute relative error, large compiles weighing more.

    Args:
        start: where the search begins.
        without: projects that are left out.
        step: the first relative step; a smaller one where the constants are known nearly.
    """
    # The same package in several projects is one observation, not several.
    same: dict[tuple[str, int], list[Compile]] = defaultdict(list)
    for one in compiles():
        if one.project not in without:
            same[one.package.import_path, one.package.source_bytes].append(one)
    chosen = [(ones[0], fmean(one.peak for one in ones)) for ones in same.values()]

    def loss(constants: Calibration) -> float:
        error = weight = 0.0
        for one, peak in chosen:
            share = min(peak, HEAVIEST)
            expected = compile_memory.expected(one.package, one.below, PLAIN, constants, one.release).size
            error += share * abs(log(max(expected, 1.0) / peak))
            weight += share
        return error / weight

    return descended(start, COMPILE_FIELDS, loss, step)


def with_figures(start: Calibration, figures: Mapping[str, float]) -> Calibration:
    """The constants with some of them changed."""
    return replace(start, **figures)  # type: ignore[arg-type] # the table of measured packages is none of them


def fit_cgo(start: Calibration, without: Names) -> Calibration:
    """What cgo writes: least absolute relative error of the packages that call C, the standard library's not."""
    chosen = [one for one in compiles() if one.package.cgo and not one.package.standard and one.project not in without]

    def loss(constants: Calibration) -> float:
        return fmean(abs(log(expected_of(one, constants) / one.peak)) for one in chosen)

    return descended(replace(start, cgo=CALIBRATION.cgo), ("cgo",), loss)


def fit_c(start: Calibration, without: Names) -> Calibration:
    """The law of the C and the C++ compiler, from files that were compiled one at a time: as for packages."""
    files = [(c_package(row), float(row["peak_mb"])) for row in c_rows() if row["project"] not in without]
    for names, chosen in ((C_FIELDS, False), (CXX_FIELDS, True)):
        measured = [(one, peak) for one, peak in files if bool(one.cxx_library or one.largest_cxx) is chosen]
        start = descended(start, names, partial(c_loss, measured), NEAR)  # from afar it ends where few files lie
    return start


def c_loss(files: Sequence[tuple[GoPackage, float]], constants: Calibration) -> float:
    """Mean absolute relative error for C and C++ files, large compiles weighing more."""
    error = weight = 0.0
    for one, peak in files:
        share = min(peak, HEAVIEST)
        error += share * abs(log(c_compiles.largest(one, constants) / peak))
        weight += share
    return error / weight


@cache
def c_rows() -> tuple[dict[str, str], ...]:
    """The C and C++ files that were compiled one at a time."""
    with (DATA / C_COMPILES).open(newline="") as file:
        return tuple(csv.DictReader(file))


def c_package(row: Mapping[str, str]) -> GoPackage:
    """A package whose only C or C++ file this is."""
    size, tables, headers, standard, library = (int(row[name]) for name in FIGURES)
    unit = CUnit(row["file"], size, tables, headers, standard, library)
    return GoPackage("", 0, 1, **together([unit])._asdict())


def descended(
    start: Calibration, names: Sequence[str], loss: Callable[[Calibration], float], step: float = COARSEST
) -> Calibration:
    """The constants with those of these `names` that `descend` finds."""

    def of(values: Sequence[float]) -> float:
        return loss(with_figures(start, dict(zip(names, values, strict=True))))

    best = descend(of, [getattr(start, name) for name in names], step)
    return with_figures(start, {name: round(value, 4) for name, value in zip(names, best, strict=True)})


def fit_external_link(start: Calibration, without: Names) -> Calibration:
    """What the C linker takes of what the Go linker takes, the median of all projects that have both."""
    shares = [
        own / peak
        for name in projects()
        if name not in without and (own := of_tool(name, "ld")) and (peak := of_tool(name, "link"))
    ]
    return replace(start, external_link=round(median(shares), 4)) if shares else start


def fit_unknown(start: Calibration, without: Names) -> Calibration:
    """The methods of interfaces that a package reads, where nobody counted: as many in all as there are."""
    chosen = [(package, source) for name, package, source in packages() if name not in without]
    assumed = sum(min(source, compile_memory.MOST_BELOW) ** compile_memory.BELOW_POWER for _, source in chosen)
    return replace(start, methods_below=round(read([package for package, _ in chosen]) / assumed, 4))


def fit_link(start: Calibration, without: Names) -> Calibration:
    """The link of programs with one main package: least squared relative error."""
    links = [
        (project.packages, peak)
        for name, project in projects().items()
        if name not in without and len(project.mains) == 1 and (peak := of_tool(name, "link"))
    ]

    def loss(constants: Calibration) -> float:
        return fsum(log(tasks.link_memory(linked, read(linked), constants) / peak) ** 2 for linked, peak in links)

    return descended(start, LINK_FIELDS, loss)


def fit_mapped(start: Calibration, without: Names) -> Calibration:
    """What a link needs beside the build's own memory: least squared relative error, large ones weighing more."""
    needed = [
        (projects()[name].packages, floor - own) for name, (own, floor) in link_floors().items() if name not in without
    ]

    def loss(constants: Calibration) -> float:
        return fsum(
            mapped * log(tasks.mapped_memory(linked, constants) / mapped) ** 2 for linked, mapped in needed
        ) / fsum(mapped for _, mapped in needed)

    return descended(start, MAPPED_FIELDS, loss)


@cache
def link_floors() -> dict[str, tuple[float, float]]:
    """(peak of the build's own memory while it links, smallest limit under which it did) in MiB, by project."""
    peaks, limits = dict[str, float](), defaultdict[str, list[float]](list)
    for row in builds():
        if row["kind"] == "link-free" and row["p"] == LINKED_AT:
            peaks[row["project"]] = float(row["peak_mb"])
        if row["kind"] == "link-floor" and row["p"] == LINKED_AT and row["outcome"] == "ok":
            limits[row["project"]].append(float(row["limit_mb"]))
    return {name: (peak, min(limits[name])) for name, peak in peaks.items() if name in limits}


def read(linked: Sequence[GoPackage]) -> float:
    """Methods of interfaces that they read."""
    return sum(one.interface_methods or 0 for one in linked)


def of_tool(name: str, tool: str) -> float:
    """The most that a tool was measured to take in one project, MiB; 0 where it was not."""
    return processes().get((name, "", tool), (0.0, 0))[0]


def fit_measured(start: Calibration, without: Names) -> Calibration:
    """What packages that other projects share take over the law, the median of all projects.

    Not the mean: a reading may belong to the process that had the same number before, or to the go command that has
    not yet become the compiler. Such a package seemed to take three times the law in one project of thirty.
    """
    law = replace(start, measured=LAW_ALONE)
    same: dict[str, list[Compile]] = defaultdict(list)
    for one in compiles():
        if one.project not in without and not is_own(one):
            same[one.package.import_path].append(one)
    factors = {
        path: round(exp(median(log(one.peak / expected_of(one, law)) for one in ones)), 2)
        for path, ones in sorted(same.items())
        if median(one.peak for one in ones) >= LEAST_KEPT
    }
    return replace(start, measured=MeasuredCompiles(factors | measured_c(law, without)))


def measured_c(law: Calibration, without: Names) -> dict[str, float]:
    """The same of the C and C++ files of a package: of the one that took most, in a build or of those tried alone."""
    found = dict[str, float]()
    for name, package, _ in packages():
        built = (c_of_builds().get((name, package.import_path), 0.0), c_compiles.largest(package, law))
        peak, expected = max(built, tried_alone(name, package.import_path, law))
        if name not in without and peak >= LEAST_KEPT:
            found[c_of(package.import_path)] = round(peak / expected, 2)
    return found


def tried_alone(project: str, import_path: str, law: Calibration) -> tuple[float, float]:
    """The most that files of a package took which were compiled one at a time, and the most that was expected, MiB."""
    rows = [row for row in c_rows() if (row["project"], row["package"]) == (project, import_path)]
    peak = max((float(row["peak_mb"]) for row in rows), default=0.0)
    return peak, max((c_compiles.largest(c_package(row), law) for row in rows), default=0.0)


@cache
def c_of_builds() -> dict[tuple[str, str], float]:
    """What the C and C++ compilers took in builds with one package that has such files, MiB, by project and package."""
    found: dict[tuple[str, str], float] = {}
    for name, project in projects().items():
        foreign = [
            one for one in project.packages if one.cgo and not one.standard and c_compiles.largest(one, CALIBRATION)
        ]
        if len(foreign) == 1:
            found[name, foreign[0].import_path] = max(of_tool(name, "cc1"), of_tool(name, "cc1plus"))
    return found


def expected_of(one: Compile, constants: Calibration) -> float:
    """What the constants expect of a compile, MiB."""
    return compile_memory.expected(one.package, one.below, PLAIN, constants, one.release).size


def is_own(one: Compile) -> bool:
    """Whether the package is of the module that was built, which no other build shares."""
    return f"{one.package.import_path}/".startswith(f"{projects()[one.project].modules[0]}/")


def fit_go(start: Calibration, without: Names) -> Calibration:
    """The go command: what each package adds to `go_base`, the median of all projects."""
    slopes = [
        (float(row["go_peak_mb"]) - start.go_base) / len(projects()[row["project"]].packages)
        for row in runs()
        if row["project"] in projects() and row["project"] not in without
    ]
    return replace(start, go_package=round(median(slopes), 4)) if slopes else start


def descend(loss: Callable[[Sequence[float]], float], start: Sequence[float], step: float) -> list[float]:
    """Lower `loss` by changing one value at a time by a factor, ever smaller ones, until none helps."""
    best, least = list(start), loss(start)
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
