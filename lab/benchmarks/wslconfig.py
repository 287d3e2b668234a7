"""Read and edit .wslconfig files of 1 KB to 30 MB with wslmem, crudini and `git config`, in one run.

Each tool sets wsl2.memory in the same file, each time in a fresh process and on a fresh copy; the best of the runs
counts, in seconds of processor time, because the machine may be shared.
Then the hard cases: a million lines, a line of 100 MB, 100 MB of noise, read by wslmem alone.

Usage: python -m lab.benchmarks.wslconfig [--runs N]   (prints Markdown)
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

SIZES = {"1 KB": 1_000, "1 MB": 1_000_000, "30 MB": 30_000_000}
SLOW = 5_000_000
"""Bytes from which one run must do."""
LIMIT = 900
"""Seconds after which a tool is given up."""

EDIT = """
import pathlib, sys
from wslmem.wslconfig.document import read
from wslmem.wslconfig.edits import plan
path = pathlib.Path(sys.argv[1])
path.write_bytes(plan(read(path.read_bytes()), [("wsl2.memory", "8GB")]).after)
"""
HARD = """
import pathlib, resource, sys, time
from wslmem.wslconfig.document import read
data = eval(sys.argv[1])
start = time.process_time()
document = read(data)
print(len(data), time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
CASES = {
    "a million settings": 'b"[wsl2]\\n" + b"memory=8GB\\n" * 10**6',
    "a million unknown keys": 'b"[wsl2]\\n" + b"foo=1\\n" * 10**6',
    "a million invalid lines": 'b"[wsl2]\\n" + b"; comment?\\n" * 10**6',
    "a million comments": 'b"[wsl2]\\n" + b"# comment\\n" * 10**6',
    "one line of 100 MB": 'b"[wsl2]\\nmemory=" + b"x" * 10**8',
    "one line of 20 MB, all quotes": 'b"[wsl2]\\nkernel=" + b\'"a"\' * (2 * 10**7 // 3)',
    "100 MB of NULs and bytes that are no UTF-8": 'b"\\xff\\0x" * (10**8 // 3)',
    "100 MB of backslashes": 'b"[wsl2]\\nkernel=" + b"\\\\" * 10**8',
}


def main() -> None:
    """Print two tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="of each tool on each file below 5 MB")
    runs = parser.parse_args().runs
    print("| file | wslmem | crudini | git config | crudini / wslmem | git config / wslmem |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, size in SIZES.items():
            print(compared(name, Path(folder), sample(size), 1 if size >= SLOW else runs), flush=True)
    print("\n| case | bytes | read, s | peak memory, MB |\n|---|---|---|---|")
    for name, expression in CASES.items():
        print(hard(name, expression), flush=True)


def sample(size: int) -> bytes:
    """A file that all three tools accept: one [wsl2] section, then sections with comments and settings."""
    parts, length, number = [b"# my machine\n[wsl2]\nmemory = 4GB\nswap = 0\n"], 0, 0
    while length < size:
        number += 1
        block = b"\n# settings of tool %d, see its manual\n[tool%d]\npath = /opt/tool%d/bin\nlevel = %d\n" % (
            (number,) * 4
        )
        parts.append(block)
        length += len(block)
    return b"".join(parts)


def compared(name: str, folder: Path, data: bytes, runs: int) -> str:
    """One row: the three tools on one file."""
    ours = best(folder, data, runs, lambda path: [sys.executable, "-c", EDIT, path])
    crudini = best(folder, data, runs, lambda path: [shutil.which("crudini"), "--set", path, "wsl2", "memory", "8GB"])
    git = best(folder, data, runs, lambda path: [shutil.which("git"), "config", "-f", path, "wsl2.memory", "8GB"])
    return f"| {name} | {shown(ours)} | {shown(crudini)} | {shown(git)} | {ratio(crudini, ours)} | {ratio(git, ours)} |"


def best(folder: Path, data: bytes, runs: int, command: Callable[[str], list[str | None]]) -> float | None:
    """Seconds of the fastest run; None where the tool fails or takes too long."""
    times = []
    for _ in range(runs):
        path = folder / "wslconfig"
        path.write_bytes(data)
        argv = [part for part in command(str(path)) if part is not None]
        start = processor_time()
        try:
            subprocess.run(argv, check=True, timeout=LIMIT, capture_output=True)
        except (subprocess.SubprocessError, OSError):
            return None
        times.append(processor_time() - start)
        if b"8GB" not in path.read_bytes()[:200]:
            return None
    return min(times)


def processor_time() -> float:
    """Seconds that the processes started and ended so far have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def hard(name: str, expression: str) -> str:
    """One row of the hard cases."""
    run = subprocess.run([sys.executable, "-c", HARD, expression], check=True, capture_output=True, text=True)
    size, seconds, memory = run.stdout.split()
    return f"| {name} | {int(size):,} | {float(seconds):.2f} | {int(memory) // 1024} |"


def shown(seconds: float | None) -> str:
    return "failed" if seconds is None else f"{seconds:.3f} s"


def ratio(other: float | None, ours: float | None) -> str:
    return "-" if other is None or not ours else f"{other / ours:.2f}"


if __name__ == "__main__":
    main()
