"""What Windows says of its own memory, beside the verdict on a build: event 2004 and the commit charge.

Windows writes event 2004 (Microsoft-Windows-Resource-Exhaustion-Detector, log System) when what it has promised to
programs comes near its commit limit; it names the programs that hold most. Source: Microsoft Learn, "Out-of-memory
issues in Windows"; elements of its XML: MemoryExhaustionInfo/ProcessInfo/Process_1 to Process_6.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from wslmem.diagnosis.verdict import Evidence, Verdict
from wslmem.records import record, replace
from wslmem.text import Text, joined
from wslmem.units import Bytes, show_size

NEAR = timedelta(minutes=15)
"""Windows looks every few minutes, and clocks of the VM drift after sleep."""
NAMED = 3
"""Programs that a sentence names; the event's own text names as many."""
FULL = 0.9
"""Share of the commit limit from which Windows counts as short of it now."""


@record
class HeldByProgram:
    """A program that Windows names, and what it had been promised."""

    name: str
    pid: int
    commit: Bytes


@record
class Exhaustion:
    """One event 2004."""

    when: datetime
    """In UTC."""
    programs: tuple[HeldByProgram, ...]
    """Largest first."""
    commit_charge: Bytes | None = None
    commit_limit: Bytes | None = None


@record
class WindowsMemory:
    """What Windows answered."""

    now: datetime
    """By the clock of Windows, with its zone."""
    commit_charge: Bytes
    commit_limit: Bytes
    exhaustions: tuple[Exhaustion, ...]
    """The latest first."""


def beside(verdict: Verdict, windows: WindowsMemory) -> Verdict:
    """The verdict, with what Windows says beside it. Its ending stays: that Windows ran short is no proof of a kill."""
    events = windows.exhaustions
    killed = _moment(verdict.killed_at, windows.now)
    if killed is not None:
        in_utc = killed.replace(tzinfo=UTC)  # what runners and the journal of a service write
        near = tuple(event for event in events if abs(event.when - killed) <= NEAR)
        if not near and (near := tuple(event for event in events if abs(event.when - in_utc) <= NEAR)):
            killed = in_utc
        told = tuple(_near(event, killed, windows.now) for event in near[:NAMED]) or (
            Text("Windows did not run short of memory within {minutes} min of the kill.", minutes=_minutes(NEAR)),
        )
    else:
        near = events[:1]
        told = tuple(_undated(event, windows.now) for event in near) or (
            Text("Windows has no record of running short of memory (event 2004)."),
        )
    evidence = tuple(_evidence(event, windows.now) for event in near[:NAMED])
    return replace(verdict, evidence=(*verdict.evidence, *evidence), also=(*verdict.also, *told, _now(windows)))


def _near(event: Exhaustion, killed: datetime, now: datetime) -> Text:
    apart = event.when - killed
    return Text(
        "Windows ran short of memory at {time}, {apart}: {programs}.",
        time=_local(event.when, now),
        apart=Text("{minutes} min after the kill", minutes=_minutes(apart))
        if apart > timedelta()
        else Text("{minutes} min before the kill", minutes=_minutes(-apart)),
        programs=_programs(event),
    )


def _undated(event: Exhaustion, now: datetime) -> Text:
    return Text(
        "Windows last ran short of memory at {time}: {programs}. The log does not say when the build was killed.",
        time=_local(event.when, now),
        programs=_programs(event),
    )


def _now(windows: WindowsMemory) -> Text:
    figures = {"charge": show_size(windows.commit_charge), "limit": show_size(windows.commit_limit)}
    if windows.commit_charge >= windows.commit_limit * FULL:
        return Text("Windows is short of memory now: {charge} of {limit} are committed.", **figures)
    return Text("Windows now has {charge} of {limit} committed.", **figures)


def _programs(event: Exhaustion) -> Text:
    largest = [
        Text("`{name}` {size}", name=program.name, size=show_size(program.commit)) for program in event.programs[:NAMED]
    ]
    return joined(Text(", "), largest) if largest else Text("no program named")


def _evidence(event: Exhaustion, now: datetime) -> Evidence:
    held = ", ".join(f"{one.name} ({one.pid}) {show_size(one.commit)}" for one in event.programs[:NAMED])
    return Evidence("windows", f"{_local(event.when, now)} event 2004: {held}")


def _local(when: datetime, now: datetime) -> str:
    return when.astimezone(now.tzinfo).strftime("%Y-%m-%d %H:%M:%S")


def _minutes(span: timedelta) -> int:
    return round(span.total_seconds() / 60)


def _moment(killed_at: str | None, now: datetime) -> datetime | None:
    """When the log says that the kill was, by the clock of Windows; of a log without years, the last such day."""
    if killed_at is None:
        return None
    if not killed_at.startswith("--"):
        return datetime.fromisoformat(killed_at).replace(tzinfo=now.tzinfo)
    day = datetime.fromisoformat(f"2000-{killed_at[2:]}")
    for year in (now.year, now.year - 1):
        try:
            found = day.replace(year=year, tzinfo=now.tzinfo)
        except ValueError:  # the 29th of February
            continue
        if found <= now.astimezone(UTC) + timedelta(days=1):
            return found
    return None
