"""What an interrupted run left, as a person is asked about it."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.telling.fact import Tone
from wslmem.tui.widgets.facts import Fact
from wslmem.words import mark, say
from wslmem.workflows.apply.recovery import Interruption

WORKS = {
    "bench": mark("A benchmark was interrupted."),
    "apply": mark("An apply was interrupted."),
}
STEPS = {
    "backup": mark("copying the old file"),
    "write": mark("writing the file"),
    "restart": mark("restarting WSL"),
    "rollback": mark("putting the old file back"),
    "legs": mark("building"),
}


def facts(one: Interruption) -> Iterator[Fact]:
    """What it was, how far it came, and what the file holds now."""
    entry = one.entry
    yield Fact("", say(WORKS[entry.work]), Tone.CARE)
    yield Fact(say("Begun"), entry.started.replace("T", " ").replace("Z", " UTC"))
    yield Fact(say("Step"), say(STEPS.get(entry.step, entry.step)))
    yield Fact(say("File"), entry.path)
    yield Fact(" ", say("holds the new settings") if one.changed else say("is as it was before"))
    if entry.saved_runs is not None:
        yield Fact(say("Builds"), say("those that ended are saved; it can go on after the last one"))
