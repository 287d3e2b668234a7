"""Parts of logs, each with what it means: shells, kernels, who records; `made_tools` has the tools.

What is made of them is right by construction.

Words: `docs/what-builds-say.md` and the programs' own sources; kernels: mm/oom_kill.c and mm/memcontrol.c.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from wslmem.diagnosis import reading

TONGUES = json.loads(Path(reading.__file__).with_name("tongues.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Shell:
    """What a shell says of a job that was killed."""

    name: str
    line: Callable[[int, str, str], str]
    """Number of the process, the word for Killed, the command."""


SHELLS = (
    Shell("none", lambda _pid, _word, _command: ""),
    Shell("bash", lambda pid, word, command: f"./build.sh: line 12: {pid} {word}                {command}"),
    Shell("bash job", lambda pid, word, command: f"[1]+  {pid} {word}                {command}"),
    Shell("dash", lambda _pid, word, _command: word),
    Shell("zsh", lambda pid, _word, command: f"[1]    {pid} killed     {command}"),
    Shell("fish", lambda _pid, _word, command: f"fish: Job 1, '{command}' terminated by signal SIGKILL (Forced quit)"),
)


@dataclass(frozen=True)
class Kill:
    """One kill of the kernel."""

    name: str
    pid: int
    rss: int
    """kB."""
    group: str | None
    """None for the whole machine."""


def kernel_3_10(kill: Kill) -> tuple[str, ...]:
    yields = [f"{kill.name} invoked oom-killer: gfp_mask=0x201da, order=0, oom_score_adj=0"]
    if kill.group:
        yields += [
            f"Task in {kill.group}/x killed as a result of limit of {kill.group}",
            f"memory: usage {kill.rss}kB, limit {kill.rss}kB, failcnt 51",
            f"Memory cgroup out of memory: Kill process {kill.pid} ({kill.name}) score 1061 or sacrifice child",
        ]
    else:
        yields.append(f"Out of memory: Kill process {kill.pid} ({kill.name}) score 789 or sacrifice child")
    yields.append(
        f"Killed process {kill.pid} ({kill.name}) total-vm:{kill.rss * 2}kB, anon-rss:{kill.rss}kB, file-rss:0kB"
    )
    return tuple(yields)


def kernel_4_19(kill: Kill) -> tuple[str, ...]:
    return (*kernel_3_10(kill)[:-1], (f"Killed process {kill.pid} ({kill.name}) total-vm:{kill.rss * 2}kB, "
            f"anon-rss:{kill.rss}kB, file-rss:0kB, shmem-rss:0kB"))  # fmt: skip


def kernel_5(kill: Kill) -> tuple[str, ...]:
    constraint = (
        f"CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg={kill.group},task_memcg={kill.group}/x"
    )
    whole = "CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/user.slice"
    how = "Memory cgroup out of memory" if kill.group else "Out of memory"
    return (
        f"{kill.name} invoked oom-killer: gfp_mask=0x100cca(GFP_HIGHUSER_MOVABLE), order=0, oom_score_adj=0",
        "Tasks state (memory values in pages):",
        "[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name",
        (
            f"[  {kill.pid:5d}]  1000 {kill.pid:5d} {kill.rss // 2:8d} {kill.rss // 4:8d}    "
            f"98304        0             0 {kill.name}"
        ),
        f"oom-kill:constraint={constraint if kill.group else whole},task={kill.name},pid={kill.pid},uid=1000",
        (
            f"{how}: Killed process {kill.pid} ({kill.name}) total-vm:{kill.rss * 2}kB, "
            f"anon-rss:{kill.rss}kB, file-rss:0kB, "
            f"shmem-rss:0kB, UID:1000 pgtables:15081kB oom_score_adj:0"
        ),
    )


KERNELS = {"3.10": kernel_3_10, "4.19": kernel_4_19, "5.15": kernel_5, "6.6": kernel_5, "6.18": kernel_5}
STAMPS: dict[str, Callable[[int, str], str]] = {
    "dmesg": lambda n, line: f"[{3900 + n:5d}.{n % 1000:03d}715] {line}",
    "dmesg -T": lambda n, line: f"[Sat Jun 20 17:{n % 60:02d}:11 2026] {line}",
    "journal": lambda n, line: f"Jun 20 17:{n % 60:02d}:11 wsl kernel: {line}",
    "none": lambda _, line: line,
}
RECORDERS: dict[str, Callable[[int, str], str]] = {
    "docker's log file": lambda n, line: json.dumps(
        {"log": f"{line}\n", "stream": "stderr", "time": f"2026-06-20T17:{n // 60 % 60:02d}:{n % 60:02d}.1Z"}
    ),
    "journal -o json": lambda _, line: json.dumps({"SYSLOG_IDENTIFIER": "ci", "PRIORITY": "6", "MESSAGE": line}),
    "container runtime": lambda n, line: f"2026-06-20T17:{n // 60 % 60:02d}:{n % 60:02d}.123456789Z stderr F {line}",
    "buildkit's tail": lambda _, line: f" => => # {line}",
    "cat -n": lambda n, line: f"{n + 1:6d}\t{line}",
    "grep -n": lambda n, line: f"build.log:{n + 1}:{line}",
    "concurrently": lambda _, line: f"[0] {line}",
    "pnpm -r": lambda _, line: f"packages/web build: {line}",
    "a box": lambda _, line: f"│ {line}",
    "a bar": lambda _, line: f"| {line}",
}
"""Who recorded the log, beside the forms of `wrappings`."""
STALE = (
    "[Mon Jun  8 09:14:55 2026] Out of memory: Killed process 3120 (chrome) total-vm:9264756kB, anon-rss:2412416kB, "
    "file-rss:0kB, shmem-rss:0kB, UID:1000 pgtables:9404kB oom_score_adj:300"
)
