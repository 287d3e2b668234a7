"""What is known of the end of one build, from a log or from a benchmark's sampler: the one thing that is weighed."""

from __future__ import annotations

from dataclasses import dataclass, field

from wslmem.diagnosis.reading.line import Stamp
from wslmem.diagnosis.signs.collect import Seen
from wslmem.diagnosis.signs.sign import Kind, Sign

NEAR = 25
"""Lines within which two lines tell of one thing."""
_DAY = 86400.0


@dataclass(frozen=True, slots=True)
class Case:
    """The signs, and what a sampler counted besides. None means unknown."""

    seen: Seen
    names: frozenset[str] = frozenset()
    """Names of processes that belonged to the build, cut to 15 bytes."""
    pids: frozenset[int] = frozenset()
    group_kills: int | None = None
    """Kills that the build's own cgroup counted while it ran: the witness that cannot lie."""
    vm_kills: int | None = None
    """Kills in the whole VM meanwhile."""
    scarce: bool | None = None
    """Whether the VM ran out of memory that it could give."""
    exit_code: int | None = None
    package: str | None = None
    """What was being built at the peak."""
    kills: tuple[Sign, ...] = field(init=False)
    """The lines that tell that a process of the build was killed."""
    ends: tuple[Sign, ...] = field(init=False)
    """Those that tell that one was asked to end."""

    def __post_init__(self) -> None:
        told = self.seen.of(Kind.KILLED, Kind.KILLED_CODE)
        own = tuple(sign for sign in told if not self._of_another(sign))
        object.__setattr__(self, "kills", tuple(sign for sign in own if sign.detail == "KILLED"))
        others = tuple(sign for sign in own if sign.detail != "KILLED")
        object.__setattr__(self, "ends", (*self.seen.of(Kind.TERMINATED), *others))

    def of(self, *kinds: Kind) -> tuple[Sign, ...]:
        """The signs of these kinds, as they stand in the log."""
        return self.seen.of(*kinds)

    def stale(self, sign: Sign) -> bool:
        """Whether a line was written on another day than the build's."""
        inner = self.seen.inner
        own = inner is not None and self._days_apart(sign.line.own, inner)
        return own or self._days_apart(sign.line.stamp, self.seen.clocks.get("date"))

    def old(self, sign: Sign) -> bool:
        """Whether what a line tells of happened on another day, although it was printed with the build."""
        return self._days_apart(sign.line.own, self.seen.clocks.get("date"))

    @staticmethod
    def _days_apart(stamp: Stamp | None, now: Stamp | None) -> bool:
        if stamp is None or now is None or stamp.clock != "date":
            return False
        if stamp.year and now.year:
            return abs(now.seconds - stamp.seconds) > _DAY
        return abs(_day_of_year(now) - _day_of_year(stamp)) > 1

    @property
    def victim(self) -> str | None:
        """The name that the build gives the process it lost; node's trace names the command some lines above."""
        if named := next((sign.victim for sign in self.kills if sign.victim), None):
            return named
        if not self.kills:
            return None
        first = self.kills[0].line.number
        commands = [sign for sign in self.of(Kind.FAILED) if sign.victim and 0 <= first - sign.line.number <= NEAR]
        return commands[-1].victim if commands else None

    @property
    def killed_at(self) -> str | None:
        """When the last process that was killed was, as `Verdict.killed_at` has it."""
        kernel = tuple(sign for sign in self.of(Kind.KERNEL_KILL) if not self.stale(sign))
        stamps = [sign.line.own for sign in (*kernel, *self.kills, *self.ends) if sign.line.own is not None]
        dated = [stamp for stamp in stamps if stamp.clock == "date"]
        return None if not dated else _written(dated[0])

    def _of_another(self, sign: Sign) -> bool:
        """Whether an exit code is another container's: it is no witness of the build."""
        if sign.detail.endswith(" ago"):
            return True
        services = self.seen.services
        if sign.who != "compose" or not services:
            return False
        if sign.unit not in services:
            return "compose" not in sign.line.marks  # a script in a container says so of itself
        failed = {error.line.program for error in self.seen.of(Kind.ERROR) if error.rank > 1 and error.line.program}
        return bool(failed) and sign.unit not in failed


def _written(stamp: Stamp) -> str:
    from datetime import datetime, timedelta

    start = datetime(1, 1, 1) if stamp.year else datetime(2000, 1, 1)  # noqa: DTZ001 - of the log's own zone
    when = start + timedelta(seconds=stamp.seconds - _DAY)
    return f"{when:%Y-%m-%dT%H:%M:%S}" if stamp.year else f"--{when:%m-%dT%H:%M:%S}"


def _day_of_year(stamp: Stamp) -> int:
    from datetime import date

    days = int(stamp.seconds // _DAY)
    return date.fromordinal(days).timetuple().tm_yday if stamp.year else days
