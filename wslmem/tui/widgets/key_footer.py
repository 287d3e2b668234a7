"""The footer, which stays as it is while the same keys stand in it."""

from __future__ import annotations

from textual.binding import ActiveBinding
from textual.screen import Screen
from textual.widgets import Footer


class KeyFooter(Footer):
    """Textual's footer makes all its keys anew whenever somebody says that bindings may have changed.

    At the start that is six times before anything is seen, and then at each move of the focus; it took a fifth of the
    way to the first frame (`lab.benchmarks.first_paint`).
    """

    _drawn: tuple[ActiveBinding, ...] | None = None

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Make the keys anew if other ones would stand there, or the same would look otherwise."""
        shown = tuple(one for one in screen.active_bindings.values() if one.binding.show)
        heard = screen.app.app_focus and self.is_attached and screen is self.screen
        if heard and shown == self._drawn:
            return
        if heard:
            self._drawn = shown
        super().bindings_changed(screen)
