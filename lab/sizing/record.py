"""Appends what was measured to the data files."""

from __future__ import annotations

import csv
import lzma
import os
from pathlib import Path
from typing import TYPE_CHECKING

from lab.sizing import projects
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
COMPILES = "compiles.csv.xz"
COMPILE_COLUMNS = ("project", "go", "p", "environment", "package", "tool", "peak_mb", "seconds")


def append(name: str, columns: tuple[str, ...], rows: list[dict[str, object]]) -> None:
    """Add lines to a data file; a compressed one gets them as one more stream, which readers take as one text."""
    path = DATA / name
    new = not path.exists()
    with lzma.open(path, "at", newline="") if path.suffix == ".xz" else path.open("a", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        if new:
            writer.writeheader()
        writer.writerows(rows)


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
    append("runs.csv", RUN_COLUMNS, [row | {key: round(size / MIB, 1) for key, size in figures.items()}])
    if kind == "peak":
        each = [
            head
            | {
                "package": one.package,
                "tool": one.tool,
                "peak_mb": round(one.peak / MIB, 1),
                "seconds": round(one.last - one.first, 2),
            }
            for one in compiles
        ]
        append(COMPILES, COMPILE_COLUMNS, each)
