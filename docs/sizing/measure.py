"""Measure cold builds: the peak of anonymous memory of the whole build and of each process in it.

    python docs/sizing/measure.py peak  WORKDIR NAME P [KEY=VALUE ...]   a cold build
    python docs/sizing/measure.py warm  WORKDIR NAME P [KEY=VALUE ...]   the same build again, whose binary is gone
    python docs/sizing/measure.py floor WORKDIR NAME P                   the smallest limit, by bisection
    python docs/sizing/measure.py swap  WORKDIR NAME P LIMIT_MIB=...     under a limit, with the machine's swap

KEY=VALUE is a variable of the environment; with a leading `-` it is a flag of `go build`.

Each build runs in a memory cgroup of its own with an empty GOCACHE; `memory.stat` is read every 20 ms. A line is
appended to `data/runs.csv` for each build, and one to `data/compiles.csv` for each compiled package of a peak run.
Needs root and Linux.
"""

from __future__ import annotations

import csv
import os
import resource
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import cgroup
import projects

DATA = Path(__file__).with_name("data")
PERIOD = 0.02
"""Seconds between two readings."""
MIB = 1024**2
BRACKET = (0.9, 1.2)
"""Where the floor is looked for, as shares of the peak without a limit."""
RUN_COLUMNS = (
    "project", "go", "p", "processors", "environment", "kind", "limit_mb", "outcome", "kills",
    "wall_s", "cpu_s", "peak_mb", "compile_peak_mb", "link_peak_mb", "go_peak_mb", "overlap", "largest",
)  # fmt: skip
COMPILE_COLUMNS = ("project", "go", "p", "environment", "package", "tool", "peak_mb", "seconds")


@dataclass(slots=True)
class Process:
    """One process of the build as the readings saw it."""

    tool: str
    """`compile`, `link`, `asm`, `cc1`, `go` ..."""
    package: str
    peak: int = 0
    first: float = 0.0
    last: float = 0.0


@dataclass(slots=True)
class Watch:
    """What the readings of one build add up to."""

    processes: dict[int, Process] = field(default_factory=dict)
    peak: int = 0
    compile_peak: int = 0
    link_peak: int = 0
    overlap: int = 0
    """Compiles that ran at the peak."""
    cpu: float = 0.0

    def read(self, group: cgroup.MemoryCgroup, now: float) -> None:
        """Take one reading of everything in the cgroup."""
        total = group.anonymous()
        tools = [process.tool for pid in group.processes() if (process := self._look(pid, now)) is not None]
        if total > self.peak:
            self.peak, self.overlap = total, tools.count("compile")
        if "compile" in tools:
            self.compile_peak = max(self.compile_peak, total)
        if "link" in tools:
            self.link_peak = max(self.link_peak, total)

    def _look(self, pid: int, now: float) -> Process | None:
        try:
            status = Path(f"/proc/{pid}/status").read_text()
            process = self.processes.get(pid)
            if (
                process is None
                or (process.tool == "go" and process.first == now)
                or (process.tool in ("go", "python") and "Name:\tgo\n" not in status)
            ):
                process = self.processes[pid] = identify(pid, now)
        except (FileNotFoundError, ProcessLookupError):
            return None
        at = status.find("RssAnon:")
        if at >= 0:
            process.peak = max(process.peak, int(status[at + 8 : at + 24].split()[0]) * 1024)
        process.last = now
        return process


def identify(pid: int, now: float) -> Process:
    """The tool and the package of a process, from its command line."""
    words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    tool = Path(words[0]).name if words[0] else "?"
    if len(words) > 1 and words[1].startswith("@"):  # the go command puts long command lines into a file
        words = [words[0], *Path(words[1][1:]).read_text(errors="replace").splitlines()]
    package = words[words.index("-p") + 1] if tool == "compile" and "-p" in words else ""
    return Process(tool, package, first=now)


@dataclass(frozen=True, slots=True)
class Build:
    """What is to be run."""

    project: projects.Project
    folder: Path
    scratch: Path
    parallelism: int
    settings: dict[str, str]
    """Environment, plus `-flag` entries for the go command."""

    @property
    def command(self) -> list[str]:
        flags = [f"{key}={value}".rstrip("=") for key, value in self.settings.items() if key.startswith("-")]
        out = str(self.scratch / "bin") + "/"
        return [self.project.tool, "build", f"-p={self.parallelism}", *flags, "-o", out, *self.project.patterns]

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
        wall, kills = time.monotonic() - start, group.kills()
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


@dataclass(slots=True)
class Stall:
    """Tells when a build only faults: hardly any user CPU for a whole window, but pages read over and over."""

    WINDOW = 15.0
    SHARE = 0.1
    """User CPU seconds a wall second, below which a build no longer gets on."""
    FAULTS = 300
    """Pages read from the disk a second, above which it is memory that it waits for."""
    began: float = 0.0
    ticks: int = 0
    faults: int = 0

    def seen(self, now: float, group: cgroup.MemoryCgroup) -> bool:
        if now - self.began < self.WINDOW:
            return False
        used, faults = sum(user_ticks(pid) for pid in group.processes()), group.major_faults()
        enough = self.SHARE * self.WINDOW * os.sysconf("SC_CLK_TCK")
        thrashes = faults - self.faults > self.FAULTS * self.WINDOW
        stalled = bool(self.began) and thrashes and 0 <= used - self.ticks < enough
        self.began, self.ticks, self.faults = now, used, faults
        return stalled


def user_ticks(pid: int) -> int:
    """User ticks of a process and its dead children."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(words[11]) + int(words[13])


def append(name: str, columns: tuple[str, ...], rows: list[dict[str, object]]) -> None:
    path = DATA / name
    new = not path.exists()
    with path.open("a", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        if new:
            writer.writeheader()
        writer.writerows(rows)


def go_version(project: projects.Project) -> str:
    return projects.go(project, Path.cwd(), "env", "GOVERSION", flags="").strip()


def keep(build: Build, kind: str, limit: int | None, outcome: Outcome) -> None:
    """Append what was measured to the data files."""
    watch, settings = outcome.watch, " ".join(f"{key}={value}" for key, value in build.settings.items())
    compiles = [process for process in watch.processes.values() if process.tool in ("compile", "link", "cc1")]
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
        append("compiles.csv", COMPILE_COLUMNS, each)


def measure_peak(build: Build) -> None:
    outcome = run(build)
    keep(build, "peak", None, outcome)
    print(
        build.project.name,
        build.parallelism,
        outcome.word,
        f"{outcome.watch.peak / MIB:.0f} MiB {outcome.wall:.0f} s",
        flush=True,
    )


def measure_warm(build: Build) -> None:
    run(build)
    outcome = run(build, cold=False)
    keep(build, "warm", None, outcome)
    print(
        build.project.name, "warm", outcome.word, f"{outcome.watch.peak / MIB:.0f} MiB {outcome.wall:.0f} s", flush=True
    )


def measure_swap(build: Build) -> None:
    limit = int(build.settings.pop("LIMIT_MIB")) * MIB
    outcome = run(build, limit, patience=900, swap=True)
    keep(build, "swap", limit, outcome)
    print(
        build.project.name, "swap", outcome.word, f"{outcome.watch.peak / MIB:.0f} MiB {outcome.wall:.0f} s", flush=True
    )


def measure_floor(build: Build, resolution: float = 1.05) -> None:
    """Bisect the smallest limit under which the build ends within twice its time without one."""
    free = run(build)
    keep(build, "free", None, free)
    low, high = free.watch.peak * BRACKET[0], free.watch.peak * BRACKET[1]
    while high / low > resolution:
        limit = int((low * high) ** 0.5)
        outcome = run(build, limit, patience=2 * free.wall + 10)
        keep(build, "floor", limit, outcome)
        told = f"{limit / MIB:.0f} MiB {outcome.word} {outcome.wall:.0f} s"
        print(build.project.name, build.parallelism, told, flush=True)
        low, high = (low, limit) if outcome.word == "ok" else (limit, high)


def main() -> None:
    verb, workdir, name, parallelism, *settings = sys.argv[1:]
    project = projects.known()[name]
    folder = projects.fetch(project, Path(workdir))
    scratch = Path(workdir).resolve() / f".run-{os.getpid()}"
    pairs = {key: value for key, _, value in (setting.partition("=") for setting in settings)}
    build = Build(project, folder, scratch, int(parallelism), pairs)
    try:
        {"peak": measure_peak, "warm": measure_warm, "floor": measure_floor, "swap": measure_swap}[verb](build)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main()
