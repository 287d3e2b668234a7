"""Watch an apply: every step with its time and proof, a choice when the shutdown hangs, undo afterwards."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.reactive import reactive
from textual.widgets import Button

from wslmem.machine.system import clock
from wslmem.tui.lines import apply
from wslmem.tui.screens.base import LAST, BaseScreen
from wslmem.tui.stories.apply import ApplyStory
from wslmem.tui.widgets.facts import Fact, Facts
from wslmem.tui.widgets.panel import Panel
from wslmem.words import mark, say


class ApplyScreen(BaseScreen[None], inherit_bindings=False):
    """Drawn from the app's story; leaving it stops nothing."""

    NAME = mark("Apply")
    TELLS = mark(
        "Each line is a step that was done, with the seconds since the start. The checks compare what the file "
        "says with what the new VM shows. If the VM does not start, the old file is restored and WSL is started "
        "with it. If `wsl --shutdown` does not respond you may force it, which loses what is not saved in WSL, or stop "
        "waiting."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("z,ctrl+z", "undo", mark("Undo"), key_display="z"),
        Binding("f", "force", mark("Force")),
        Binding("s", "stop", mark("Stop")),
        Binding("b", "app.go('benchmarks')", mark("Bench")),
        *LAST,
    ]
    story: reactive[ApplyStory | None] = reactive(None)

    def body(self) -> ComposeResult:
        """State, events, buttons."""
        with VerticalScroll(id="apply"):
            with Panel(say("State")):
                yield Facts(id="ending")
                # In this order none moves under the mouse as others come and go, and Undo is out of the way of Stop.
                with Horizontal(classes="buttons"):
                    yield Button(say("Back"), id="back", compact=True, variant="primary")
                    yield Button(say("Stop waiting"), id="stop", compact=True)
                    yield Button(say("Force shutdown"), id="force", compact=True, variant="error")
                    yield Button(say("Undo"), id="undo", compact=True)
            with Panel(say("Steps")):
                yield Facts(id="steps")

    def on_mount(self) -> None:
        """Follow the story, and let the clock of a wait run."""
        self.follow("apply_story", "story")
        self.set_interval(1, self._tick)
        self.query_one("#back").focus()

    def watch_story(self, story: ApplyStory | None) -> None:
        """Draw what happened so far."""
        if story is None:
            return
        self.query_one("#ending", Facts).facts = tuple(apply.standing(story))
        self._tick()
        for name, shown in (("undo", self._may_undo), ("force", story.hangs), ("stop", story.shutting_down)):
            self.query_one(f"#{name}").display = shown
        self.refresh_bindings()
        if story.hangs:
            self.query_one("#stop").focus()

    def _tick(self) -> None:
        story = self.story
        if story is None:
            return
        lines = list(apply.moments(story))
        if story.shutting_down:
            waited = say("waiting since {seconds} s", seconds=f"{clock.monotonic() - story.began:.0f}")
            lines.append(Fact(" ", waited))
        self.query_one("#steps", Facts).facts = tuple(lines)

    @property
    def _may_undo(self) -> bool:
        story = self.story
        result = story.result if story is not None else None
        return result is not None and result.changed and result.backup is not None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show a key only where it does something."""
        del parameters
        shown = {
            "undo": self._may_undo,
            "force": self.story is not None and self.story.hangs,
            "stop": self.story is not None and self.story.shutting_down,
        }
        return shown.get(action, True)

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """Each button does what its key does."""
        await self.run_action(event.button.id or "back")

    def action_undo(self) -> None:
        """Put the backup back."""
        story = self.story
        if story is not None and story.result is not None and story.result.backup is not None:
            self.jobs.restore(story.result.backup.name)

    def action_force(self) -> None:
        """Ask once more, then force the shutdown."""
        self.run_worker(self._force())

    async def _force(self) -> None:
        from wslmem.tui.screens.ask import AskDialog

        question = say("Force the shutdown? Everything that is not saved in WSL is lost.")
        if await self.app.push_screen_wait(AskDialog(question, say("Force it"))):
            self.jobs.force()

    def action_stop(self) -> None:
        """Stop waiting; what is on disk stays."""
        self.jobs.cancel("apply")
