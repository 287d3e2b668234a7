"""Sentences in files: the English is what every version reads; the template beside it can still be translated.

A template counts only where it says, word for word, the English that was saved with it, where its fields are bare
names, and where an eye sees all of it: a file can neither make a sentence say one thing in one language and another in
the next, nor format at will, nor bring in what a face spells out in words of others, and in no sentence of ours.
"""

from __future__ import annotations

import re
from typing import Any

from wslmem.patterns import lazy
from wslmem.text import Text, counted, joined, verbatim
from wslmem.visible import unseen

_BARE = lazy(r"(?:[^{}]|\{\{|\}\}|\{[a-z_][a-z0-9_]*\})*", re.IGNORECASE)


def kept(text: Text) -> Any | None:  # noqa: ANN401 - JSON
    """What a file keeps of a sentence beside its English; None where there is nothing to translate."""
    words = text.fields.get("words")
    return None if text.template == "{words}" and not isinstance(words, Text) else text.as_data()


def restored(english: str, made_of: object) -> Text:
    """The sentence that was saved as `english`, made again of what `kept` gave; verbatim where that does not fit."""
    try:
        text = _made(made_of)
        return text if isinstance(text, Text) and str(text) == english else verbatim(english)
    except (TypeError, KeyError, ValueError, IndexError, AttributeError, RecursionError):
        return verbatim(english)


def _made(value: Any) -> object:  # noqa: ANN401 - JSON from a file that anybody may have written
    if not isinstance(value, dict):
        return value
    if "parts" in value:
        separator = _made(value["separator"])
        if not isinstance(separator, Text):
            raise TypeError
        return joined(separator, [_made(part) for part in value["parts"]])
    templates = [value["template"], value.get("many", "")]
    if not all(isinstance(one, str) and _BARE.fullmatch(one) and not unseen(one) for one in templates):
        raise ValueError
    fields = {str(name): _made(part) for name, part in value["fields"].items()}
    if "many" in value:
        str(Text(value["many"], **fields))  # both wordings have all their fields, whichever a language takes
        fields.pop("count", None)
        return counted(value["template"], value["many"], int(value["count"]), **fields)
    return Text(value["template"], **fields)
