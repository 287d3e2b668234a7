"""A fleet whose computers are called what no report should obey."""

from __future__ import annotations

from wslmem.report.fleet.summary import Fleet, Skipped, summary
from wslmem.sizing.fleet import Computer, ConfigFile, Remark, Rollout, Version
from wslmem.sizing.host import HostMemory
from wslmem.sizing.measured_run import MeasuredBuild
from wslmem.sizing.policy import Policy
from wslmem.sizing.vm import other_processes
from wslmem.text import Text
from wslmem.units import GIB, Bytes
from wslmem.wslconfig.effective import Effective, EffectiveValue

HOSTILE = "<script>alert(1)</script>|`=cmd()`\x1b[31m\u202e@all"


def computer(number):
    """One of many; every third has a line that WSL ignores, every fifth is told nothing of its RAM."""
    limit = EffectiveValue((4 + number % 3 * 4) * GIB, "file")
    build = MeasuredBuild(
        command=HOSTILE, folder="/home/a/app", peaks=(Bytes(4 * GIB + number),), jobs=None, killed=0, last="2026"
    )
    return Computer(
        computer=f"PC{number}{HOSTILE}", taken="2026-11-28T08:00:00Z", wslmem="0.1.0",
        host=None if number % 5 == 0 else HostMemory(Bytes(16 * GIB), Bytes(8 * GIB), 8, "windows"),
        wsl=Version("2.6.1"), file=ConfigFile(path="x", exists=True, settings={}),
        effective=Effective(limit, EffectiveValue(0, "file"), EffectiveValue(8, "default")), pending="restart-needed",
        findings=(Remark(rule="size-lower-case", line=2, severity="error", text=HOSTILE),) if number % 3 == 0 else (),
        builds=(build,) if number % 2 else (), other_processes=other_processes(None),
    )  # fmt: skip


def made() -> Fleet:
    """300 computers and a file that is none."""
    skipped = (Skipped(HOSTILE, Text("not JSON: {why}", why=HOSTILE)),)
    many = tuple(computer(number) for number in range(300))
    return summary(many, Rollout(policy=Policy(at_least=Bytes(6 * GIB))), skipped=skipped, files=301)
