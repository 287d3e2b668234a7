"""A titled part of a screen: a rule with its name, and what is below it."""

from __future__ import annotations

from textual.containers import Vertical
from textual.widget import Widget


class Panel(Vertical):
    """Children under a title."""

    DEFAULT_CSS = """
    Panel {
        height: auto;
        border-top: solid $primary 50%;
        border-title-color: $text-primary;
        border-title-style: bold;
        border-subtitle-color: $text-muted;
        border-subtitle-align: right;
        padding: 0 1;
    }
    """

    def __init__(self, title: str, *children: Widget, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(*children, id=id, classes=classes)
        self.border_title = title
