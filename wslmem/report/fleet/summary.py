"""The figures of a fleet, computed once for every form of its report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from wslmem.records import record
from wslmem.sizing import fleet
from wslmem.sizing.fleet import After, Build, Computer, Need, Rollout
from wslmem.sizing.recommendation import Outlook
from wslmem.text import Text
from wslmem.units import GIB, Bytes

MOST_BUILDS = 20
"""More of them are told by their number alone."""


@record
class Skipped:
    """A file that does not count."""

    path: str
    why: Text


@record(kw_only=True)
class Tally:
    """On how many computers a build ends how."""

    fits: int
    swaps: int
    dies: int
    unknown: int


@record(kw_only=True)
class BuildRow:
    """A build on all computers."""

    build: Build
    now: Tally
    then: Tally | None
    """After the rollout; None without one."""


@record(kw_only=True)
class Row:
    """A computer with all that is judged of it."""

    computer: Computer
    parts: tuple[Bytes, ...]
    """What each build takes, in the order of the builds: by this computer's own runs, else by those of the others."""
    fates: tuple[Outlook | None, ...]
    """What becomes of each."""
    after: After | None
    fates_after: tuple[Outlook | None, ...]
    """Empty without a rollout."""

    @property
    def kills(self) -> bool:
        """Whether any build would be killed as it is."""
        return Outlook.DIES in self.fates


@record(kw_only=True)
class Change:
    """Computers of one size that a rollout brings to the same."""

    ram: int
    """GiB, rounded."""
    then: Bytes
    low: Bytes
    high: Bytes
    """memory= as it counts now, from and to."""
    computers: int
    raised: int
    lowered: int
    written: int


@record(kw_only=True)
class Fleet:
    """Everything that a report of a fleet tells."""

    rows: tuple[Row, ...]
    builds: tuple[BuildRow, ...]
    more_builds: int
    """Builds beyond `MOST_BUILDS`."""
    only_killed: tuple[str, ...]
    ignored: tuple[tuple[str, int, int, str], ...]
    """Of each rule: its name, computers, lines, and one line with what WSL makes of it."""
    changes: tuple[Change, ...]
    rollout: Rollout | None
    skipped: tuple[Skipped, ...]
    files: int

    @property
    def killing(self) -> int:
        """Computers that would kill a build as they are."""
        return sum(row.kills for row in self.rows)

    @property
    def killing_after(self) -> int:
        """The same after the rollout."""
        return sum(Outlook.DIES in row.fates_after for row in self.rows)

    @property
    def ignoring(self) -> int:
        """Computers with lines that WSL ignores."""
        return sum(bool(row.computer.ignored) for row in self.rows)

    @property
    def written(self) -> int:
        """Computers whose file the rollout would change."""
        return sum(row.after is not None and row.after.writes for row in self.rows)

    @property
    def refused(self) -> tuple[Row, ...]:
        """Those that cannot give what the rollout asks at least."""
        return tuple(row for row in self.rows if row.after is not None and row.after.refused is not None)


def summary(
    computers: Sequence[Computer], rollout: Rollout | None, *, skipped: tuple[Skipped, ...] = (), files: int = 0
) -> Fleet:
    """The figures of `computers`, and of what `rollout` makes of them."""
    own = [fleet.measured(one) for one in computers]
    every = fleet.builds(own)
    builds = every[:MOST_BUILDS]
    rows = tuple(_row(one, needs, builds, rollout) for one, needs in zip(computers, own, strict=True))
    return Fleet(
        rows=rows,
        builds=tuple(_build_row(number, build, rows, rollout) for number, build in enumerate(builds)),
        more_builds=len(every) - len(builds),
        only_killed=fleet.only_killed(computers),
        ignored=_ignored(computers),
        changes=_changes(rows),
        rollout=rollout,
        skipped=skipped,
        files=files or len(computers),
    )


def _row(computer: Computer, own: dict[str, Need], builds: Sequence[Build], rollout: Rollout | None) -> Row:
    after = fleet.after(computer, rollout) if rollout else None
    parts = tuple(own.get(build.name, build.need).part for build in builds)
    return Row(
        computer=computer,
        parts=parts,
        fates=tuple(fleet.fate(computer, part) for part in parts),
        after=after,
        fates_after=tuple(fleet.fate_after(computer, part, after) for part in parts) if after else (),
    )


def _build_row(number: int, build: Build, rows: Sequence[Row], rollout: Rollout | None) -> BuildRow:
    now = _tally(row.fates[number] for row in rows)
    return BuildRow(build=build, now=now, then=_tally(row.fates_after[number] for row in rows) if rollout else None)


def _tally(fates: Iterable[Outlook | None]) -> Tally:
    found = Counter(fates)
    return Tally(fits=found[Outlook.FITS], swaps=found[Outlook.SWAPS], dies=found[Outlook.DIES], unknown=found[None])


def _ignored(computers: Sequence[Computer]) -> tuple[tuple[str, int, int, str], ...]:
    machines: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    example: dict[str, str] = {}
    for one in computers:
        for remark in one.ignored:
            lines[remark.rule] += 1
            example.setdefault(remark.rule, remark.text)
        machines.update({remark.rule for remark in one.ignored})
    return tuple((rule, count, lines[rule], example[rule]) for rule, count in machines.most_common())


def _changes(rows: Sequence[Row]) -> tuple[Change, ...]:
    groups: dict[tuple[int, Bytes], list[Row]] = {}
    for row in rows:
        if row.after is not None and row.after.memory is not None and row.computer.host is not None:
            key = (round(row.computer.host.total / GIB), row.after.memory)
            groups.setdefault(key, []).append(row)
    return tuple(_change(ram, then, groups[ram, then]) for ram, then in sorted(groups))


def _change(ram: int, then: Bytes, rows: Sequence[Row]) -> Change:
    now = [row.computer.memory or Bytes(0) for row in rows]
    return Change(
        ram=ram, then=then, low=min(now), high=max(now), computers=len(rows),
        raised=sum(one < then for one in now), lowered=sum(one > then for one in now),
        written=sum(row.after is not None and row.after.writes for row in rows),
    )  # fmt: skip
