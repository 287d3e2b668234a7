"""What would be recommended on another computer: fields and the advice below them. Nothing can be applied from here."""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Button, Input, Static

from wslmem.errors import WslmemError
from wslmem.sizing.go_flags import BuildFlags
from wslmem.sizing.host import HostMemory
from wslmem.sizing.project import GoProject
from wslmem.telling import advice
from wslmem.telling.fact import Fact, Tone, alone
from wslmem.text import Text
from wslmem.tui.screens.dialog import BaseDialog
from wslmem.tui.widgets.facts import Facts, told
from wslmem.units import show_size
from wslmem.words import say, tell
from wslmem.workflows import other_computer, what_if

NOT_HERE = Text("Not this computer: WSL's defaults, no other programs. Nothing can be applied from here.")
MEMORY, PROCESSORS, LIMIT, JOBS = Text("RAM"), Text("processors"), Text("RAM and page file"), Text("jobs (-p)")
FIELDS = {"memory": MEMORY, "processors": PROCESSORS, "limit": LIMIT, "jobs": JOBS}
"""By the names of the fields; the last two may be empty."""


class WhatIfDialog(BaseDialog[None]):
    """Asks for a computer and tells the advice for it; both are forgotten when it is left."""

    class Told(Message):
        """What is recommended, or why it is no computer."""

        def __init__(self, facts: tuple[Fact, ...]) -> None:
            super().__init__()
            self.facts = facts

    def __init__(self, project: GoProject | None, host: HostMemory) -> None:
        super().__init__()
        self._project = project
        self._typed = {"memory": show_size(host.total), "processors": str(host.processors), "limit": "", "jobs": ""}

    def compose(self) -> ComposeResult:
        """Fields, advice, a button."""
        with Vertical(id="dialog", classes="wide tall") as dialog:
            dialog.border_title = say("Another computer")
            yield Facts(told([alone(NOT_HERE, Tone.CARE)]))
            for name, label in FIELDS.items():
                with Horizontal(classes="field"):
                    yield Static(tell(label), markup=False)
                    yield Input(self._typed[name], placeholder=_empty(name), compact=True, max_length=12, id=name)
            with VerticalScroll(classes="scrolled", can_focus=False):
                yield Facts(id="told")
            with Horizontal(classes="buttons"):
                yield Button(say("Close"), compact=True, variant="primary")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Work it out beside the screen; the last word counts."""
        self._typed = {**self._typed, str(event.input.id): event.value.strip()}
        self.run_worker(partial(self._work_out, self._typed), thread=True, group="what-if", exclusive=True)

    def _work_out(self, typed: dict[str, str]) -> None:
        try:
            self.post_message(self.Told(tuple(_advice(self._project, typed))))
        except WslmemError as error:
            self.post_message(self.Told((alone(error.cause, Tone.CARE),)))

    def on_what_if_dialog_told(self, message: Told) -> None:
        """Show it."""
        self.query_one("#told", Facts).facts = tuple(told(message.facts))

    def on_button_pressed(self) -> None:
        """Close."""
        self.dismiss()


def _advice(project: GoProject | None, typed: dict[str, str]) -> tuple[Fact, ...]:
    """What is recommended for the computer that was typed.

    Raises:
        UsageError: it is none.
    """
    limit = other_computer.size(LIMIT, typed["limit"]) if typed["limit"] else None
    memory = other_computer.size(MEMORY, typed["memory"])
    computer = other_computer.computer(memory, other_computer.count(PROCESSORS, typed["processors"]), LIMIT, limit)
    flags = BuildFlags(other_computer.count(JOBS, typed["jobs"]) if typed["jobs"] else None)
    found = what_if.elsewhere(project, flags, computer)
    line = advice.sum_line(found)
    return (
        advice.headline(found), *advice.settings(found, unchanged=project is not None), *advice.options(found),
        *advice.warnings(found), *([line] if line else advice.sums(found, reasons=True)),
    )  # fmt: skip


def _empty(name: str) -> str:
    """What an empty field means."""
    return {"limit": say("not known: no limit"), "jobs": say("as many as processors")}.get(name, "")
