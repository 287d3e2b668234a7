"""An apply as the app shows it: each event with the time it came, and how things stand."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.telling import apply, errors
from wslmem.telling.fact import Fact as Told
from wslmem.telling.fact import Tone, alone
from wslmem.text import Text
from wslmem.tui.stories.apply import ApplyStory
from wslmem.tui.widgets.facts import Fact, told
from wslmem.words import tell
from wslmem.workflows.apply import events


def moments(story: ApplyStory) -> Iterator[Fact]:
    """One line for each event, with the time it came."""
    for moment in story.moments:
        for number, fact in enumerate(_worth_telling(moment.event)):
            yield Fact(f"{moment.at:6.1f} s" if number == 0 else " ", in_one(fact), fact.tone)
    if story.error is not None:
        yield from told([errors.headline(story.error), *errors.rest(story.error)])


def _worth_telling(event: events.ApplyEvent) -> Iterator[Told]:
    """The facts of an event, without the notes among the findings: the app has a screen for those."""
    return (fact for fact in apply.told(event) if fact.tone is not Tone.QUIET)


def in_one(fact: Told) -> str:
    """A fact in one text: the label before it, for the column of labels holds the time; of a warning the sign tells."""
    if not fact.label or fact.tone in (Tone.CARE, Tone.BAD):
        return tell(fact.text)
    return tell(Text("{label}: {text}", label=fact.label, text=fact.text))


def standing(story: ApplyStory) -> Iterator[Fact]:
    """How it stands: in one sentence, and after a failure why, and what now."""
    yield from told([_ending(story)])
    problem = story.result.problem if story.result is not None else None
    if problem is not None:
        yield from told([Told(Text("Why"), problem.text), Told(Text("Next"), problem.next_step)])


def _ending(story: ApplyStory) -> Told:
    """How it stands, in one sentence."""
    if story.hangs:
        text = Text(
            "`wsl --shutdown` is not responding. Force it (unsaved work in WSL will be lost), or stop waiting (the new "
            "file takes effect when WSL next starts)."
        )
        return alone(text, Tone.BAD)
    if not story.ended:
        return alone(Text("Working... Each step is listed below."), Tone.STRONG)
    if story.error is not None:
        return alone(Text("Failed. What is on disk now is shown below."), Tone.BAD)
    if story.result is None:
        return alone(Text("The old file is restored, byte for byte."), Tone.GOOD)
    return apply.ending(story.result)
