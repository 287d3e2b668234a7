"""What the guest's sampler costs over a build of many processes, beside that of an earlier revision: prints a table.

    python -m lab.benchmarks.many_processes [REVISION] [PROCESSES]

Both read the same processes of this machine in turns, A B B A, each for twenty seconds: most of them rest, as jobs that
wait for others do; every twentieth takes a little more memory all the time. Counted is the processor time of the shell
that sets the pace and of awk, all they start included. Needs a clone with its history.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from lab.generate.generator import ROOT

BEFORE = "4adcdbed~1"
"""The last revision whose sampler read every process of the build at each reading."""
AWK = "wslmem/machine/guest/tree.awk"
GROWING = 20
"""One of so many grows."""
SPAN = 20
"""Seconds of one leg."""
CROWD = """
import os, sys, time
for number in range(1, int(sys.argv[1])):
    if os.fork() == 0:
        if number % int(sys.argv[2]):
            os.execv("/bin/sleep", ["sleep", "3600"])
        held = []
        while True:
            time.sleep(0.1)
            held.append(bytearray(64 << 10))
time.sleep(3600)
"""
TICK = """
while echo /proc/[0-9]* && [ ! -e "$1/over" ]; do
    pace=0.1
    if [ -e "$1/pace" ]; then read -r pace <"$1/pace"; fi
    sleep "$pace"
done
"""
"""What sets the pace, as in build.sh."""


def program(revision: str | None) -> str:
    """The awk of a revision, or the one that is here."""
    if revision is None:
        return (ROOT / AWK).read_text()
    shown = ["git", "show", f"{revision}:{AWK}"]
    return subprocess.run(shown, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def leg(awk: str, leader: int) -> tuple[float, int, int]:
    """Processor seconds of `SPAN` seconds of sampling; how many readings, and the processes in the last of them."""
    with tempfile.TemporaryDirectory() as folder:
        values = {"proc": "/proc", "leader": leader, "run": folder, "limit": 9999, "interval": 0.1, "pressure": 101,
                  "page": resource.getpagesize(), "hz": os.sysconf("SC_CLK_TCK")}  # fmt: skip
        assigned = [word for name, value in values.items() for word in ("-v", f"{name}={value}")]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        interactive = ["-W", "interactive"] if _is_mawk() else []
        with subprocess.Popen(["/bin/sh", "-c", TICK, "sh", folder], stdout=subprocess.PIPE) as ticking:
            reading = subprocess.Popen(
                ["awk", *interactive, *assigned, awk], stdin=ticking.stdout, stdout=subprocess.PIPE, text=True
            )
            time.sleep(SPAN)
            Path(folder, "over").touch()
            told, _ = reading.communicate()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    samples = [line.split() for line in told.splitlines() if line.startswith("S ")]
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent, len(samples), int(samples[-1][6])


def _is_mawk() -> bool:
    told = subprocess.run(["awk", "-W", "version"], capture_output=True, check=False, stdin=subprocess.DEVNULL)
    return b"mawk" in told.stdout + told.stderr


def main() -> None:
    revision = sys.argv[1] if len(sys.argv) > 1 else BEFORE
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 500  # noqa: PLR2004 - the second word
    crowd = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", CROWD, str(count), str(GROWING)], start_new_session=True
    )
    programs = {f"before ({revision})": program(revision), "now": program(None)}
    try:
        time.sleep(2)
        names = list(programs)
        legs = [(name, *leg(programs[name], crowd.pid)) for name in (*names, *reversed(names))]
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(crowd.pid, signal.SIGKILL)
        crowd.wait()
    print(f"| sampler, {count} processes | readings | processor time, s | ms a reading |")
    print("|---|---:|---:|---:|")
    cost = {}
    for name in programs:
        spent = sum(seconds for which, seconds, _, _ in legs if which == name)
        readings = sum(samples for which, _, samples, _ in legs if which == name)
        cost[name] = spent / readings
        print(f"| {name} | {readings} | {spent:.2f} | {spent / readings * 1000:.2f} |")
    print(
        f"\nnow / before: {cost['now'] / cost[names[0]]:.2f}; processes seen: {', '.join(str(one[3]) for one in legs)}"
    )


if __name__ == "__main__":
    main()
