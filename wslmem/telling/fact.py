"""One fact for a person: a label, a sentence, and its weight. No layout: columns, colour and width are a face's own."""

from __future__ import annotations

from enum import StrEnum

from wslmem.records import record
from wslmem.text import Text, verbatim

NO_LABEL = verbatim("")
CONTINUED = verbatim(" ")
"""The label of a fact that goes on with what the one above it is labelled with."""
WARNING = Text("warning")
"""The label of every remark that is no finding; a face may draw a sign instead of it."""


class Tone(StrEnum):
    """The weight of a fact."""

    PLAIN = "plain"
    QUIET = "quiet"
    STRONG = "strong"
    GOOD = "good"
    CARE = "care"
    BAD = "bad"


@record
class Fact:
    """One line, or one paragraph."""

    label: Text
    """Empty for a fact that uses the whole width."""
    text: Text
    tone: Tone = Tone.PLAIN
    strong: bool = False
    """Whether the label is what matters, as the name and value of a setting."""
    depth: int = 0
    """1 for what belongs to the fact above it."""

    def labelled(self, label: Text) -> Fact:
        """The same under a label."""
        return Fact(label, self.text, self.tone, self.strong, self.depth)

    def below(self) -> Fact:
        """The same, belonging to a fact above it."""
        return Fact(self.label, self.text, self.tone, self.strong, self.depth + 1)


@record
class Group:
    """Facts about one thing: the first, without a label, says what it is; there may be none."""

    title: Text
    facts: tuple[Fact, ...]

    def flat(self) -> tuple[Fact, ...]:
        """The facts for one column: the title labels the first, the others belong to it."""
        head = (one.labelled(self.title) for one in self.facts[:1])
        return (*head, *(one.below() for one in self.facts[1:]))


def alone(text: Text, tone: Tone = Tone.PLAIN) -> Fact:
    """A fact without a label."""
    return Fact(NO_LABEL, text, tone)


def warning(text: Text) -> Fact:
    """What a person should know although nothing failed."""
    return Fact(WARNING, text, Tone.CARE)
