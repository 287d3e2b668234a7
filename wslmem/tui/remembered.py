"""What the app remembers in config.toml: theme, language, profiles."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import App
from textual.constants import DEFAULT_THEME

from wslmem.errors import WslmemError
from wslmem.machine.host.paths import is_absent
from wslmem.telling import errors
from wslmem.tui.state import State, preferred
from wslmem.words import language, say, tell

if TYPE_CHECKING:
    from pathlib import Path

    from wslmem.machine.own.preferences import Profile

PLAIN_THEME = "textual-dark"
"""Textual's own choice where the environment (`TEXTUAL_THEME`) makes none; then the remembered theme counts."""


class Remembered:
    """Reads config.toml into the state, and writes what is chosen; a failure is said, not fatal."""

    def __init__(self, app: App[int], config: Path, advance: Callable[[Callable[[State], State]], State]) -> None:
        """Read nothing yet.

        Args:
            app: says what failed.
            config: config.toml; it need not exist.
            advance: puts the next state in the place of the last, and gives it.
        """
        self._app = app
        self._config = config
        self._advance = advance

    def recall(self) -> None:
        """Read what there is, take its theme, and from now on remember another one that is chosen."""
        theme = None
        if not is_absent(self._config) and self._keep(lambda: None):
            theme = self._advance(lambda state: state).theme
        if theme in self._app.available_themes and DEFAULT_THEME == PLAIN_THEME:
            self._app.theme = str(theme)
        self._app.theme_changed_signal.subscribe(self._app, lambda theme: self._theme(theme.name))

    def _theme(self, name: str) -> None:
        from wslmem.machine.own import preferences_edit

        if name != self._advance(lambda state: state).theme:
            self._keep(lambda: preferences_edit.set_theme(self._config, name))

    def language(self) -> None:
        """Remember the language that is spoken now."""
        from wslmem.machine.own import preferences_edit

        self._keep(lambda: preferences_edit.set_language(self._config, language()))

    def profile(self, profile: Profile) -> None:
        """Keep settings under a name."""
        from wslmem.machine.own import preferences_edit

        if self._keep(lambda: preferences_edit.save_profile(self._config, profile)):
            self._app.notify(say("Saved as {name}: wslmem apply --profile {name}", name=profile.name))

    def _keep(self, write: Callable[[], None]) -> bool:
        """Write into config.toml and read it again; whether that was done."""
        from wslmem.machine.own import preferences

        try:
            write()
            found = preferences.read(self._config)
        except WslmemError as error:
            self._app.notify(tell(errors.in_one(error)), severity="warning", timeout=20)
            return False
        self._advance(lambda state: preferred(state, found))
        return True
