"""A unified diff with its signs and colours."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from wslmem.visible import visible

_STYLES = {"+": "$text-success", "-": "$text-error", "@": "$foreground 60%"}


class DiffView(Static):
    """Shows a diff; the sign at the start of each line says what the colour says."""

    DEFAULT_CSS = """
    DiffView { height: auto; width: auto; min-width: 100%; }
    """

    def show(self, diff: str, empty: str) -> None:
        """Show `diff`, or the sentence `empty` where there is none."""
        self.update(coloured(diff) if diff else Content.styled(empty, "$foreground 60%"))


def coloured(diff: str) -> Content:
    """The lines of a unified diff, its two header lines left out."""
    lines = diff.rstrip("\n").split("\n")[2:]
    return Content("\n").join(Content.styled(visible(line.expandtabs(4)), _STYLES.get(line[:1], "")) for line in lines)
