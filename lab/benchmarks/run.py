"""What `wslmem run` costs: its start, and its share of a build, against `time` and GNU time in one run.

    python -m lab.benchmarks.run [ROUNDS]

Rounds are interleaved; the minimum of each is compared. The start is the time until the command itself runs, told by
the command; the share is what watching takes of one processor while the command works (user and system time of
everything but the command).
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import time

CLOCK = [sys.executable, "-I", "-S", "-c", "import time; print(time.monotonic())"]
GROW = """
import time
end = time.monotonic() + 10
held = []
while time.monotonic() < end:
    held.append(bytearray(1 << 20))
    time.sleep(0.05)
"""
WORK = [sys.executable, "-I", "-S", "-c", GROW]
WAYS = {
    "bash time": ["bash", "-c", 'time "$@"', "bash"],
    "GNU time": [shutil.which("time") or "/usr/bin/time"],
    "python -c pass, then it": [sys.executable, "-c", "import os, sys; os.execvp(sys.argv[1], sys.argv[1:])"],
    "wslmem run": [sys.executable, "-m", "wslmem", "run", "--"],
}


def start(way: list[str]) -> tuple[float, float]:
    """Seconds until the command runs, and until all is over."""
    began = time.monotonic()
    done = subprocess.run([*way, *CLOCK], capture_output=True, text=True, check=True)
    return float(done.stdout) - began, time.monotonic() - began


def spent(argv: list[str]) -> float:
    """Seconds of processor time of `argv` and all it waited for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    os.environ["WSLMEM_STATE"] = "/nonexistent/wslmem"  # histories of this benchmark are nobody's
    seen: dict[str, list[tuple[float, float]]] = {name: [] for name in WAYS}
    for _ in range(rounds):
        for name, way in WAYS.items():
            seen[name].append(start(way))
    base = min(first for first, _ in seen["bash time"])
    print(f"{'':<26}{'starts after':>14}{'over time':>12}{'whole':>12}")
    for name, times in seen.items():
        first, whole = min(one for one, _ in times), min(one for _, one in times)
        print(f"{name:<26}{first * 1000:11.1f} ms{(first - base) * 1000:9.1f} ms{whole * 1000:9.1f} ms")
    alone = min(spent(WORK) for _ in range(2))
    watched = min(spent([*WAYS["wslmem run"], *WORK]) for _ in range(2))
    print(
        f"a command of 10 s that grows by 20 MiB a second: watching takes {(watched - alone) / 10:.2%} of a processor"
    )


if __name__ == "__main__":
    main()
