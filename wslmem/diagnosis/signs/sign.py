"""A typed fact with the line that carries it."""

from __future__ import annotations

from enum import StrEnum, auto

from wslmem.diagnosis.reading.line import Line
from wslmem.records import record
from wslmem.units import Bytes


class Kind(StrEnum):
    """What a line is a witness of."""

    KERNEL_KILL = auto()
    """The kernel names the process that its OOM killer killed."""
    KERNEL_REPORT = auto()
    """The kernel tells of its OOM killer without naming the killed process."""
    UNIT_OOM = auto()
    """systemd says that a unit ended because of the OOM killer, or lists a process of it that was killed."""
    UNIT_STOP = auto()
    """systemd kills what is left of a unit."""
    DAEMON_KILL = auto()
    """systemd-oomd, earlyoom, nohang."""
    CONTAINER_OOM = auto()
    """A container runtime or a runner says that the memory limit was reached."""
    NOT_OOM = auto()
    """A container runtime says that it was not."""
    KILLED = auto()
    """A process ended by signal 9."""
    KILLED_CODE = auto()
    """Somebody tells an exit code that means signal 9."""
    TERMINATED = auto()
    """A process ended by SIGTERM, SIGINT or SIGHUP."""
    STOPPED = auto()
    """A runner, a person or a machine that goes down stopped the build."""
    TIME_LIMIT = auto()
    DEADLINE = auto()
    """A deadline that may be of something small (a request) as well."""
    REFUSED = auto()
    """A program was refused memory."""
    HEAP = auto()
    """A program reached a heap limit of its own."""
    LIMIT = auto()
    DISK = auto()
    READ_ONLY = auto()
    WSL = auto()
    CONSOLE = auto()
    """A terminal says that its process ended with an error."""
    FAULT = auto()
    """The kernel failed."""
    WEAK_FAULT = auto()
    """The kernel tells of a failure that it survives."""
    OWN_KILL = auto()
    """A tool tells that it kills a program that it started itself."""
    SERVER = auto()
    """A build server, an agent or a connection went away."""
    ERROR = auto()
    """An ordinary error of a compiler or a build tool."""
    COMPLAINT = auto()
    """Something is not as a program wants it; the reason only where the build failed and nothing else is told."""
    FAILED = auto()
    """A tool says that something failed, not why."""
    TEST = auto()
    """A test begins, passed or failed: what a test prints that passed is no witness."""
    DONE = auto()
    """A tool says that it succeeded."""
    ORIGIN = auto()
    """Says where the log is from."""
    DATE = auto()
    """Says when it was written."""
    TOOL = auto()
    """Says which tool builds."""
    TMPFS = auto()
    """A file system in memory, or how full one is."""


@record
class Task:
    """One row of the kernel's table of tasks."""

    pid: int
    name: str
    """At most 15 bytes, as the kernel keeps it."""
    rss: Bytes


@record
class OomReport:
    """What the kernel says around one kill."""

    whole: bool | None = None
    """Whether the whole VM was out of memory; False where a group's limit was reached; None where it does not say."""
    group: str | None = None
    """The cgroup whose limit was reached."""
    task_group: str | None = None
    """The cgroup that the killed process was in."""
    allowed: Bytes | None = None
    """The limit that was reached."""
    shared: Bytes | None = None
    """Files in tmpfs and shared memory of the group or of the VM."""
    tasks: tuple[Task, ...] = ()


@record
class Sign:
    """One fact. What a kind does not know stays None or empty."""

    kind: Kind
    line: Line
    who: str
    """Which program says it: `go`, `kernel`, `make`."""
    victim: str | None = None
    """Name of the process, as the line has it."""
    pid: int | None = None
    package: str | None = None
    rss: Bytes | None = None
    job: str = ""
    """The command line that a shell names; the killed process may be a child of it."""
    unit: str | None = None
    """Cgroup or systemd unit."""
    detail: str = ""
    """Of LIMIT its name; of TIME_LIMIT whose; of WSL the code; of DISK the path; ..."""
    report: OomReport | None = None
    """Of KERNEL_KILL and KERNEL_REPORT."""
    rank: int = 0
    """Of ERROR: how much the line says, 3 a place in a file, 2 a named error, 1 only that there was one."""
