"""What ended a build, with the evidence quoted."""

from __future__ import annotations

from enum import StrEnum

from wslmem.records import record
from wslmem.text import Text, verbatim
from wslmem.units import Bytes

NOTHING = verbatim("")


class Ending(StrEnum):
    """How a build ended; each but `OK` and `UNKNOWN` needs its own evidence."""

    OK = "ok"
    """Benchmarks only: a log alone never proves that a build succeeded."""
    OOM = "oom"
    """The kernel's OOM killer killed a process of the build because the whole VM was out of memory."""
    OOM_ELSEWHERE = "oom-elsewhere"
    """It killed a process that is not of the build."""
    CONTAINER_LIMIT = "container-limit"
    """A group of processes (a container, a systemd unit) reached a limit of its own; memory= does not change it."""
    KILLED_BY_DAEMON = "killed-by-daemon"
    """systemd-oomd, earlyoom, nohang: a program that kills before the kernel does."""
    TIME_LIMIT = "time-limit"
    TERMINATED = "terminated"
    """Asked to end: SIGTERM, Ctrl-C, a runner that goes down."""
    KILLED_UNKNOWN = "killed-unknown"
    """Ended by SIGKILL; who sent it is not proven."""
    MEMORY_REFUSED = "memory-refused"
    """A program asked for memory, was refused, and gave up by itself."""
    OWN_HEAP_LIMIT = "own-heap-limit"
    """A program reached the heap limit that it was started with (Node, Java)."""
    LIMIT = "limit"
    """Another limit by name: processes, open files, address space, file size, what a linker can address."""
    DISK_FULL = "disk-full"
    VM_GONE = "vm-gone"
    DISTRO_GONE = "distro-gone"
    """Benchmarks only: the distribution ended, its VM runs on."""
    WSL_ERROR = "wsl-error"
    KERNEL_FAULT = "kernel-fault"
    SERVER_GONE = "server-gone"
    """A build server, a runner or a connection ended without saying why."""
    BUILD_ERROR = "build-error"
    STALLED_BY_MEMORY = "stalled-by-memory"
    """Stopped by the watchdog of a benchmark, or of a run with a limit: no progress, its own programs' pages reread."""
    SWAP_THRASH = "swap-thrash"
    INTERRUPTED = "interrupted"
    UNKNOWN = "unknown"
    """Nothing says why, or nothing failed."""

    @classmethod
    def _missing_(cls, value: object) -> Ending | None:
        # What benchmarks saved before 2026-12 call it.
        return cls.MEMORY_REFUSED if value == "go-cannot-allocate" else None


OWN_FAULTS = frozenset({Ending.BUILD_ERROR, Ending.LIMIT, Ending.DISK_FULL, Ending.OWN_HEAP_LIMIT})
"""Endings of a build that fails whatever memory the VM has."""


@record
class Evidence:
    """A quoted witness."""

    source: str
    """`kernel`, `systemd`, `build output`, `vmstat`, `cgroup`, `exit status`, `samples`, `watchdog`, `windows`, ..."""
    text: str
    """The line, or the figures, as found."""


@record
class FamilyMemory:
    """What one kind of programs held when the kernel killed."""

    family: str
    """`compile/link`, `language-server`, `agent`, `node`, `java`, `python`, `docker`, `database`, `tmpfs`,
    `rest`."""
    rss: Bytes
    processes: int
    largest: str
    """Name of the program of this kind that held most."""


@record
class Verdict:
    """What is known about the end of one build."""

    ending: Ending
    proven: bool
    """False where a second witness is missing: then `prove` says how to get it."""
    headline: Text
    """One or two sentences for a person; how certain they are, a face says before them."""
    evidence: tuple[Evidence, ...] = ()
    """The line that the headline rests on first."""
    victim: str | None = None
    """Name of the killed process (`compile`, `ld`), as far as somebody named it."""
    victim_rss: Bytes | None = None
    """What it held in memory when it was killed."""
    limit: str | None = None
    """`vm`, the path of a cgroup, or the name of the limit; None where unknown."""
    sender: str | None = None
    """Who sent the signal: `kernel`, `systemd-oomd`, `earlyoom`, `timeout`, `runner`, ..."""
    package: str | None = None
    """What was being built: import path, crate, target."""
    packages: tuple[str, ...] = ()
    """All of them, where several processes were killed."""
    likely: Ending | None = None
    """What an ending that is not proven most likely was: `oom` of a `killed-unknown`."""
    origin: str = "unknown"
    """Where the log is from: `wsl`, `linux`, `container`, `kubernetes`, `github`, `gitlab`, `azure`, `jenkins`."""
    killed_at: str | None = None
    """When, as far as the log says, by its own clock: `2026-10-11T10:02:03`, without a year `--10-11T10:02:03`."""
    memory_by_family: tuple[FamilyMemory, ...] = ()
    """From the kernel's table of tasks, largest first."""
    also: tuple[Text, ...] = ()
    """What is true besides, one sentence each."""
    prove: Text = NOTHING
    """How to prove what is not proven, as a command that works where the log is from."""
    next_step: Text = NOTHING
    """What to do; several steps are lines."""
