"""Print how fast `wslmem explain` reads: base64 source maps, and a large log of CI beside `grep` and another build.

    python -m lab.benchmarks.explain [--size MIB] [--before PATH_OF_A_WSLMEM] [--log FILE] [--runs N]

`--before` names the wslmem of an older version to compare with. Each figure is the processor time of
a whole process, the least of `--runs`, so that what else the machine does weighs little; memory is its peak.
Both programs are compiled beforehand, as an installer does, into a folder that is thrown away. The last log is the
dear one: 1 and 15 MB of lines that all tell something, no two the same; that has to stay linear, in the same memory.
"""

from __future__ import annotations

import argparse
import base64
import multiprocessing
import os
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

WORDS = [
    "building",
    "package",
    "compile",
    "test",
    "module",
    "downloading",
    "step",
    "checkout",
    "cached",
    "info",
    "layer",
    "sha256",
    "elapsed",
    "request",
    "handler",
    "service",
    "config",
    "resolving",
    "dependency",
    "bundle",
    "assets",
    "created",
    "with",
    "modules",
    "vendor",
    "graph",
    "store",
    "plugin",
    "loader",
    "worker",
    "stream",
    "buffer",
    "parser",
    "router",
    "client",
    "session",
    "token",
]
RARE = [
    "internal/worker: warning: unused result, 0 errors",
    "memory usage 512 MB",
    "PASS  src/errorBoundary.test.ts (12.1 s)",
    "retrying request after timeout",
    "Error: process exited, trying again",
    "killed stale cache entry",
]
"""What looks like something and is nothing, in one line of 400."""
GREP = ("grep", "-c", "-a", "-i", "-E", "kill|memory|oom")
MIB = 1 << 20
LINES = 120_000
"""Lines that are made; a large log repeats them."""


def made(make: Callable[..., None], *arguments: object) -> None:
    """Make a log in another process: a child's peak of memory counts what its parent had when it was started."""
    maker = multiprocessing.Process(target=make, args=arguments)
    maker.start()
    maker.join()


def source_maps(path: Path) -> None:
    """60 lines, 483 KB: what a bundler prints where source maps are inlined."""
    chance = random.Random(19)  # noqa: S311 - a log to read, no secret
    prefix = b"//# sourceMappingURL=data:application/json;base64,"
    path.write_bytes(b"".join(prefix + base64.b64encode(chance.randbytes(6000)) + b"\n" for _ in range(60)))


def ordinary(path: Path, mebibytes: int) -> None:
    """A log of a runner: Go, npm, Docker, CMake and cargo under GitHub's times, and a kill near its end."""
    chance = random.Random(7)  # noqa: S311 - the same
    block = b"".join(_line(chance, number) for number in range(LINES))
    with path.open("wb") as log:
        for _ in range(max(1, mebibytes * MIB // len(block))):
            log.write(block)
        log.write(
            b"2026-06-20T17:59:59.1234567Z example.com/app: "
            b"/usr/local/go/pkg/tool/linux_amd64/compile: signal: killed\n"
        )
        log.write(b"2026-06-20T17:59:59.9234567Z ##[error]Process completed with exit code 1.\n")


def _line(chance: random.Random, number: int) -> bytes:
    one, two = chance.choices(WORDS, k=2)
    path, figure = "/".join(chance.choices(WORDS, k=3)), chance.randrange(900)
    said = chance.choice(RARE) if chance.random() < 1 / 400 else chance.choice(
        [
            f"go: downloading github.com/{one}/{two} v1.{figure % 40}.{figure % 9}",
            f"ok  \texample.com/app/{path}\t{figure / 100:.3f}s\tcoverage: {figure / 9:.1f}% of statements",
            f"=== RUN   Test{one.title()}/{two}_{figure}",
            f"    --- PASS: Test{one.title()}/{two} ({figure / 100:.2f}s)",
            f"npm http fetch GET 200 https://registry.npmjs.org/{one} {figure}ms (cache miss)",
            f"npm warn deprecated {one}@{figure % 9}.0.1: use {two} instead",
            f"#{figure % 30} {figure}.123 Get:{figure} http://deb.debian.org/debian stable/main amd64 {one} [{figure}]",
            f"#{figure % 30} sha256:{chance.getrandbits(256):064x} {figure / 10:.2f}MB / 90.00MB {figure / 100:.1f}s",
            f"   Compiling {one}-{two} v0.{figure % 40}.{figure % 9}",
            f"[{figure}/900] Building CXX object {path}/CMakeFiles/{one}.dir/{two}.cc.o",
            f"INFO {' '.join(chance.choices(WORDS, k=chance.randrange(3, 14)))}",
        ]
    )  # fmt: skip
    stamp = f"2026-06-20T17:{number // 6000 % 60:02d}:{number // 100 % 60:02d}.{chance.randrange(10**7):07d}Z"
    return f"{stamp} {said}\n".encode()


def varied(path: Path, mebibytes: int) -> None:
    """Lines that are all worth to be read, each another one."""
    chance = random.Random(3)  # noqa: S311 - the same
    told: list[bytes] = []
    size = 0
    while size < mebibytes * MIB:
        one, two, figure = chance.getrandbits(40), chance.getrandbits(30), chance.randrange(140)
        said = chance.choice(
            [
                f"src/{one:x}.c:{figure}: error: use of undeclared identifier 'v{two}'",
                f"worker {one} killed after {two} ms",
                f"cannot allocate memory for {one}",
                f"make[{figure % 9}]: *** [Makefile:{figure}: t{two}] Error {figure}",
                f"{one} timeout waiting for daemon {two:x}",
                f"{one:x} " * (figure // 4),
            ]
        )
        told.append(f"{said}\n".encode())
        size += len(told[-1])
    path.write_bytes(b"".join(told))


def seconds(runs: int, *command: str, compiled: Path) -> tuple[float, int]:
    """The least processor time of some runs, and the highest peak of memory in KiB.

    Python's compiled files are kept in `compiled`.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPYCACHEPREFIX": str(compiled)}
    best, peak = float("inf"), 0
    for _ in range(runs):
        # Into a file: where nobody listens, grep ends with the first line that fits.
        with (
            tempfile.TemporaryFile() as told,
            subprocess.Popen(command, stdout=told, env=environment) as process,
        ):
            _, _, used = os_wait(process)
        best, peak = min(best, used.ru_utime + used.ru_stime), max(peak, used.ru_maxrss)
    return best, peak


def os_wait(process: subprocess.Popen[bytes]) -> tuple[int, int, resource.struct_rusage]:
    """Wait for `process`: its number, its exit code, what it used."""
    pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return pid, process.returncode, used


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1024, metavar="MIB")
    parser.add_argument("--before", metavar="WSLMEM")
    parser.add_argument("--log", type=Path, help="an own log instead of the made one")
    parser.add_argument("--runs", type=int, default=3, metavar="N")
    options = parser.parse_args()
    now = str(Path(sys.executable).with_name("wslmem"))
    programs = {"now": now} | ({"before": options.before} if options.before else {})
    with tempfile.TemporaryDirectory() as folder:
        spent = partial(seconds, compiled=Path(folder, "compiled"))
        maps, log = Path(folder, "maps.log"), options.log or Path(folder, "ci.log")
        made(source_maps, maps)
        if options.log is None:
            made(ordinary, log, options.size)
        grep, _ = spent(options.runs, *GREP, str(log))
        print(f"grep on {log.stat().st_size / MIB:.0f} MiB: {grep:.2f} s")
        times = {}
        for name, program in programs.items():
            spent(1, program, "explain", str(maps))  # compiles
            times[name, "maps"], small = spent(options.runs, program, "explain", str(maps))
            times[name, "log"], large = spent(options.runs, program, "explain", str(log))
            print(f"{name}: source maps {times[name, 'maps']:.3f} s, log {times[name, 'log']:.2f} s "
                  f"({times[name, 'log'] / grep:.2f} of grep), peak {small} and {large} KiB")  # fmt: skip
        if options.before:
            for what in ("maps", "log"):
                print(f"{what}: {times['before', what] / times['now', what]:.1f} times faster")
        for mebibytes in (1, 15):
            made(varied, maps, mebibytes)
            used, peak = spent(1, now, "explain", str(maps))
            print(f"now: {mebibytes} MiB that all tell something {used:.2f} s, peak {peak} KiB")


if __name__ == "__main__":
    main()
