"""The first line of a screen: where one is, and whose file it is about."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from wslmem.visible import on_one_line

GAP = 2


class TopLine(Widget):
    """Title at the left, the file at the right; the file is cut first where there is no room."""

    DEFAULT_CSS = """
    TopLine {
        dock: top;
        height: 1;
        padding: 0 1;
        background: $panel;
        color: $foreground;
    }
    TopLine.-alert { background: $error; color: $text; text-style: bold; }
    """

    def __init__(self, title: str, path: str) -> None:
        super().__init__()
        self._title = title
        self._path = on_one_line(path)
        self._alert = ""

    def warn(self, why: str) -> None:
        """Say in the whole line, in the color of errors, why the VM is about to run out of memory; empty: no more."""
        if why == self._alert:
            return
        self._alert = why
        self.set_class(bool(why), "-alert")
        self.refresh()

    async def on_click(self) -> None:
        """Every command, for the mouse."""
        await self.app.run_action("app.command_palette")

    def render(self) -> Content:
        """Both ends of the line, or the warning alone."""
        if self._alert:
            return Content(f"! {on_one_line(self._alert)}")
        title = Content.assemble(("wslmem", "bold $text-primary"), ("  ", ""), (self._title, "bold"))
        room = self.content_size.width - title.cell_length - GAP
        path = _from_the_end(self._path, room)
        return title + Content(" " * (room - Content(path).cell_length + GAP)) + Content.styled(path, "$foreground 60%")


def _from_the_end(path: str, room: int) -> str:
    """The end of a path tells more than its start."""
    while Content(path).cell_length > max(0, room):
        path = "…" + path[2:] if len(path) > 2 else ""  # noqa: PLR2004 - the mark and one character
    return path
