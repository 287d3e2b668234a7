"""Build under the part that is advised and without a limit, in turn: a table of docs/sizing/blind.md.

    python -m lab.sizing.under WORKDIR NAME P [test] [KEY=VALUE ...]

One pair of cold builds, in the other order each time; KEY=VALUE as in `lab.sizing.measure`. With `test` it is
`go test`, which runs no test. The part is what a stranger to the project is told: constants are fitted without what was
measured of it; it is estimated anew for each pair, as the model is by then. Before each build the tools are taken out
of the page cache, so that they too have to fit under the limit. A line goes to `data/under_part.csv` for each build.
Needs root and Linux.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from lab.sizing import fit, measure, projects
from lab.sizing.blind import UNDER, UNDER_COLUMNS, Row, under_key, under_rows
from lab.sizing.record import MIB, append
from wslmem.machine.project import project_scan
from wslmem.sizing import go_flags
from wslmem.sizing.calibration import CALIBRATION, Calibration
from wslmem.sizing.model import estimate
from wslmem.sizing.outlook import build_part

PATIENCE = 900.0
"""Seconds after which a build that does not end is stopped."""


def strange(name: str) -> Calibration:
    """The constants without what was measured of the project."""
    without = frozenset([name])
    if name in fit.projects():
        return fit.fit_rest(fit.fit_compiles(fit.LAW, without, fit.NEAR), without)
    return fit.fit_rest(fit.LAW, without) if any(row["project"] == name for row in fit.c_rows()) else CALIBRATION


def advised(build: measure.Build) -> tuple[float, float]:
    """The estimate and the build's part, MiB."""
    os.environ.update({key: value for key, value in build.environment.items() if key != "GOCACHE"})
    shape = project_scan.scan(
        build.folder, go=Path(build.project.tool), patterns=build.project.patterns, tests=build.tests
    )
    flags = " ".join(key for key in build.settings if key.startswith("-"))
    told = estimate(
        shape,
        processors=2,
        parallelisms=[build.parallelism],
        environment=go_flags.parse(flags).environment,
        constants=strange(build.project.name),
    )
    peak = told.at(build.parallelism)
    return peak.size / MIB, build_part(peak) / MIB


def evict(build: measure.Build) -> None:
    """Take the compilers and linkers out of the page cache."""
    root = Path(projects.go(build.project, build.folder, "env", "GOROOT", flags="").strip())
    asked = (["gcc", f"-print-prog-name={name}"] for name in ("cc1", "cc1plus", "as", "ld"))
    others = [shutil.which(subprocess.check_output(words, text=True).strip()) for words in asked]
    for path in (*(root / "pkg" / "tool").rglob("*"), root / "bin" / "go", *map(Path, filter(None, others))):
        if path.is_file():
            with path.open("rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def pair(build: measure.Build, head: Row, *, first: bool) -> None:
    """One build under the part and one without, the limited one first or last."""
    limit = int(head["part_mb"]) * MIB
    for bound in (limit, None) if first else (None, limit):
        evict(build)
        load = os.getloadavg()[0]
        outcome = measure.run(build, bound, PATIENCE)
        row = head | {
            "date": datetime.now(UTC).date().isoformat(),
            "load": f"{load:.1f}",
            "limited": "yes" if bound else "",
            "outcome": outcome.word,
            "kills": str(outcome.kills),
            "wall_s": f"{outcome.wall:.1f}",
            "cpu_s": f"{outcome.watch.cpu:.1f}",
            "peak_mb": f"{outcome.watch.peak / MIB:.0f}",
            "faults": str(outcome.watch.faults),
        }
        append(UNDER, UNDER_COLUMNS, [dict(row)])
        print(row, flush=True)


def main() -> None:
    workdir, name, parallelism, *words = sys.argv[1:]
    settings = {key: value for key, _, value in (word.partition("=") for word in words if word != "test")}
    project = projects.known()[name]
    scratch = Path(workdir).resolve() / f".run-{os.getpid()}"
    folder = projects.fetch(project, Path(workdir))
    build = measure.Build(project, folder, scratch, int(parallelism), settings, tests="test" in words)
    head = {"project": name, "p": parallelism, "build": " ".join(words)}
    before = sum(under_key(row) == under_key(head) for row in under_rows())
    head |= dict(zip(("expected_mb", "part_mb"), (f"{size:.0f}" for size in advised(build)), strict=True))
    print(head, flush=True)
    try:
        pair(build, head, first=before // 2 % 2 == 1)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main()
