"""What `wslmem run` costs: its start, and its share of a build, against `time` and GNU time in one run.

    chrt --fifo 30 python -m lab.benchmarks.run [ROUNDS]

Rounds are interleaved; the minimum of each is compared. The start is the time until the command itself runs, told by
the command; the share is what watching takes of one processor while the command works (user and system time of
everything but the command). Real-time priority, as root, keeps the wait for a processor out of it where others work on
the same machine; what they leave of its caches is not helped, and processor times are then longer as well.
"""

from __future__ import annotations

import compileall
import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

from lab.generate.generator import ROOT

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
    "wslmem run": [str(Path(sys.executable).with_name("wslmem")), "run", "--"],  # as a person types it
}


def start(way: list[str]) -> tuple[float, float, float]:
    """Seconds until the command runs, until all is over, and of processor time for all, the command included."""
    before = _used()
    began = time.monotonic()
    done = subprocess.run([*way, *CLOCK], capture_output=True, text=True, check=True)
    return float(done.stdout) - began, time.monotonic() - began, _used() - before


def spent(argv: list[str]) -> float:
    """Seconds of processor time of `argv` and all it waited for."""
    before = _used()
    subprocess.run(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return _used() - before


def _used() -> float:
    """Seconds of processor time of everything that ended below us."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    os.environ["WSLMEM_STATE"] = "/nonexistent/wslmem"  # histories of this benchmark are nobody's
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed is compiled
    compileall.compile_dir(ROOT / "wslmem", quiet=1)
    seen: dict[str, list[tuple[float, float, float]]] = {name: [] for name in WAYS}
    for _ in range(rounds):
        for name, way in WAYS.items():
            seen[name].append(start(way))
    least = {name: [min(one) * 1000 for one in zip(*times, strict=True)] for name, times in seen.items()}
    first, _, spent_by_bash = least["bash time"]
    print(f"{'ms':<26}{'starts after':>14}{'over bash':>12}{'whole':>12}{'processor':>12}{'over bash':>12}")
    for name, (starts, whole, processor) in least.items():
        over = f"{starts - first:12.1f}{whole:12.1f}{processor:12.1f}{processor - spent_by_bash:12.1f}"
        print(f"{name:<26}{starts:14.1f}{over}")
    alone = min(spent(WORK) for _ in range(2))
    watched = min(spent([*WAYS["wslmem run"], *WORK]) for _ in range(2))
    print(
        f"a command of 10 s that grows by 20 MiB a second: watching takes {(watched - alone) / 10:.2%} of a processor"
    )


if __name__ == "__main__":
    main()
