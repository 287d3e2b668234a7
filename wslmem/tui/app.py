"""The app: where one can go, and what the keys and the palette do."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType

from wslmem.machine.system import stop_signals
from wslmem.tui.flows import Flows
from wslmem.tui.screens.overview import OverviewScreen
from wslmem.words import LANGUAGES, language, say, speak

if TYPE_CHECKING:
    from textual.screen import Screen

    from wslmem.machine.host.paths import MachinePaths

SCREENS = {
    "benchmarks": "BenchmarksScreen",
    "explain": "ExplainScreen",
    "history": "HistoryScreen",
    "watch": "WatchScreen",
}
"""Screens that need nothing but the app, by the module they are in; imported when they are first gone to."""


def run(paths: MachinePaths, project: Path | None, *, ascii_only: bool = False) -> int:
    """Open the app on a machine and stay until it is left; the exit code of the process."""
    app = WslmemApp(paths, project, ascii_only=ascii_only)
    with stop_signals.handled(app.leave_soon):
        app.run()
    return app.return_code or 0


class WslmemApp(Flows):
    """Everything that is not work: screens, keys, palette, language."""

    TITLE = "wslmem"
    CSS_PATH = Path(__file__).with_name("app.tcss")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-medium"), (100, "-wide")]  # noqa: RUF012 - an instance variable in Textual
    VERTICAL_BREAKPOINTS = [(0, "-short"), (28, "-tall")]  # noqa: RUF012 - the same
    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "quit", show=False)]

    def get_default_screen(self) -> Screen[None]:
        """The overview."""
        return OverviewScreen()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Every verb by its name."""
        from wslmem.tui.palette import commands

        return commands(self, screen)

    def action_command_palette(self) -> None:
        """Textual's palette, asking in the reader's language."""
        from textual.command import CommandPalette

        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=say("the name of a command"), id="--command-palette"))

    def action_go(self, name: str) -> None:
        """Go to one of `SCREENS`."""
        module = import_module(f"wslmem.tui.screens.{name}")
        self.push_screen(getattr(module, SCREENS[name])())

    def action_look_again(self) -> None:
        """Read everything again."""
        self.look_again()

    def action_show_bench(self) -> None:
        """Show the benchmark that runs."""
        self.show_bench()

    def action_plan_bench(self) -> None:
        """Plan a benchmark."""
        self.plan_bench()

    def action_change(self) -> None:
        """Change the settings, from what the file says."""
        from wslmem.tui.screens.change import ChangeScreen
        from wslmem.workflows.draft import as_now

        if self.survey is not None:
            self.push_screen(ChangeScreen(as_now(self.survey.document)))

    def action_apply_advice(self) -> None:
        """Review the advised settings."""
        from wslmem.workflows.draft import advised, as_now

        known = self.survey
        if known is None or known.recommendation is None:
            self.notify(say("No recommendation yet: it needs a Go project and this computer's memory."))
            return
        self.review(advised(known.recommendation, as_now(known.document)))

    def action_restart(self) -> None:
        """Restart WSL and prove what the file says."""
        self.restart()

    def action_why(self) -> None:
        """Show everything that the advice rests on."""
        from wslmem.telling.advice import everything
        from wslmem.tui.screens.text import TextDialog
        from wslmem.tui.widgets.facts import told

        if self.survey is not None and self.survey.recommendation is not None:
            facts = told(everything(self.survey.recommendation))
            self.push_screen(TextDialog(say("Why this recommendation"), facts))

    def action_copy_settings(self) -> None:
        """The advised settings to the clipboard, by the terminal (OSC 52)."""
        known = self.survey
        if known is None or known.recommendation is None:
            return
        lines = [f"{one.key.split('.')[-1]}={one.value}" for one in known.recommendation.settings if one.value]
        self.copy_to_clipboard("\n".join(["[wsl2]", *lines, ""]))
        self.notify(say("Copied, if the terminal allows it (OSC 52)."))

    async def action_language(self) -> None:
        """Speak the other language, now and from now on."""
        from wslmem.machine.own import preferences_edit

        names = list(LANGUAGES)
        speak(names[(names.index(language()) + 1) % len(names)])
        self.keep_preference(lambda: preferences_edit.set_language(self.paths.config_toml, language()))
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        await self.screen.recompose()
        self.screen.refresh_bindings()
