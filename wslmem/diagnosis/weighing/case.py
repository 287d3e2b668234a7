"""What is known of the end of one build, from a log or from a benchmark's sampler: the one thing that is weighed."""

from __future__ import annotations

from wslmem.diagnosis.reading.line import Stamp
from wslmem.diagnosis.signs.collect import Seen
from wslmem.diagnosis.signs.sign import Kind, Sign
from wslmem.patterns import lazy
from wslmem.records import replace

NEAR = 25
"""Lines within which two lines tell of one thing."""
_DAY = 86400.0
_CONTAINER = lazy(r"^[\w.-]{1,64} exited with code \d")
_AGO = " ago"
"""How the detail of a sign from a list of containers ends."""


class Case:
    """The signs, and what a sampler counted besides; not changed once it is made. None means unknown."""

    __slots__ = ("ends", "exit_code", "group_kills", "kills", "names", "package", "scarce", "seen", "vm_kills")

    def __init__(
        self,
        seen: Seen,
        *,
        names: frozenset[str] = frozenset(),
        group_kills: int | None = None,
        vm_kills: int | None = None,
        scarce: bool | None = None,
        exit_code: int | None = None,
        package: str | None = None,
    ) -> None:
        """Keep what is known.

        Args:
            seen: what the log says.
            names: names of processes that belonged to the build, cut to 15 bytes.
            group_kills: kills that the build's own cgroup counted while it ran: the witness that cannot lie.
            vm_kills: kills in the whole VM meanwhile.
            scarce: whether the VM ran out of memory that it could give.
            exit_code: the build's.
            package: what was being built at the peak.
        """
        self.seen, self.names = seen, names
        self.group_kills, self.vm_kills, self.scarce = group_kills, vm_kills, scarce
        self.exit_code, self.package = exit_code, package
        told = tuple(sign for sign in seen.of(Kind.KILLED, Kind.KILLED_CODE) if not self._by_its_parent(sign))
        own = tuple(sign for sign in told if not self._of_another(sign)) or self._alone(told)
        self.kills = tuple(sign for sign in own if sign.detail == "KILLED")
        """The lines that tell that a process of the build was killed."""
        others = tuple(sign for sign in own if sign.detail != "KILLED")
        self.ends = (*seen.of(Kind.TERMINATED), *others)
        """Those that tell that one was asked to end."""

    @property
    def watched(self) -> bool:
        """Whether a sampler saw the build, so that there is more than a log."""
        return bool(self.names) or self.group_kills is not None or self.vm_kills is not None

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

    def together(self, one: Sign, other: Sign) -> bool:
        """Whether `one` is of the build's time, or of the day of `other`, which is."""
        days = one.line.own, other.line.own
        same_day = None not in days and not self._days_apart(*days)
        return same_day or not (self.stale(one) or self.old(one))

    def _by_its_parent(self, sign: Sign) -> bool:
        """Whether the tool that tells of a kill said just before that it does it itself."""
        return sign.who == "node" and any(
            0 < sign.line.number - own.line.number <= NEAR for own in self.seen.of(Kind.OWN_KILL)
        )

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

    def _alone(self, told: tuple[Sign, ...]) -> tuple[Sign, ...]:
        """The one container of a list that ended by a signal, where nothing else is told of any build."""
        listed = tuple(sign for sign in told if sign.detail.endswith(_AGO))
        others = self.seen.of(Kind.ERROR, Kind.FAILED, Kind.DONE, Kind.TERMINATED)
        return () if len(listed) != 1 or others else (replace(listed[0], detail=listed[0].detail.removesuffix(_AGO)),)

    def _of_another(self, sign: Sign) -> bool:
        """Whether an exit code is another container's: it is no witness of the build."""
        if sign.detail.endswith(_AGO):
            return True
        services = self.seen.services
        if sign.who != "compose" or not services:
            return False
        if sign.unit not in services:
            return "compose" not in sign.line.marks  # a script in a container says so of itself
        first = next((one for one in self.seen.of(Kind.FAILED) if _CONTAINER.match(one.line.text)), None)
        if first is not None and first.line.number < sign.line.number and "compose" not in first.line.marks:
            return not first.line.text.startswith(f"{sign.unit} ")
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
