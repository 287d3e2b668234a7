"""What build tools, shells, containers and kernels print when memory, or a SIGKILL, ends a build.

Each wording is quoted from the program that prints it; where a wording alone proves nothing, its kind says so.
"""

from __future__ import annotations

import re
from enum import StrEnum

from wslmem.records import record


class Kind(StrEnum):
    """What a wording is a witness of."""

    KERNEL_KILL = "kernel-kill"
    """The kernel names the process that its out-of-memory killer took."""
    KERNEL_REPORT = "kernel-report"
    """The kernel tells of the same event without naming the victim plainly."""
    SIGKILL = "sigkill"
    """A process of the build ended by signal 9; who sent it is open."""
    NO_MEMORY = "no-memory"
    """The kernel refused memory to a program, which then gave up by itself."""
    OWN_LIMIT = "own-limit"
    """A program reached a limit of its own (heap of Node or Java), whatever the VM has."""
    CONTAINER_LIMIT = "container-limit"
    """A container runtime says that the container's own memory limit was reached."""
    VM_LOST = "vm-lost"
    """WSL says that its VM or the distribution went away."""
    BUILD_ERROR = "build-error"
    """An ordinary error of a compiler or a build tool."""


@record
class Wording:
    """One line that a program prints."""

    kind: Kind
    program: str
    """Who prints it."""
    pattern: re.Pattern[str]
    """May have the groups `victim` (a process name), `package` (import path, target) and `pid`."""


def _table(*rows: tuple[Kind, str, str]) -> tuple[Wording, ...]:
    return tuple(Wording(kind, program, re.compile(pattern)) for kind, program, pattern in rows)


_TOOL = r"(?P<victim>compile|link|asm|cgo|cover|vet|pack|buildid|covdata)"

WORDINGS = _table(
    # mm/oom_kill.c, __oom_kill_process: one line for the whole VM, one for a cgroup.
    (
        Kind.KERNEL_KILL,
        "kernel",
        r"(?:Memory cgroup out|Out) of memory: Killed process (?P<pid>\d+) \((?P<victim>.*?)\),? (?:total-vm|UID)",
    ),
    (
        Kind.KERNEL_KILL,
        "kernel before 5.0",
        r"Killed process (?P<pid>\d+)(?:, UID \d+,)? \((?P<victim>.*?)\),? total-vm",
    ),
    (Kind.KERNEL_REPORT, "kernel", r"oom-kill:constraint=CONSTRAINT_\w+,.*task=(?P<victim>[^,]*),pid=(?P<pid>\d+)"),
    (Kind.KERNEL_REPORT, "kernel", r"\S+ invoked oom-killer: gfp_mask="),
    (Kind.KERNEL_REPORT, "kernel", r"oom_reaper: reaped process (?P<pid>\d+) \((?P<victim>.*?)\)"),
    (Kind.KERNEL_REPORT, "systemd", r"A process of this unit has been killed by the OOM killer"),
    (Kind.SIGKILL, "systemd-oomd", r"systemd-oomd\S* Killed \S+ due to (?:memory|swap)"),
    (Kind.SIGKILL, "earlyoom", r"sending SIGKILL to process (?P<pid>\d+)"),
    # cmd/go prints `path: tool: signal: killed`; os/exec's ExitError gives the last two words.
    (Kind.SIGKILL, "go", rf"(?:(?P<package>[^\s:]+): )?\S*/{_TOOL}(?:\.exe)?: signal: killed"),
    (Kind.SIGKILL, "go", r"(?:^|[\s:])signal: killed"),
    (Kind.SIGKILL, "gcc", r"fatal error: Killed signal terminated program (?P<victim>\S+)"),
    (Kind.SIGKILL, "gcc before 9", r"internal compiler error: Killed \(program (?P<victim>\S+)\)"),
    (Kind.SIGKILL, "collect2", r"collect2: fatal error: (?P<victim>\S+) terminated with signal 9"),
    (Kind.SIGKILL, "clang", r"clang(?:\+\+)?(?:-\d+)?: error: unable to execute command: Killed"),
    (Kind.SIGKILL, "cargo", r"\(signal: 9, SIGKILL: kill\)"),
    (Kind.SIGKILL, "make", r"make(?:\[\d+\])?: \*\*\* \[(?P<package>.*?)\] Killed"),
    (Kind.SIGKILL, "npm", r"npm ERR! signal SIGKILL|Command failed with signal \"SIGKILL\"|npm error signal SIGKILL"),
    (Kind.SIGKILL, "shell", r"(?:line )?\d+: +\d+ Killed\b|^Killed$"),
    (Kind.SIGKILL, "docker", r"(?:exit code:?|non-zero code:|exited with code) 137\b"),
    (Kind.SIGKILL, "runner", r"(?:[Ee]xit (?:code|status|value):?|[Ee]rror) 137\b"),
    (Kind.SIGKILL, "gradle", r"Gradle build daemon disappeared unexpectedly"),
    # runtime/malloc.go and runtime/mem_linux.go; os/exec when fork fails.
    (Kind.NO_MEMORY, "go", r"fatal error: runtime: (?:cannot allocate memory|out of memory)|^runtime: out of memory"),
    (Kind.NO_MEMORY, "go", r"fatal error: out of memory"),
    (Kind.NO_MEMORY, "go", r"(?:fork/exec|mmap|pipe2)\b.*: cannot allocate memory"),
    (Kind.NO_MEMORY, "gcc", r"(?P<victim>cc1(?:plus)?|as|ld): out of memory allocating \d+ bytes"),
    (Kind.NO_MEMORY, "gcc", r"virtual memory exhausted: Cannot allocate memory"),
    (Kind.NO_MEMORY, "ld", r"(?P<victim>ld)(?:\.\w+)?: final link failed: (?:memory exhausted|Cannot allocate memory)"),
    (Kind.NO_MEMORY, "rust", r"memory allocation of \d+ bytes failed"),
    (Kind.NO_MEMORY, "llvm", r"LLVM ERROR: out of memory"),
    (Kind.NO_MEMORY, "java", r"insufficient memory for the Java Runtime Environment"),
    (Kind.NO_MEMORY, "buildkit", r"ResourceExhausted: .*cannot allocate memory"),
    (Kind.NO_MEMORY, "any", r"Cannot allocate memory|\bENOMEM\b|cannot allocate memory"),
    (Kind.OWN_LIMIT, "node", r"JavaScript heap out of memory|Reached heap limit Allocation failed"),
    (Kind.OWN_LIMIT, "java", r"java\.lang\.OutOfMemoryError"),
    (Kind.CONTAINER_LIMIT, "docker", r"\"?OOMKilled\"?: ?true|Reason: +OOMKilled"),
    (Kind.VM_LOST, "wsl", r"Wsl/Service/(?:E_UNEXPECTED|WSL_E_VM_\w+)|Linux instance has terminated"),
    (Kind.BUILD_ERROR, "go", r"^\S+\.go:\d+(?::\d+)?: |^go: .*|^# [\w./-]+$|no required module provides package"),
    (Kind.BUILD_ERROR, "compiler", r": (?:fatal )?error: |^error(?:\[E\d+\])?: |undefined reference to"),
    (Kind.BUILD_ERROR, "runner", r"(?:[Ee]xit(?:ed with)? (?:code|status):?) [1-9]\d*\b"),
)
"""In the order in which they are tried: the first that fits a line names it."""

HINTS_OF_MEMORY = (
    b"kill", b"memory", b"oom", b"signal 9", b"137", b"daemon", b"enomem", b"terminated", b"limit", b"wsl/",
)  # fmt: skip
"""Lower-case bytes; every line that a wording of memory can fit holds at least one. A cheap look before a dear one."""

HINTS = (*HINTS_OF_MEMORY, b"error", b"exit", b".go:", b"go: ", b"# ", b"undefined", b"no required")
"""The same for all wordings."""
