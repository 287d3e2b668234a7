"""What a command took, and how it ended."""

from __future__ import annotations

from wslmem.diagnosis.verdict import Verdict
from wslmem.records import record
from wslmem.units import Bytes, Seconds

SCHEMA = "wslmem/run/1"


@record(kw_only=True)
class NamedPeak:
    """Programs of one name."""

    name: str
    """At most 15 bytes, as the kernel cuts it."""
    peak: Bytes
    """The most that one process of it held."""


@record(kw_only=True)
class ServerWork:
    """A build server that ran before the command and worked meanwhile: what that held is in no figure of the run."""

    name: str
    """Its program; of one that an interpreter runs, whose server it is: `gradle`."""
    pid: int
    seconds: Seconds
    """Processor time that it took meanwhile, that of its processes included."""


@record(kw_only=True)
class RunDocument:
    """One run of a command, with all that it started."""

    command: tuple[str, ...]
    folder: str
    started: str
    """UTC, ISO 8601."""
    wall: Seconds
    exit_code: int
    """As a shell tells it: 128 and the signal where a signal ended it."""
    peak: Bytes | None
    """Highest sum of anonymous and shared memory; the limit where the kernel killed at it; null where the command ended
    before anybody could look.
    """
    peak_group: Bytes | None
    """The kernel's own mark of the group, page cache included; null without a group."""
    peak_swap: Bytes
    lowest_available: Bytes | None
    """Lowest MemAvailable of the machine meanwhile."""
    total: Bytes
    """MemTotal."""
    limit: Bytes | None
    """What it was contained in."""
    kills: int | None
    """Processes of the command that the kernel killed for want of memory; null without a group."""
    largest: tuple[NamedPeak, ...]
    """Largest first, five at most."""
    jobs: int | None
    """How many jobs at once the tool was told to run; null: nothing was told."""
    verdict: Verdict | None
    """null where it ended well and nobody was killed."""
    servers: tuple[ServerWork, ...] = ()
    """Most work first; empty where it ran from Windows: servers are not looked for there."""
