"""A driver that comes to its end when the terminal is gone.

Textual (8.2, drivers/_writer_thread.py) writes in a thread with a queue of 30 pieces. A closed window makes its first
write fail and the thread die; the queue fills, and whoever writes then, or ends the thread, waits for ever.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App
    from textual.driver import Driver


def lasting(driver: type[Driver], gone: Callable[[], object]) -> type[Driver]:
    """The same driver, which does not fail without its terminal; `gone` is called instead, from a thread of its own."""

    class Lasting(driver):  # type: ignore[misc, valid-type]
        def __init__(
            self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
        ) -> None:
            super().__init__(app, debug=debug, mouse=mouse, size=size)
            file = getattr(self, "_file", None)  # of drivers for terminals
            if file is not None:
                self._file = _File(file, gone)

        def run_input_thread(self) -> None:
            try:
                super().run_input_thread()
            except OSError:  # reading fails as well; Textual would take it for a fault of the app
                gone()

    return Lasting


class _File:
    """What a driver asks of a file; after an error all that is written is dropped."""

    def __init__(self, file: IO[str], gone: Callable[[], object]) -> None:
        self._file, self._gone, self._lost = file, gone, False

    def write(self, text: str) -> int:
        self._unless_lost(lambda: self._file.write(text))
        return len(text)

    def flush(self) -> None:
        self._unless_lost(self._file.flush)

    def fileno(self) -> int:
        return self._file.fileno()

    def isatty(self) -> bool:
        return self._file.isatty()

    def _unless_lost(self, act: Callable[[], object]) -> None:
        if self._lost:
            return
        try:
            act()
        except (OSError, ValueError):  # ValueError: the file is closed
            self._lost = True
            self._gone()
