"""The footer, which stays as it is while the same keys stand in it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.widgets import Footer


class KeyFooter(Footer):
    """Textual's footer makes all its keys anew whenever somebody says that bindings may have changed.

    At the start that is six times before anything is seen, and then at each move of the focus; it took a fifth of the
    way to the first frame (`lab.benchmarks.first_paint`).
    """

    _drawn: tuple[ActiveBinding, ...] | None = None
    """The bindings whose keys were made last."""

    def _shown(self) -> tuple[ActiveBinding, ...]:
        return tuple(one for one in self.screen.active_bindings.values() if one.binding.show)

    def compose(self) -> ComposeResult:
        """A key for each binding, once they are known."""
        if self._bindings_ready:
            self._drawn = self._shown()
        yield from super().compose()

    async def recompose(self) -> None:
        """Make the keys anew if other ones would stand there, or the same would look otherwise."""
        if self.is_attached and self.app.is_running and self._shown() != self._drawn:
            await super().recompose()
