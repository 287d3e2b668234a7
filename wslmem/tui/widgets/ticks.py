"""Tick boxes and choices that say so in characters, `[x]` and `(*)`, not by their colour."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Checkbox, RadioButton


def drawn(left: str, right: str, mark: str, *, on: bool) -> Content:
    """The box, as easy to see when it is empty."""
    return Content.styled(f"{left}{mark}{right}", "bold $text-primary") if on else Content(f"{left} {right}")


class ConsentBox(Checkbox):
    """One consent."""

    DEFAULT_CSS = """
    ConsentBox, ConsentBox:focus { border: none; padding: 0; background: transparent; height: 1; width: 1fr; }
    """

    def __init__(self, label: str, *, id: str, value: bool = False) -> None:  # noqa: A002 - Textual's own name
        super().__init__(Content(label), value, id=id, compact=True)

    @property
    def _button(self) -> Content:
        return drawn("[", "]", "x", on=self.value)


class Choice(RadioButton):
    """One of several that exclude each other."""

    DEFAULT_CSS = """
    Choice { background: transparent; }
    """

    def __init__(self, label: str, *, value: bool = False) -> None:
        super().__init__(Content(label), value)

    @property
    def _button(self) -> Content:
        return drawn("(", ")", "*", on=self.value)
