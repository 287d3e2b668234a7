"""Measure cold builds: the peak of anonymous memory of the whole build and of each process in it.

    python -m lab.sizing.measure peak  WORKDIR NAME P [KEY=VALUE ...]   a cold build
    python -m lab.sizing.measure warm  WORKDIR NAME P [KEY=VALUE ...]   the same build again, whose binary is gone
    python -m lab.sizing.measure floor WORKDIR NAME P                   the smallest limit, by bisection
    python -m lab.sizing.measure link  WORKDIR NAME P                   the smallest limit for the links alone
    python -m lab.sizing.measure pair  WORKDIR NAME P LIMIT_MIB=...     under a limit and without one, in turn
    python -m lab.sizing.measure swap  WORKDIR NAME P LIMIT_MIB=...     under a limit, with the machine's swap

KEY=VALUE is a variable of the environment; with a leading `-` it is a flag of `go build`.

Each build runs in a memory cgroup of its own with an empty GOCACHE; `memory.stat` is read every 20 ms. A line is
appended to `data/runs.csv.xz` for each build, and one to `data/compiles.json.xz` for each compiled package of a peak
run.
Needs root and Linux.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from lab.sizing import cgroup, projects
from lab.sizing.record import MIB, keep
from lab.sizing.watch import Stall, Watch

PERIOD = 0.02
"""Seconds between two readings."""
BRACKET = (0.9, 1.2)
"""Where the floor is looked for, as shares of the peak without a limit."""
LINK_BRACKET = (0.9, 4.0)
"""The same for a link, as shares of its own anonymous memory: it maps files beside that."""
RESOLUTION = 1.05
"""Between the largest limit that failed and the smallest that did not."""
ROUNDS = 3
"""Builds with and without the limit in a comparison of their wall times."""


@dataclass(frozen=True, slots=True)
class Build:
    """What is to be run."""

    project: projects.Project
    folder: Path
    scratch: Path
    parallelism: int
    settings: dict[str, str]
    """Environment, plus `-flag` entries for the go command."""
    tests: bool = False
    """Whether `go test` builds, and runs no test."""

    @property
    def command(self) -> list[str]:
        flags = [f"{key}={value}".rstrip("=") for key, value in self.settings.items() if key.startswith("-")]
        own = ["-run=^$"] if self.tests else ["-o", str(self.scratch / "bin") + "/"]
        verb = "test" if self.tests else "build"
        return [self.project.tool, verb, f"-p={self.parallelism}", *flags, *own, *self.project.patterns]

    @property
    def environment(self) -> dict[str, str]:
        own = {key: value for key, value in self.settings.items() if not key.startswith("-")}
        flags = {"GOFLAGS": "-mod=mod -buildvcs=false", "GOCACHE": str(self.scratch / "cache")}
        return projects.environment(self.project, **flags, **own)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a build ended: `ok`, `killed` (by the limit), `failed`, `stalled` (stopped by the watchdog)."""

    word: str
    wall: float
    kills: int
    watch: Watch


def run(
    build: Build, limit: int | None = None, patience: float = 3600.0, *, cold: bool = True, swap: bool = False
) -> Outcome:
    """Run one build under `limit` bytes; stop it after `patience` seconds or when it stalls."""
    shutil.rmtree(build.scratch if cold else build.scratch / "bin", ignore_errors=True)
    build.scratch.mkdir(parents=True, exist_ok=True)
    group = cgroup.create(f"sizing-{os.getpid()}")
    group.limit(limit, swap=swap)
    watch, before = Watch(), resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        with (build.scratch / "log").open("w") as log:
            start = time.monotonic()
            child = subprocess.Popen(
                build.command,
                cwd=build.folder,
                env=build.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=group.enter,  # noqa: PLW1509 - no thread runs here, and the child must enter before it execs
            )
            stalled = follow(child, group, watch, start, patience)
        wall, kills, watch.faults = time.monotonic() - start, group.kills(), group.major_faults()
    finally:
        group.remove()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    watch.cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    word = "stalled" if stalled else "killed" if kills else "ok" if child.returncode == 0 else "failed"
    return Outcome(word, wall, kills, watch)


def follow(
    child: subprocess.Popen[bytes], group: cgroup.MemoryCgroup, watch: Watch, start: float, patience: float
) -> bool:
    """Read until the build ends; True when it had to be stopped because it no longer got on."""
    stall = Stall()
    while child.poll() is None:
        now = time.monotonic()
        watch.read(group, now - start)
        if now - start > patience or stall.seen(now, group):
            for pid in group.processes():
                os.kill(pid, 9)
            child.wait()
            return True
        time.sleep(max(0.0, PERIOD - (time.monotonic() - now)))
    return False


def measure_peak(build: Build) -> None:
    told(build, "peak", run(build))


def measure_warm(build: Build) -> None:
    run(build)
    told(build, "warm", run(build, cold=False))


def measure_swap(build: Build) -> None:
    limit = limit_of(build)
    told(build, "swap", run(build, limit, patience=900, swap=True), limit)


def measure_pair(build: Build) -> None:
    limit = limit_of(build)
    for turn in range(ROUNDS):
        for bound in ((None, limit), (limit, None))[turn % 2]:
            told(build, "pair", run(build, bound, patience=900), bound)


def limit_of(build: Build) -> int:
    return int(build.settings.pop("LIMIT_MIB")) * MIB


def told(build: Build, kind: str, outcome: Outcome, limit: int | None = None) -> None:
    """Keep what was measured, and say it."""
    keep(build, kind, limit, outcome)
    under = f" under {limit / MIB:.0f} MiB" if limit else ""
    figures = f"{outcome.watch.peak / MIB:.0f} MiB {outcome.wall:.0f} s"
    print(f"{build.project.name} -p {build.parallelism} {kind}{under}: {outcome.word}, {figures}", flush=True)


def measure_floor(build: Build) -> None:
    """Bisect the smallest limit under which the build ends within twice its time without one."""
    free = run(build)
    told(build, "free", free)
    top = max(free.watch.peak * BRACKET[1], free.watch.link_peak * LINK_BRACKET[1])
    attempt = partial(run, build, patience=2 * free.wall + 10)
    bisect(build, "floor", (free.watch.peak * BRACKET[0], top), attempt)


def measure_link(build: Build) -> None:
    """Bisect the smallest limit under which a build that has only to link ends.

    What it links has to be read from the disk, as where the limit left no room for it: what is in the page cache
    already would be counted for whoever read it first. It may take as much longer as a whole build takes.
    """
    cold = run(build)
    told(build, "peak", cold)
    free = link(build)
    told(build, "link-free", free)
    low, high = (free.watch.link_peak * share for share in LINK_BRACKET)
    bisect(build, "link-floor", (low, high), partial(link, build, patience=free.wall + cold.wall))


def link(build: Build, limit: int | None = None, patience: float = 3600.0) -> Outcome:
    """Run a build that has only to link, and to read everything for it."""
    evict(build)
    return run(build, limit, patience, cold=False)


def bisect(build: Build, kind: str, bracket: tuple[float, float], attempt: Callable[[int], Outcome]) -> None:
    """Try limits in bytes within `bracket` until the one that works is within `RESOLUTION` of one that does not."""
    low, high = bracket
    while high / low > RESOLUTION:
        limit = int((low * high) ** 0.5)
        outcome = attempt(limit)
        told(build, kind, outcome, limit)
        low, high = (low, limit) if outcome.word == "ok" else (limit, high)


def evict(build: Build) -> None:
    """Take the build cache and the toolchain out of the page cache."""
    os.sync()
    root = projects.go(build.project, build.folder, "env", "GOROOT", flags="").strip()
    for folder in (build.scratch / "cache", Path(root) / "pkg"):
        for path in folder.rglob("*"):
            if path.is_file():
                with path.open("rb") as file:
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def main() -> None:
    verb, workdir, name, parallelism, *settings = sys.argv[1:]
    project = projects.known()[name]
    folder = projects.fetch(project, Path(workdir))
    scratch = Path(workdir).resolve() / f".run-{os.getpid()}"
    pairs = {key: value for key, _, value in (setting.partition("=") for setting in settings)}
    build = Build(project, folder, scratch, int(parallelism), pairs)
    verbs = {
        "peak": measure_peak, "warm": measure_warm, "floor": measure_floor, "link": measure_link,
        "pair": measure_pair, "swap": measure_swap,
    }  # fmt: skip
    try:
        verbs[verb](build)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main()
