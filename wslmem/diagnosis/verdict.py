"""What ended a build, with the evidence quoted."""

from __future__ import annotations

from enum import StrEnum

from wslmem.records import record


class Ending(StrEnum):
    """How a build ended; each but `OK` needs its own evidence."""

    OK = "ok"
    OOM = "oom"
    """The kernel's out-of-memory killer took a process of the build."""
    OOM_ELSEWHERE = "oom-elsewhere"
    """It took somebody else's process meanwhile."""
    STALLED_BY_MEMORY = "stalled-by-memory"
    """Stopped by the watchdog: no progress, the pages of its own programs read over and over."""
    SWAP_THRASH = "swap-thrash"
    GO_CANNOT_ALLOCATE = "go-cannot-allocate"
    KILLED_UNKNOWN = "killed-unknown"
    """Ended by SIGKILL; who sent it is not proven."""
    BUILD_ERROR = "build-error"
    DISTRO_GONE = "distro-gone"
    VM_GONE = "vm-gone"
    INTERRUPTED = "interrupted"


@record
class Evidence:
    """A quoted witness."""

    source: str
    """`kernel`, `build output`, `vmstat`, `cgroup`, `exit status`, `samples`."""
    text: str
    """The line, or the figures, as found."""


@record
class Verdict:
    """What is known about the end of one build."""

    ending: Ending
    proven: bool
    """False where a second witness is missing: then `headline` says "likely" and `next_step` how to prove it."""
    headline: str
    """One sentence for a person."""
    evidence: tuple[Evidence, ...] = ()
    victim: str | None = None
    """Name of the killed process (`compile`, `link`), as far as known."""
    package: str | None = None
    """Import path that was being compiled or linked."""
    next_step: str = ""
