"""What all screens are drawn from: one frozen value, and the steps from one to the next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wslmem.records import record

if TYPE_CHECKING:
    # What is not needed for the first picture is not imported before it.
    from pathlib import Path

    from wslmem.machine.host.paths import MachinePaths
    from wslmem.machine.own.preferences import Preferences, Profile
    from wslmem.tui.messages import ApplyTold, BenchTold
    from wslmem.tui.stories.apply import ApplyStory
    from wslmem.tui.stories.bench import BenchStory
    from wslmem.workflows.survey import Survey
    from wslmem.workflows.watch import Reading

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
    if not asked_vm:
        reading = replace(reading, guest=state.readings[-1].guest if state.readings else None)
    state = replace(state, readings=(*state.readings[-READINGS:], reading))
    known = state.survey
    if known is None or known.host is None:
        return state
    guest = reading.guest if asked_vm else known.guest
    return replace(state, survey=replace(known, host=reading.host, guest=guest))


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
