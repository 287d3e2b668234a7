"""Real build tools under `wslmem run`, each once whole and once in too little memory: prints the table of docs/run.md.

Every tool builds the same way three times: bare, under `wslmem run`, and under `wslmem run --memory` at half its peak.
The peak is compared with what the kernel says of a group around the whole run, read every 5 ms beside it. Output is
compared to the byte, times and numbers of processes aside. Needs Linux, root, control groups, network (npm, Maven
Central) for the first run, and the tools; those that are missing are named and left out.

    python -m lab.benchmarks.real_tools [NAME...]
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from lab.benchmarks import real_projects
from wslmem.machine.run import group as groups

MIB = 1024 * 1024
WSLMEM = (sys.executable, "-m", "wslmem")
LEAST = 64 * MIB
PREFIX = "lab-real-tools-"
ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
START = b'{"schema": "wslmem/run/'
_TIMES = re.compile(rb"\[ *\d+(?:/\d+|%)\]|\d+(?:[.,:]\d+)*\s?(?:m?s\b|min\b|seconds?\b)|\bpid \d+|\d\d:\d\d:\d\d\S*")


@dataclass(frozen=True, slots=True)
class Case:
    """One build."""

    name: str
    command: tuple[str, ...]
    write: Callable[[Path], None]
    """Writes the project, another one at each call, so that no cache knows it."""
    needs: str
    """The program whose absence leaves the case out."""


def cases() -> list[Case]:
    """All of them."""
    c, rust, go, js = real_projects.c, real_projects.rust, real_projects.go, real_projects.js
    return [
        Case("gcc under make", ("make", "-j2", "--no-print-directory"), c, "gcc"),
        Case("clang under make", ("make", "-j2", "--no-print-directory", "CC=clang"), c, "clang"),
        Case("ninja", ("ninja",), c, "ninja"),
        Case("cmake", ("sh", "-c", "cmake -S . -B out >/dev/null && cmake --build out"), c, "cmake"),
        Case("rustc", ("rustc", "-O", "src/main.rs"), rust, "rustc"),
        Case("cargo", ("cargo", "build", "--offline", "--quiet"), rust, "cargo"),
        Case("go build", ("go", "build", "./..."), go, "go"),
        Case("go vet", ("go", "vet", "./..."), go, "go"),
        Case("go test", ("go", "test", "./..."), go, "go"),
        Case("go test -race", ("go", "test", "-race", "./..."), go, "go"),
        Case("go run", ("go", "run", "."), go, "go"),
        Case("go tool", ("go", "tool", "compile", "-o", "/dev/null", "-p", "x", "big/big.go"), go, "go"),
        Case("node", ("node", "build.js"), js, "node"),
        Case("tsc", ("npx", "--no-install", "tsc", "--noEmit", "-p", "."), js, "npx"),
        Case("webpack", ("npx", "--no-install", "webpack", "--no-stats"), js, "npx"),
        Case("vite", ("npx", "--no-install", "vite", "build", "--logLevel", "warn"), js, "npx"),
        Case("npm run, tsc", ("npm", "run", "types"), js, "npm"),
        Case("npm run, webpack", ("npm", "run", "bundle"), js, "npm"),
        Case("npm run, vite", ("npm", "run", "build"), js, "npm"),
        Case("yarn 4", ("node", real_projects.YARN, "run", "heavy"), real_projects.yarn, "npx"),
        Case("maven", ("mvn", "-q", "-o", "compile"), real_projects.java, "mvn"),
        Case("gradle", ("gradle", "-q", "--offline", "--no-daemon", "compileJava"), real_projects.gradle, "gradle"),
        Case("pip with C", ("venv/bin/pip", "install", "-q", "--no-deps", "--no-build-isolation", "--force-reinstall",
                            "./ext"), real_projects.pip, "gcc"),
    ]  # fmt: skip


class Around:
    """A memory group around a run, and a thread that reads its anonymous and shared memory every 5 ms.

    However the run ends, what is left of it is killed, and the group goes. One whose maker was killed goes when the
    next one is made.
    """

    def __init__(self) -> None:
        place = groups.own()
        if place is None:
            raise LookupError("no memory group is to be seen here")
        path, version = place
        parent = path if version == 1 or path == groups.ROOT else str(Path(path).parent)
        self._first = version == 1
        self._parent = Path(parent)
        self.folder = self._parent / f"{PREFIX}{os.getpid()}"
        # Version 2 forbids processes and groups below side by side, and `wslmem run` makes one.
        self._entrance = self.folder if self._first else self.folder / "command"
        self.peak = 0
        self._over = threading.Event()
        self._reader = threading.Thread(target=self._read)

    def __enter__(self) -> Self:
        for left in self._parent.glob(f"{PREFIX}*"):
            if not Path("/proc", left.name.removeprefix(PREFIX)).exists():
                remove(left)
        try:
            self.folder.mkdir()
            if not self._first:
                (self.folder / "cgroup.subtree_control").write_text("+memory")
                self._entrance.mkdir()
            self._reader.start()
        except BaseException:
            remove(self.folder)
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._reader.join()
        remove(self.folder)

    def enter(self) -> None:
        """In the child, before it becomes the command."""
        (self._entrance / "cgroup.procs").write_text("0")

    def _read(self) -> None:
        names = ("total_rss", "total_shmem") if self._first else ("anon", "shmem")
        while not self._over.wait(0.005):
            words = (self.folder / "memory.stat").read_text().split()
            figures = dict(zip(words[::2], map(int, words[1::2]), strict=True))
            self.peak = max(self.peak, sum(figures.get(name, 0) for name in names))


def remove(folder: Path) -> None:
    """Kill what is in a group and in those below it, and take them away."""
    for _ in range(200):
        every = groups.with_below(str(folder))
        for pid in (int(word) for path in every for word in groups.read(f"{path}/cgroup.procs").split()):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for path in reversed(every):
            with contextlib.suppress(OSError):
                Path(path).rmdir()
        if not folder.exists():
            return
        time.sleep(0.05)  # what was killed is still giving its memory back
    print(f"{folder} is left", file=sys.stderr)


def unwind_on_signals() -> None:
    """Let groups go when a signal ends us: the first one unwinds, and later ones do not disturb that."""

    def end(number: int, _: object) -> None:
        for one in ENDS:
            signal.signal(one, signal.SIG_IGN)
        sys.exit(128 + number)

    for one in ENDS:
        signal.signal(one, end)


@dataclass(frozen=True, slots=True)
class Ran:
    """What came out."""

    code: int
    stdout: bytes
    stderr: bytes
    document: dict[str, object] | None
    kernel_peak: int
    """Of everything, ours included."""


def run(case: Case, place: Path, *options: str, watched: bool = True) -> Ran:
    """Write the project anew and build it."""
    folder = place / "project"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    case.write(folder)
    argv = [*WSLMEM, "run", "--json", *options, "--", *case.command] if watched else list(case.command)
    environment = os.environ | {"WSLMEM_STATE": str(place / "state"), "CI": "1", "NO_COLOR": "1"}
    with Around() as around:
        done = subprocess.run(
            argv,
            cwd=folder,
            env=environment,
            capture_output=True,
            check=False,
            preexec_fn=around.enter,
            stdin=subprocess.DEVNULL,
        )
    lines = done.stderr.splitlines(keepends=True)
    # Maven ends its output without a line end, so ours follows on the same line.
    told = [START + line.partition(START)[2] for line in lines if START in line]
    rest = b"".join(line.partition(START)[0] for line in lines if not line.startswith(b"wslmem: "))
    if told:  # into a pipe wslmem begins its line with an end of line
        rest = rest.removesuffix(b"\n")
    return Ran(done.returncode, done.stdout, rest, json.loads(told[-1]) if told else None, around.peak)


def same(one: bytes, other: bytes) -> bool:
    """Whether two outputs are the same, times aside; lines of jobs side by side come in any order."""
    return sorted(_TIMES.sub(b"", one).splitlines()) == sorted(_TIMES.sub(b"", other).splitlines())


def told(ran: Ran) -> dict[str, object]:
    """The document of a run.

    Raises:
        LookupError: it told none.
    """
    if ran.document is None:
        raise LookupError(ran.stderr)
    return ran.document


def row(case: Case, place: Path, own: int) -> str:
    """One line of the table; `own` is what wslmem itself holds beside a command."""
    bare = run(case, place, watched=False)
    if bare.code != 0:
        print(f"{case.name}: does not build here: {(bare.stderr or bare.stdout)[-300:].decode()}", file=sys.stderr)
        return f"| {case.name} | does not build here | | | | | |"
    whole = run(case, place)
    peak = int(str(told(whole)["peak"]))
    around = whole.kernel_peak - own
    equal = same(bare.stdout, whole.stdout) and same(bare.stderr, whole.stderr)
    limit = max(LEAST, peak // 2 // MIB * MIB)
    killed = run(case, place, f"--memory={limit}", "--jobs=keep", "--time-limit=240")
    verdict = told(killed)["verdict"]
    ending = verdict["ending"] if isinstance(verdict, dict) else "none"
    return (
        f"| {case.name} | {whole.code} | {'as without' if equal else 'other'} | {peak / MIB:.0f} | "
        f"{around / MIB:.0f} ({peak / around - 1:+.1%}) | {limit / MIB:.0f} | {killed.code} | {ending}"
        f"{' (proven)' if isinstance(verdict, dict) and verdict['proven'] else ''} |"
    )


def main() -> None:
    unwind_on_signals()
    place = Path.home() / ".cache" / "wslmem-lab" / "real-tools"
    real_projects.prepare(place)
    wanted = sys.argv[1:]
    idle = Case("", ("sleep", "2"), lambda _: None, "sleep")
    own = run(idle, place).kernel_peak
    print(f"wslmem itself, beside a command: {own / MIB:.1f} MiB; it is taken off the group around", file=sys.stderr)
    print("| tool | exit | output | peak, MiB | memory.stat, MiB | limit, MiB | exit | verdict |")
    print("|---|---:|---|---:|---:|---:|---:|---|", flush=True)
    for case in cases():
        if wanted and case.name not in wanted:
            continue
        if shutil.which(case.needs) is None:
            print(f"{case.name}: {case.needs} is not installed", file=sys.stderr)
            continue
        print(row(case, place, own), flush=True)


if __name__ == "__main__":
    main()
