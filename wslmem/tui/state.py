"""What all screens are drawn from: one frozen value, and the steps from one to the next."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from wslmem.records import record, replace

if TYPE_CHECKING:
    # What is not needed for the first picture is not imported before it.
    from pathlib import Path

    from wslmem.machine.host.paths import MachinePaths
    from wslmem.machine.own.preferences import Preferences, Profile
    from wslmem.text import Text
    from wslmem.tui.messages import ApplyTold, BenchTold
    from wslmem.tui.stories.apply import ApplyStory
    from wslmem.tui.stories.bench import BenchStory
    from wslmem.workflows.survey import Survey
    from wslmem.workflows.watch import Reading

MOST_REPEATED = 60
"""Readings of the host alone that are looked through for when the VM was last asked."""
READINGS = 600
"""How many readings of host and VM are kept for the watch screen."""


@record(kw_only=True)
class State:
    """Everything known at one moment."""

    paths: MachinePaths
    project: Path | None
    """The folder of the Go project that is sized; None for none."""
    survey: Survey | None = None
    readings: tuple[Reading, ...] = ()
    """Of host and VM, oldest first."""
    alert: Text | None = None
    """Why the VM is about to run out of memory; None while it is not."""
    apply_story: ApplyStory | None = None
    """The apply that runs, or the last one; a restore looks like one."""
    bench_story: BenchStory | None = None
    """The benchmark that runs, or the last one."""
    theme: str | None = None
    """The one in config.toml."""
    profiles: tuple[Profile, ...] = ()
    """Those in config.toml."""


def not_yet() -> State:
    """The default of a reactive that is set before anybody looks."""
    raise LookupError("no state yet")


def surveyed(state: State, survey: Survey) -> State:
    """More is known of the machine."""
    return replace(state, survey=survey)


def watched(state: State, reading: Reading, *, asked_vm: bool) -> State:
    """A new reading; one that did not ask the VM has what the last one saw there."""
    last = state.readings[-1] if state.readings else None
    if asked_vm:
        state = replace(state, alert=_alert(reading, state.readings))
    else:
        reading = replace(reading, guest=last.guest if last else None, holders=last.holders if last else None)
    earlier = state.readings[1 - READINGS :]
    state = replace(state, readings=(*earlier[:-1], *map(_charted, earlier[-1:]), reading))
    known = state.survey
    if known is None or known.host is None:
        return state
    guest, holders = (reading.guest, reading.holders) if asked_vm else (known.guest, known.holders)
    return replace(state, survey=replace(known, host=reading.host, guest=guest, holders=holders))


def _charted(reading: Reading) -> Reading:
    """A reading that is no longer the last one: charts show figures, and the names of programs are most of it."""
    if reading.holders is None and reading.host.largest is None:
        return reading
    return replace(reading, holders=None, host=replace(reading.host, largest=None))


def _alert(reading: Reading, before: tuple[Reading, ...]) -> Text | None:
    """Why to warn now; the readings since the VM was last asked repeat what it said then."""
    from wslmem.sizing.alert import Threshold, alert
    from wslmem.units import Seconds

    if reading.guest is None:
        return None
    earlier = before[-1].guest if before else None
    first = next((one for one in before[-MOST_REPEATED:] if one.guest is earlier), reading)
    elapsed = datetime.fromisoformat(reading.at) - datetime.fromisoformat(first.at)
    return alert(reading.guest, earlier, Seconds(max(0.0, elapsed.total_seconds())), Threshold())


def apply_told(state: State, told: ApplyTold) -> State:
    """An apply goes on, or ended."""
    story = state.apply_story
    if story is None:
        return state
    then = story.told(told.event, told.at) if told.event is not None else story.finished(told.error)
    return replace(state, apply_story=then)


def bench_told(state: State, told: BenchTold) -> State:
    """A benchmark goes on, or ended."""
    story = state.bench_story
    if story is None:
        return state
    then = story.told(told.event, told.at) if told.event is not None else story.finished(told.error)
    return replace(state, bench_story=then)


def preferred(state: State, found: Preferences) -> State:
    """config.toml was read."""
    return replace(state, theme=found.theme, profiles=found.profiles)
