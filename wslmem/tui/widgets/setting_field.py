"""One setting: its name, a field, two step buttons, and in place the reason why a text cannot stand there."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Button, Input, Static

from wslmem.text import Text
from wslmem.words import mark, say, tell
from wslmem.workflows.draft import typed_size

TYPED = frozenset("0123456789kKmMgGtTbBi., ")
"""What the field takes for itself; every other letter stays a key of the screen."""


class SettingInput(Input):
    """A field that keeps its hands off the screen's letters and steps with the arrow keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(1)", mark("Increase"), show=False),
        Binding("down", "step(-1)", mark("Decrease"), show=False),
        Binding("shift+up", "step(4)", mark("Increase by 4 steps"), show=False),
        Binding("shift+down", "step(-4)", mark("Decrease by 4 steps"), show=False),
    ]

    class Stepped(Message):
        """An arrow key, or a step button, asks for another value."""

        def __init__(self, steps: int) -> None:
            super().__init__()
            self.steps = steps

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Only what can be part of a value, so that the screen's keys work from here."""
        del key
        return character is not None and character in TYPED

    async def _on_key(self, event: events.Key) -> None:
        if event.is_printable and event.character not in TYPED:
            event.prevent_default()

    def action_step(self, steps: int) -> None:
        """Ask for another value."""
        self.post_message(self.Stepped(steps))


class SettingField(Horizontal):
    """A setting of the draft under one name: `memory`, `swap` or `processors`."""

    DEFAULT_CSS = """
    SettingField { height: auto; }
    SettingField Static.name { width: 12; }
    SettingField Input { width: 14; padding: 0 1; }
    SettingField Button { min-width: 3; width: 5; }
    SettingField Static.word { width: 1fr; padding: 0 1; height: auto; }
    SettingField Static.word.-refused { color: $text-error; text-style: bold; }
    """

    class Changed(Message):
        """The text in the field changed; it may not be a value yet."""

        def __init__(self, name: str, text: str) -> None:
            super().__init__()
            self.name = name
            self.text = text

    class Stepped(Message):
        """Another value is asked for, `steps` from the one there."""

        def __init__(self, name: str, steps: int) -> None:
            super().__init__()
            self.name = name
            self.steps = steps

    def __init__(self, setting: str) -> None:
        super().__init__(id=f"field-{setting}")
        self._setting = setting
        self._text = ""
        self._unheard = 0
        """Changes that are told, and not yet taken up."""

    def compose(self) -> ComposeResult:
        """Name, minus, field, plus, word."""
        yield Static(self._setting, classes="name")
        yield StepButton("-", -1)
        yield SettingInput(compact=True, placeholder=say("WSL default"), select_on_focus=False)
        yield StepButton("+", 1)
        yield Static(classes="word", markup=False)

    def heard(self) -> None:
        """A change that was told is taken up."""
        self._unheard -= 1

    def show(self, value: str | None) -> None:
        """Put a value into the field without telling, unless somebody types faster than it is taken up."""
        field = self.query_one(SettingInput)
        if self._unheard or field.value != self._text:
            return
        self._text = value or ""
        if field.value != self._text:
            with self.prevent(Input.Changed):
                field.value = self._text
            field.cursor_position = len(self._text)

    def tell(self, word: str, *, refused: bool) -> None:
        """Say something beside the field: why a text cannot stand there, or what an empty field means."""
        label = self.query_one(".word", Static)
        label.update(f"✗ {word}" if refused else word)
        label.set_class(refused, "-refused")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep out what cannot become a value, say why, and tell the rest."""
        event.stop()
        text, word = typed_size(self._text, event.value) if self._setting != "processors" else self._digits(event.value)
        self._text = text
        if text != event.value:
            with self.prevent(Input.Changed):
                event.input.value = text
            event.input.cursor_position = len(text)
        self._unheard += 1
        self.post_message(self.Changed(self._setting, text))
        if word is not None:
            self.call_after_refresh(self.tell, tell(word), refused=True)

    def _digits(self, text: str) -> tuple[str, Text | None]:
        good = text == "" or (text.isascii() and text.isdigit() and len(text) < 5)  # noqa: PLR2004 - nobody has 10,000
        return (text, None) if good else (self._text, Text("a whole number, 1 or more"))

    def on_setting_input_stepped(self, event: SettingInput.Stepped) -> None:
        """An arrow key."""
        event.stop()
        self.post_message(self.Stepped(self._setting, event.steps))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A step button; the focus goes to the field."""
        event.stop()
        if isinstance(event.button, StepButton):
            self.query_one(SettingInput).focus()
            self.post_message(self.Stepped(self._setting, event.button.steps))


class StepButton(Button, can_focus=False):
    """For the mouse; the keyboard has the arrow keys in the field."""

    def __init__(self, label: str, steps: int) -> None:
        super().__init__(label, compact=True)
        self.steps = steps
