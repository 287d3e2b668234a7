"""An app that draws nothing hostile, whoever's text it shows, and that a signal can end."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import App

from wslmem.machine.system import terminal
from wslmem.tui.harmless import HarmlessFilter
from wslmem.visible import visible

if TYPE_CHECKING:
    from textual.filter import LineFilter
    from textual.notifications import SeverityLevel


USUAL_KEYS = "\x1b[<u"
"""Takes the keyboard protocol off that Textual switched on; at its end it does so once more, which does no harm."""


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
        super().notify(visible(message), title=title, severity=severity, timeout=timeout, markup=False)

    def on_mount(self) -> None:
        """Know the loop that a signal has to wake; give back the keys that this terminal would lose."""
        self._loop_of_screen = asyncio.get_running_loop()
        if self._driver is not None and terminal.loses_keys(terminal.environ()):
            self._driver.write(USUAL_KEYS)

    def leave_soon(self) -> None:
        """Leave, as the person would; for a signal, whose handler runs between any two steps of the screen's thread."""
        if self._loop_of_screen is not None:
            self._loop_of_screen.call_soon_threadsafe(self.exit)
