"""Lines of text with a label column, wrapped with a hanging indent, measured in cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from wslmem.records import record
from wslmem.telling import fact as telling
from wslmem.telling.fact import Tone
from wslmem.tui.tone import sign, style
from wslmem.tui.wrapping import wrapped
from wslmem.visible import visible
from wslmem.words import tell

GAP = 2


@record
class Fact:
    """One line, or one paragraph."""

    label: str
    """Empty for a line that uses the whole width."""
    text: str
    tone: Tone = Tone.PLAIN
    strong: bool = False
    """Whether the label is what matters, as the name and value of a setting."""


def told(facts: Iterable[telling.Fact]) -> Iterator[Fact]:
    """Facts of both faces in the reader's language: a sign stands for the word "warning", an indent for what belongs
    to the fact above.
    """
    for one in facts:
        label = "" if one.label == telling.WARNING else "  " * one.depth + tell(one.label)
        yield Fact(label, tell(one.text), one.tone, one.strong)


def words_of(fact: Fact) -> str:
    """All its words, to look in."""
    return f"{fact.label} {fact.text}"


class Facts(Widget):
    """Facts one below the other."""

    DEFAULT_CSS = """
    Facts { height: auto; width: 1fr; }
    """

    facts: reactive[tuple[Fact, ...]] = reactive((), init=False)

    def __init__(self, facts: Iterable[Fact] = (), *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, classes=classes)
        self.set_reactive(Facts.facts, tuple(facts))

    def watch_facts(self, old: tuple[Fact, ...], new: tuple[Fact, ...]) -> None:
        """Only another number of rows moves what is around; figures change ten times a second."""
        width = self.content_size.width
        if not width or len(laid_out(old, width)) != len(laid_out(new, width)):
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the text takes at this width."""
        del container, viewport
        return len(laid_out(self.facts, width))

    def render(self) -> Content:
        """The lines at the width there is."""
        return Content("\n").join(laid_out(self.facts, self.content_size.width))


def laid_out(facts: Iterable[Fact], width: int) -> list[Content]:
    """One `Content` for each row of at most `width` cells."""
    facts = tuple(facts)
    column = max((Content(visible(fact.label)).cell_length for fact in facts if fact.label), default=0)
    column = min(column + GAP, width // 2) if column else 0
    return [line for fact in facts for line in _rows(fact, column if fact.label else 0, width)]


def _rows(fact: Fact, column: int, width: int) -> list[Content]:
    indent = column + len(sign(fact.tone))
    lines = wrapped(visible(fact.text), width - indent)
    head = Content.styled(visible(fact.label), "bold" if fact.strong else "$foreground 60%").truncate(
        max(0, column - 1), ellipsis=True
    )
    first = Content.assemble(head, " " * (column - head.cell_length), (sign(fact.tone), style(fact.tone)))
    starts = [first, *[Content(" " * indent)] * (len(lines) - 1)]
    return [start + line.stylize(style(fact.tone)) for start, line in zip(starts, lines, strict=True)]
