"""Saved profiles: choose one, or give the draft a name."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, OptionList
from textual.widgets.option_list import Option

from wslmem.machine.own.preferences import Profile
from wslmem.patterns import lazy
from wslmem.tui.screens.dialog import BaseDialog
from wslmem.tui.widgets.facts import Fact, Facts
from wslmem.tui.widgets.row_list import Rows
from wslmem.visible import on_one_line
from wslmem.words import say

NAME = lazy(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
"""What is also good for `--profile NAME` in a script."""


class ProfilesDialog(BaseDialog[Profile | None]):
    """Answers the chosen profile."""

    def __init__(self, profiles: tuple[Profile, ...]) -> None:
        super().__init__()
        self._profiles = profiles

    def compose(self) -> ComposeResult:
        """The list, or a word where it is empty."""
        with Vertical(id="dialog") as dialog:
            dialog.border_title = say("Profiles")
            if self._profiles:
                yield Rows(*(Option(_row(one), id=one.name) for one in self._profiles), compact=True)
            else:
                yield Facts(
                    [Fact("", say("No profile is saved yet: on the change screen, s saves what stands there."))]
                )
            with Horizontal(classes="buttons"):
                yield Button(say("Cancel"), id="cancel", compact=True)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer the profile."""
        self.dismiss(self._profiles[event.option_index])

    def on_button_pressed(self) -> None:
        """Answer none."""
        self.dismiss(None)


def _row(profile: Profile) -> Content:
    values = "  ".join(f"{key}={value}" for key, value in profile.settings)
    return Content.assemble((on_one_line(profile.name).ljust(16), "bold"), on_one_line(values))


class NameDialog(BaseDialog[str | None]):
    """Asks for a profile's name."""

    def compose(self) -> ComposeResult:
        """One field."""
        with Vertical(id="dialog") as dialog:
            dialog.border_title = say("Save as profile")
            yield Input(placeholder=say("name"), compact=True, max_length=40)
            yield Facts([Fact("", say("Letters, digits, - and _. Enter saves it in config.toml."))])
            with Horizontal(classes="buttons"):
                yield Button(say("Cancel"), id="cancel", compact=True)
                yield Button(say("Save"), id="save", compact=True, variant="primary")

    def on_input_submitted(self) -> None:
        """Enter saves."""
        self._answer()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Save or cancel."""
        if event.button.id == "save":
            self._answer()
        else:
            self.dismiss(None)

    def _answer(self) -> None:
        name = self.query_one(Input).value.strip()
        if NAME.fullmatch(name):
            self.dismiss(name)
        else:
            self.notify(say("That name would not work on a command line."), severity="warning")
