"""An app that draws nothing hostile, whoever's text it shows, and that a signal can end."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import App

from wslmem.machine.system import terminal
from wslmem.tui.harmless import HarmlessFilter
from wslmem.tui.lasting_driver import lasting
from wslmem.tui.wrapping import broken
from wslmem.visible import visible

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.filter import LineFilter
    from textual.notifications import SeverityLevel


USUAL_KEYS = "\x1b[<u"
"""Takes the keyboard protocol off that Textual switched on; at its end it does so once more, which does no harm."""


NOTICE_WIDTH, NOTICE_SHARE, NOTICE_EDGES = 60, 0.8, 3
"""Cells of a notice and the most of the screen that it takes, as app.tcss has them; and its border and padding."""


class SafeApp(App[int]):
    """Textual's app, with filters of ours on all that is drawn."""

    def __init__(self, *, ascii_only: bool, monochrome: bool = False) -> None:
        """Draw with ASCII alone, or without colour, where that is wanted."""
        super().__init__()
        self._loop_of_screen: asyncio.AbstractEventLoop | None = None
        self._own_filters: list[LineFilter] = [HarmlessFilter()]
        if monochrome:
            from textual.filter import Monochrome

            self._own_filters.append(Monochrome())
        if ascii_only:
            from wslmem.tui.ascii import AsciiFilter

            self._own_filters.append(AsciiFilter())

    def get_driver_class(self) -> type[Driver]:
        """Textual's, which here does not wait for ever where the terminal is gone: the app is left instead."""
        return lasting(super().get_driver_class(), self.leave_soon)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's, and ours."""
        return [*super().get_line_filters(), *self._own_filters]

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Textual's, with the message as it is: a path with brackets in it is no markup, whoever asks."""
        del markup
        room = min(NOTICE_WIDTH, int(self.size.width * NOTICE_SHARE)) - NOTICE_EDGES
        told = broken(visible(message), room)
        super().notify(told, title=title, severity=severity, timeout=timeout, markup=False)

    def copy_to_clipboard(self, text: str) -> None:
        """Textual's, which cannot write half a character: a `?` goes in its place."""
        super().copy_to_clipboard(text.encode("utf-8", "replace").decode("utf-8"))

    def on_mount(self) -> None:
        """Know the loop that a signal has to wake; give back the keys that this terminal would lose."""
        self._loop_of_screen = asyncio.get_running_loop()
        if self._driver is not None and terminal.loses_keys(terminal.environ()):
            self._driver.write(USUAL_KEYS)

    def leave_soon(self) -> None:
        """Leave, as the person would; for a signal, whose handler runs between any two steps of the screen's thread."""
        if self._loop_of_screen is not None:
            self._loop_of_screen.call_soon_threadsafe(self.exit)
