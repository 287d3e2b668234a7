"""How long programs take to start and end: each in turn, round after round, so that all meet the same machine.

    python -m lab.benchmarks.start_time ROUNDS PROGRAM [PROGRAM ...]

Each is run as `PROGRAM --version` with pipes for its streams; the first round, which warms caches, does not count.
"""

from __future__ import annotations

import subprocess
import sys
import time
from statistics import median


def main(rounds: int, programs: list[str]) -> None:
    """Print the median and the range of each."""
    taken: dict[str, list[float]] = {program: [] for program in programs}
    for _ in range(rounds + 1):
        for program, times in taken.items():
            began = time.perf_counter()
            subprocess.run([program, "--version"], input=b"", capture_output=True, check=True)
            times.append(time.perf_counter() - began)
    for program, (_, *times) in taken.items():
        print(f"{median(times) * 1000:6.0f} ms ({min(times) * 1000:.0f}-{max(times) * 1000:.0f})  {program}")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
