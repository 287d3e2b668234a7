"""argparse's own words, as sentences: it takes them from gettext under their English text, which is what `_` is given.

An error of argparse is made by filling a template with `%` and filling that into another one. `Phrase` is such a text
that remembers the sentence it stands for, so that the error that arrives in `Parser.error` is a sentence with fields:
English in JSON, the reader's language elsewhere. What a newer Python says that is not here stays English.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import Any

from wslmem.text import Text, verbatim
from wslmem.words import mark, say

HELP = (
    mark("usage: "),
    mark("positional arguments"),
    mark("options"),
    mark("show this help message and exit"),
    mark("show program's version number and exit"),
)
"""Said in the help; `say` finds them when argparse asks."""
_TYPES: Mapping[str, Callable[[object], Text]] = {
    "int": lambda value: Text("not a whole number: {value}", value=value),
    "float": lambda value: Text("not a number: {value}", value=value),
    "seconds": lambda value: Text("not a time in seconds: {value}", value=value),
    "count": lambda value: Text("not a whole number above 0: {value}", value=value),
}


def _invalid(values: Any) -> Text:  # noqa: ANN401 - what argparse fills in
    told = _TYPES.get(values["type"])
    return told(values["value"]) if told is not None else Text("not valid: {value}", value=values["value"])


ERRORS: Mapping[str, Callable[[Any], Text]] = {
    "argument %(argument_name)s: %(message)s": lambda values: Text(
        "{name}: {what}", name=values["argument_name"], what=sentence(values["message"])
    ),
    "the following arguments are required: %s": lambda names: Text("missing: {names}", names=names),
    "one of the arguments %s is required": lambda names: Text("missing: one of {names}", names=names),
    "invalid choice: %(value)r (choose from %(choices)s)": lambda values: Text(
        "no such choice: {value}", value=values["value"]
    ),
    "invalid %(type)s value: %(value)r": _invalid,
    "not allowed with argument %s": lambda other: Text("cannot be used with {other}", other=other),
    "ignored explicit argument %r": lambda value: Text("takes no value, but was given {value}", value=value),
    "expected one argument": lambda _: Text("needs a value"),
    "expected at most one argument": lambda _: Text("takes one value at most"),
    "expected at least one argument": lambda _: Text("needs at least one value"),
    "expected %s argument": lambda count: Text("needs {count} values", count=count),
    "expected %s arguments": lambda count: Text("needs {count} values", count=count),
}
"""By argparse's own text, of Python 3.11 to 3.14."""


class Phrase(str):
    """A text of argparse that remembers the sentence it stands for."""

    __slots__ = ("sentence",)

    sentence: Text

    def __mod__(self, values: Any) -> Phrase:  # noqa: ANN401 - as str has it
        return _phrase(str.__mod__(self, values), self, values)


def _phrase(text: str, template: str, values: object) -> Phrase:
    made, told = Phrase(text), ERRORS.get(str(template))
    made.sentence = told(values) if told is not None else verbatim(text)
    return made


def gettext(message: str) -> str:
    """What argparse calls `_`."""
    return _phrase(message, message, None) if message in ERRORS and "%" not in message else _template(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The other one that it calls."""
    return _template(one if count == 1 else many)


def _template(message: str) -> str:
    if message not in ERRORS:
        return say(message)
    made = Phrase(message)
    made.sentence = verbatim(message)
    return made


def sentence(message: str) -> Text:
    """The sentence that an error message of argparse stands for."""
    return message.sentence if isinstance(message, Phrase) else verbatim(message)


def speak() -> None:
    """Have argparse ask us for its words, in the language spoken now."""
    for name, ours in (("_", gettext), ("ngettext", ngettext)):
        setattr(argparse, name, ours)
