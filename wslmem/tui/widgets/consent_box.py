"""A tick box that says so in characters, `[x]` or `[ ]`, not by its colour."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Checkbox


class ConsentBox(Checkbox):
    """One consent."""

    BUTTON_LEFT = "["
    BUTTON_RIGHT = "]"
    DEFAULT_CSS = """
    ConsentBox, ConsentBox:focus { border: none; padding: 0; background: transparent; height: 1; width: 1fr; }
    """

    def __init__(self, label: str, *, id: str, value: bool = False) -> None:  # noqa: A002 - Textual's own name
        super().__init__(Content(label), value, id=id, compact=True)

    @property
    def _button(self) -> Content:
        style = self.get_visual_style("toggle--button")
        return Content.styled("[x]" if self.value else "[ ]", style)
