"""Appends what was measured to the data files."""

from __future__ import annotations

import csv
import os
from bisect import bisect_left as at
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from lab.sizing import packed, projects
from lab.sizing.watch import Process

if TYPE_CHECKING:
    from lab.sizing.measure import Build, Outcome

DATA = Path(__file__).with_name("data")
MIB = 1024**2
RUN_COLUMNS = (
    "project", "go", "p", "processors", "environment", "kind", "limit_mb", "outcome", "kills",
    "wall_s", "cpu_s", "peak_mb", "compile_peak_mb", "link_peak_mb", "go_peak_mb", "overlap", "largest",
)  # fmt: skip
KEPT_TOOLS = ("compile", "link", "cc1", "cc1plus", "ld")
COMPILES, RUNS = "compiles.json.xz", "runs.csv.xz"
LEAST = 8.0
"""MiB; smaller processes live too short for readings every 20 ms, and matter for no peak."""
Key = tuple[str, str, str]
"""Project, package (of other tools than the compiler empty), tool."""


def append(name: str, columns: tuple[str, ...], rows: list[dict[str, object]]) -> None:
    """Add lines to a data file."""
    path = DATA / name
    new = not path.exists()
    with path.open("a", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        if new:
            writer.writeheader()
        writer.writerows(rows)


def builds() -> list[dict[str, str]]:
    """What was measured, a row for each build."""
    return packed.lines(DATA / RUNS)


def go_version(project: projects.Project) -> str:
    return projects.go(project, Path.cwd(), "env", "GOVERSION", flags="").strip()


def keep(build: Build, kind: str, limit: int | None, outcome: Outcome) -> None:
    """Append what was measured to the data files."""
    watch, settings = outcome.watch, " ".join(f"{key}={value}" for key, value in build.settings.items())
    compiles = [process for process in watch.processes.values() if process.tool in KEPT_TOOLS]
    largest = max(compiles, key=lambda process: process.peak, default=Process("", ""))
    go_peak = max((process.peak for process in watch.processes.values() if process.tool == "go"), default=0)
    head = {
        "project": build.project.name,
        "go": go_version(build.project),
        "p": build.parallelism,
        "environment": settings,
    }
    figures = {
        "peak_mb": watch.peak,
        "compile_peak_mb": watch.compile_peak,
        "link_peak_mb": watch.link_peak,
        "go_peak_mb": go_peak,
    }
    row = head | {
        "processors": len(os.sched_getaffinity(0)),
        "kind": kind,
        "limit_mb": round(limit / MIB, 1) if limit else "",
        "outcome": outcome.word,
        "kills": outcome.kills,
        "wall_s": round(outcome.wall, 2),
        "cpu_s": round(watch.cpu, 2),
        "overlap": watch.overlap,
        "largest": f"{largest.tool} {largest.package} {largest.peak / MIB:.0f}",
    }
    packed.add_lines(DATA / RUNS, RUN_COLUMNS, [row | {key: round(size / MIB, 1) for key, size in figures.items()}])
    if kind == "peak" and not settings:
        keep_compiles(build.project.name, compiles)


def keep_compiles(project: str, processes: Iterable[Process]) -> None:
    """Add the peaks of a build's processes: of compiles the mean of all builds, of other tools the largest."""
    peaks: dict[Key, float] = {}
    for one in processes:
        key = (project, one.package if one.tool == "compile" else "", one.tool)
        peaks[key] = max(peaks.get(key, 0.0), one.peak / MIB)
    kept = read()
    for key, peak in peaks.items():
        mean, runs = kept.get(key, (0.0, 0))
        new = (mean * runs + peak) / (runs + 1) if key[2] == "compile" else max(mean, peak)
        if new >= LEAST:
            kept[key] = (new, runs + 1)
    write(kept)


def read() -> dict[Key, tuple[float, int]]:
    """(peak in MiB, number of builds) of every process that is kept, by project."""
    table = packed.read(DATA / COMPILES)
    keys = [packed.names(table["projects"]), packed.names(table["packages"]), table["tools"]]
    project, package, tool, coarse, runs = map(packed.whole, table["columns"])
    columns = project, packed.sums(package), tool, coarse, runs
    found = {
        (keys[0][project], keys[1][package], keys[2][tool]): (packed.exact(coarse) / 10, runs)
        for project, package, tool, coarse, runs in zip(*columns, strict=True)
    }
    return dict(sorted(found.items()))


def write(kept: Mapping[Key, tuple[float, int]]) -> None:
    """Keep these processes, peaks to 1 %: of one build they differ by more from time to time."""
    keys = sorted(kept, key=lambda key: (key[2], key[1], key[0]))  # a package's peaks side by side
    known = [sorted({key[part] for key in keys}) for part in range(3)]
    project, package, tool = ([at(known[part], key[part]) for key in keys] for part in range(3))
    coarse = [packed.coarse(round(kept[key][0] * 10)) for key in keys]  # tenths of a MiB
    runs = [kept[key][1] for key in keys]
    table = {
        "projects": packed.rests(known[0]),
        "packages": packed.rests(known[1]),
        "tools": known[2],
        "columns": [*map(packed.characters, (project, packed.steps(package), tool, coarse, runs))],
    }
    packed.write(DATA / COMPILES, table)
