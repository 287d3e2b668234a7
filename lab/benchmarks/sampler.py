"""Accuracy and cost of the sampler, measured against the kernel's own count: prints two Markdown tables.

Each build runs in a memory cgroup of its own, whose `memory.stat` is read every 20 ms while the sampler watches the
same build. Needs Linux, root (to make a cgroup, version 1 or 2) and Go. Run it on a machine that does nothing else:

    python -m lab.benchmarks.sampler [INTERVAL...]
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from wslmem.bench.trace import Trace
from wslmem.machine.guest import load
from wslmem.machine.own import sample_module

MIB = 1024 * 1024
BUILDS = {
    "sample (one large generated package)": ("sample", ("go", "build", "-o", "/dev/null", "./...")),
    "net/http server (many small packages)": ("server", ("go", "build", "-o", "/dev/null", ".")),
    "cmd/compile (one huge package)": ("server", ("go", "build", "-o", "/dev/null", "cmd/compile")),
}
SERVER = 'package main\n\nimport "net/http"\n\nfunc main() { _ = http.ListenAndServe(":0", nil) }\n'


@dataclass(frozen=True)
class Group:
    """A memory cgroup."""

    folder: Path

    @property
    def anonymous(self) -> int:
        words = (self.folder / "memory.stat").read_text().split()
        figures = dict(zip(words[::2], words[1::2], strict=True))
        return int(figures.get("total_rss", figures.get("anon", 0)))

    @property
    def peak(self) -> int:
        for name in ("memory.peak", "memory.max_usage_in_bytes"):
            if (self.folder / name).exists():
                return int((self.folder / name).read_text())
        return 0


@contextmanager
def own_group() -> Iterator[Group]:
    root = Path("/sys/fs/cgroup/memory")
    folder = (root if root.is_dir() else Path("/sys/fs/cgroup")) / f"wslmem-sampler-{os.getpid()}"
    folder.mkdir()
    try:
        yield Group(folder)
    finally:
        folder.rmdir()


class Reader(threading.Thread):
    """Reads the group's anonymous memory every 20 ms."""

    def __init__(self, group: Group) -> None:
        super().__init__()
        self.group, self.peak, self.over = group, 0, threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.02):
            self.peak = max(self.peak, self.group.anonymous)


@dataclass(frozen=True)
class Measured:
    trace: Trace
    cpu: float
    """Seconds of processor time of the whole script, build included."""
    kernel_peak: int
    charged_peak: int


def run(project: Path, interval: str, command: tuple[str, ...]) -> Measured:
    """One build under the sampler, in a cgroup."""
    with own_group() as group:
        entering = ("sh", "-c", f'echo $$ >{group.folder}/cgroup.procs; exec "$@"', "enter", *command)
        arguments = ("bench", interval, "3600", "60", str(project), "cache.sampler", "1", "", "--", *entering)
        reader = Reader(group)
        reader.start()
        before = os.times()
        done = subprocess.run(
            ["/bin/sh", "-s", "--", *arguments], input=load.build_script().encode(), capture_output=True, check=True
        )
        after = os.times()
        reader.over.set()
        reader.join()
        cpu = after.children_user + after.children_system - before.children_user - before.children_system
        # Kept, so that its removal is not counted as the sampler's cost.
        shutil.rmtree(Path.home() / ".cache" / "wslmem" / "cache.sampler")
        trace = Trace("bench")
        trace.feed(done.stdout)
        return Measured(trace, cpu, reader.peak, group.peak)


def plain_wall(project: Path, command: tuple[str, ...]) -> float:
    """Seconds of the same build with nobody watching."""
    with tempfile.TemporaryDirectory() as cache:
        environment = os.environ | {"GOCACHE": cache, "GOFLAGS": "-mod=readonly", "GOTOOLCHAIN": "local"}
        began = time.monotonic()
        subprocess.run(command, cwd=project, env=environment, check=True, capture_output=True)
        return time.monotonic() - began


def show(name: str, interval: str, project: Path, command: tuple[str, ...], idle: float) -> tuple[str, str]:
    """One row of each table."""
    plain = [plain_wall(project, command)]
    measured = run(project, interval, command)
    plain.append(plain_wall(project, command))
    trace = measured.trace
    own = measured.cpu - trace.user - trace.system - idle
    wall, processors = trace.wall, os.cpu_count() or 1
    error = (trace.peak_anonymous - measured.kernel_peak) / measured.kernel_peak
    accuracy = (
        f"| {name} | {interval} s | {trace.peak_anonymous / MIB:.0f} | {measured.kernel_peak / MIB:.0f} | "
        f"{error:+.1%} | {measured.charged_peak / MIB:.0f} |"
    )
    cost = (
        f"| {name} | {interval} s | {len(trace.samples)} | {own:.2f} | {own / wall:.2%} | "
        f"{own / wall / processors:.2%} | {wall:.1f} | {min(plain):.1f} .. {max(plain):.1f} |"
    )
    return accuracy, cost


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="wslmem-sampler-"))
    sample_module.write(folder / "sample")
    (folder / "server").mkdir()
    (folder / "server" / "go.mod").write_text("module example.com/server\n\ngo 1.22\n")
    (folder / "server" / "main.go").write_text(SERVER)
    # What the script costs before and after a build: login shell, go env, kernel log.
    idle = run(folder / "server", "0.1", ("true",)).cpu
    rows = [
        show(name, interval, folder / project, command, idle)
        for name, (project, command) in BUILDS.items()
        for interval in sys.argv[1:] or ["0.1"]
    ]
    shutil.rmtree(folder)
    print("| build | interval | sampler, MiB | memory.stat every 20 ms, MiB | error | charged peak, MiB |")
    print("|---|---|---:|---:|---:|---:|")
    print(*(accuracy for accuracy, _ in rows), sep="\n")
    print(
        "\n| build | interval | samples | sampler CPU, s | of one processor | of the machine | wall, s | without, s |"
    )
    print("|---|---|---:|---:|---:|---:|---:|---:|")
    print(*(cost for _, cost in rows), sep="\n")


if __name__ == "__main__":
    main()
