"""Print how fast `wslmem explain` reads: base64 source maps, and a large log of CI beside `grep` and another build.

    python -m lab.benchmarks.explain [--size MIB] [--before PATH_OF_A_WSLMEM] [--log FILE]

`--before` names the wslmem of an older version to compare with. Each figure is the best of three runs of a whole
process, so that what else the machine does weighs little; memory is the peak of the process.
"""

from __future__ import annotations

import argparse
import base64
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WORDS = [
    "building",
    "package",
    "compile",
    "test",
    "ok",
    "example.com/app/internal",
    "module",
    "downloading",
    "step",
    "run",
    "checkout",
    "cached",
    "info",
    "debug",
    "layer",
    "sha256",
    "pass",
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
]
GREP = ("grep", "-c", "-a", "-i", "-E", "kill|memory|oom")
MIB = 1 << 20
RUNS = 3


def source_maps() -> bytes:
    """60 lines, 483 KB: what a bundler prints where source maps are inlined."""
    chance = random.Random(19)  # noqa: S311 - a log to read, no secret
    prefix = b"//# sourceMappingURL=data:application/json;base64,"
    return b"".join(prefix + base64.b64encode(chance.randbytes(6000)) + b"\n" for _ in range(60))


def ordinary(path: Path, mebibytes: int) -> None:
    """A log of a runner: times, words, paths, an error and a mention of memory now and then, a kill near its end."""
    chance = random.Random(7)  # noqa: S311 - the same
    block = b"".join(_line(chance, number) for number in range(20_000))
    with path.open("wb") as log:
        for _ in range(mebibytes * MIB // len(block)):
            log.write(block)
        log.write(
            b"2026-06-20T17:59:59.1234567Z example.com/app: "
            b"/usr/local/go/pkg/tool/linux_amd64/compile: signal: killed\n"
        )
        log.write(b"2026-06-20T17:59:59.9234567Z ##[error]Process completed with exit code 1.\n")


def _line(chance: random.Random, number: int) -> bytes:
    words = chance.choices(WORDS, k=chance.randrange(3, 14))
    if number % 2000 == 0:
        words.append("warning: deprecated, 0 errors")
    if number % 5000 == 0:
        words.append("memory usage 512 MB")
    stamp = f"2026-06-20T17:{number // 60 % 60:02d}:{number % 60:02d}.{chance.randrange(10**7):07d}Z"
    return f"{stamp} {' '.join(words)}\n".encode()


def seconds(*command: str) -> tuple[float, int]:
    """The best time of three runs, and the highest peak of memory in KiB."""
    best, peak = float("inf"), 0
    for _ in range(RUNS):
        start = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            _, _, used = os_wait(process)
        best, peak = min(best, time.perf_counter() - start), max(peak, used)
    return best, peak


def os_wait(process: subprocess.Popen[bytes]) -> tuple[int, int, int]:
    """Wait for `process`: its number, its exit code, its peak of memory in KiB."""
    pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return pid, process.returncode, used.ru_maxrss


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1024, metavar="MIB")
    parser.add_argument("--before", metavar="WSLMEM")
    parser.add_argument("--log", type=Path, help="an own log instead of the made one")
    options = parser.parse_args()
    now = str(Path(sys.executable).with_name("wslmem"))
    programs = {"now": now} | ({"before": options.before} if options.before else {})
    with tempfile.TemporaryDirectory() as folder:
        maps, log = Path(folder, "maps.log"), options.log or Path(folder, "ci.log")
        maps.write_bytes(source_maps())
        if options.log is None:
            ordinary(log, options.size)
        grep, _ = seconds(*GREP, str(log))
        print(f"grep on {log.stat().st_size / MIB:.0f} MiB: {grep:.2f} s")
        times = {}
        for name, program in programs.items():
            times[name, "maps"], small = seconds(program, "explain", str(maps))
            times[name, "log"], large = seconds(program, "explain", str(log))
            print(f"{name}: source maps {times[name, 'maps']:.2f} s, log {times[name, 'log']:.2f} s "
                  f"({times[name, 'log'] / grep:.2f} of grep), peak {small} and {large} KiB")  # fmt: skip
        if options.before:
            for what in ("maps", "log"):
                print(f"{what}: {times['before', what] / times['now', what]:.1f} times faster")


if __name__ == "__main__":
    main()
