"""Help: what a screen is for, and every key that works on it, from the bindings themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Button, Static

from wslmem.telling import fact as telling
from wslmem.tui.screens.dialog import BaseDialog
from wslmem.tui.widgets.facts import Fact, Facts, told
from wslmem.words import mark, say

if TYPE_CHECKING:
    from textual.binding import ActiveBinding

EVERYWHERE = (
    ("Tab", mark("to the next field or button; Shift+Tab back")),
    ("Enter", mark("press the button, choose the line")),
    ("Ctrl+P", mark("every command by its name; so does a click on the top line")),
    ("Ctrl+Q", mark("leave wslmem; nothing is changed by leaving")),
    (mark("Mouse"), mark("click, drag and scroll wherever keys work; Shift+drag selects text")),
)


class HelpScreen(BaseDialog[None]):
    """The help of one screen."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("question_mark,f1,q", "dismiss", show=False)]

    def __init__(
        self,
        name: str,
        tells: str,
        bindings: dict[str, ActiveBinding],
        explained: Mapping[str, Iterable[telling.Fact]],
    ) -> None:
        super().__init__()
        self._explained = explained
        self._about = name
        self._tells = tells
        self._bindings_there = bindings

    def compose(self) -> ComposeResult:
        """The text, then the keys."""
        with VerticalScroll(id="dialog", classes="wide") as dialog:
            dialog.border_title = self._about
            yield Facts([Fact("", self._tells)])
            for head, facts in self._explained.items():
                yield Static(head, classes="head", markup=False)
                yield Facts(told(facts))
            yield Static(say("Keys"), classes="head")
            yield Facts(self._keys())
            yield Static(say("Everywhere"), classes="head")
            yield Facts(Fact(say(key), say(text)) for key, text in EVERYWHERE)
            yield Button(say("Close"), id="close", compact=True)

    def _keys(self) -> list[Fact]:
        """Actions with all their keys, in the order of the bindings."""
        keys: dict[str, list[str]] = {}
        for found in self._bindings_there.values():
            if found.binding.description and _ours(found):
                keys.setdefault(found.binding.description, []).append(self.app.get_key_display(found.binding))
        return [Fact(" ".join(dict.fromkeys(names)), text) for text, names in keys.items()]

    def on_button_pressed(self) -> None:
        """Close."""
        self.dismiss()


def _ours(found: ActiveBinding) -> bool:
    """Whether it is a key of ours; how Textual's own widgets scroll and move a cursor is known to everybody."""
    classes = [kind for kind in type(found.node).__mro__ if kind.__module__.startswith("wslmem.")]
    return any(_action(one) == found.binding.action for kind in classes for one in vars(kind).get("BINDINGS", ()))


def _action(binding: BindingType) -> str:
    return binding.action if isinstance(binding, Binding) else binding[1]
