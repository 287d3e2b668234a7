"""What the events of an apply sound like."""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatch

from wslmem.telling import findings
from wslmem.telling.fact import Tone
from wslmem.tui.lines.verdict import failure
from wslmem.tui.stories.apply import ApplyStory
from wslmem.tui.widgets.facts import Fact
from wslmem.units import show_size
from wslmem.words import mark, retell, say, tell
from wslmem.workflows.apply import events

Said = list[tuple[str, Tone]]
STAGES = {
    "started": (mark("shutting WSL down ..."), Tone.PLAIN),
    "progress": (mark("still shutting down ..."), Tone.PLAIN),
    "warning": (mark("WSL takes unusually long to stop"), Tone.CARE),
    "choice": (mark("it hangs: force it, go on waiting, or stop waiting"), Tone.BAD),
    "forcing": (mark("forcing the shutdown"), Tone.CARE),
}


def moments(story: ApplyStory) -> Iterator[Fact]:
    """One line for each event, with the time it came."""
    for moment in story.moments:
        for number, (text, tone) in enumerate(said(moment.event)):
            yield Fact(f"{moment.at:6.1f} s" if number == 0 else " ", text, tone)
    if story.error is not None:
        yield from failure(story.error)


def standing(story: ApplyStory) -> Iterator[Fact]:
    """How it stands: in one sentence, and after a failure why, and what now."""
    yield ending(story)
    problem = story.result.problem if story.result is not None else None
    if problem is not None:
        yield Fact(say("Why"), retell(problem.text))
        yield Fact(say("Next"), retell(problem.next_step))


def ending(story: ApplyStory) -> Fact:
    """How it stands, in one sentence."""
    if story.hangs:
        text = say(
            "`wsl --shutdown` hangs. Force it, and what is not saved in WSL is lost; or stop waiting: the new file "
            "stays and holds from the next start of WSL."
        )
        return Fact("", text, Tone.BAD)
    if not story.ended:
        return Fact("", say("Working ... everything that is done is listed below."), Tone.STRONG)
    result = story.result
    if story.error is not None:
        return Fact("", say("It did not work; below stands what is on disk now."), Tone.BAD)
    if result is None:
        return Fact("", say("The old file is back, byte for byte."), Tone.GOOD)
    return _ending_of(result)


def _ending_of(result: events.ApplyResult) -> Fact:
    if result.rolled_back:
        return Fact("", say("Rolled back: the new settings did not take effect, the old file is back."), Tone.CARE)
    if result.effective:
        return Fact("", say("Written, and proven in effect in the new VM."), Tone.GOOD)
    if not result.changed:
        return Fact("", say("Nothing had to be written."), Tone.GOOD)
    if result.effective is None or not result.shutdown_requested:
        return Fact("", say("Written. It holds from the next start of WSL."), Tone.GOOD)
    return Fact("", say("Written, but not in effect yet."), Tone.CARE)


@singledispatch
def said(event: object) -> Said:
    """The lines of one event; none for an event that says nothing new."""
    del event
    return []


@said.register
def _(event: events.Linted) -> Said:
    worth = (one for one in event.findings if one.severity != "note")
    return [(tell(findings.brief(one)), Tone.QUIET) for one in worth]


@said.register
def _(event: events.BackedUp) -> Said:
    return [(say("backup: {path}", path=event.path.name), Tone.GOOD)]


@said.register
def _(event: events.Written) -> Said:
    flushed = "" if event.synced else say(" (in place, but not flushed to the disk)")
    return [(say("written and read back: {path}", path=event.path) + flushed, Tone.GOOD if event.synced else Tone.CARE)]


@said.register
def _(event: events.WillStop) -> Said:
    if not event.distributions:
        return [(say("nothing runs in WSL"), Tone.PLAIN)]
    docker = [(say("start Docker Desktop again afterwards"), Tone.CARE)] if event.docker_desktop else []
    return [(say("this stops: {names}", names=", ".join(event.distributions)), Tone.PLAIN), *docker]


@said.register
def _(event: events.ShuttingDown) -> Said:
    text, tone = STAGES[event.stage]
    return [(say(text), tone)]


@said.register
def _(event: events.HandedOver) -> Said:
    text = say("Windows restarts WSL in {seconds} s, and wslmem ends with it", seconds=f"{event.delay:.0f}")
    return [(text, Tone.CARE), (say("then: wslmem status"), Tone.PLAIN)]


@said.register
def _(event: events.VmGone) -> Said:
    again = [(say("another program started WSL again at once"), Tone.CARE)] if event.by_another else []
    return [(say("WSL has stopped, after {seconds} s", seconds=f"{event.elapsed:.1f}"), Tone.GOOD), *again]


@said.register
def _(event: events.Restarted) -> Said:
    guest = event.guest
    told = say("WSL runs again: {name}, MemTotal {size}", name=guest.distribution, size=show_size(guest.total))
    return [(told, Tone.GOOD), *((say("WSL warns: {text}", text=text), Tone.CARE) for text in event.warnings)]


@said.register
def _(event: events.Checked) -> Said:
    text = say(
        "{name}: expected {expected}, seen {seen}",
        name=say(event.name),
        expected=retell(event.expected),
        seen=event.seen,
    )
    return [(text, Tone.GOOD if event.proven else Tone.BAD)]


@said.register
def _(event: events.NotEffective) -> Said:
    return [(retell(event.text), Tone.BAD)]


@said.register
def _(event: events.OldFileBack) -> Said:
    return [(say("the old file is back: {path}", path=event.path), Tone.GOOD)]


@said.register
def _(event: events.RolledBack) -> Said:
    if event.proven:
        return [(say("rolled back: WSL runs with the old file"), Tone.GOOD)]
    return [(say("rolled back; WSL could not be proven to run with the old file"), Tone.CARE)]


@said.register
def _(event: events.ApplyResult) -> Said:
    return [(retell(one.text), Tone.CARE) for one in event.cautions if one.code != "rolled-back"]
