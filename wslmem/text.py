"""Sentences as values: a template in English and the fields in it, translated once, by the face that shows them.

`str()` of a sentence is its English. Nothing that is finished is ever parsed again: whoever wants the figure in a
sentence asks its fields, whoever wants the sentence in another language translates its template. A field is a word of
the world (a path, a size, what the user wrote) and is never translated; it may be a sentence itself, and then is.

No import here: the express lane of the command line raises errors, and errors are made of sentences.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Protocol

    class Catalogue(Protocol):
        """What `gettext` gives."""

        def gettext(self, message: str, /) -> str:
            """The translation, or the message itself."""

        def ngettext(self, one: str, many: str, count: int, /) -> str:
            """The translation that fits the count."""


class Text:
    """One sentence, or a part of one: a template with named fields.

    >>> str(Text("the VM has {limit}", limit="4 GiB"))
    'the VM has 4 GiB'

    Two are equal when template and fields are. Templates are literals in the code: that is how the catalogue finds
    them. A brace that is meant as one is doubled in a template, also in one without fields.
    """

    __slots__ = ("_fields", "_template")

    _template: str
    _fields: tuple[tuple[str, object], ...]

    def __init__(self, template: str, /, **fields: object) -> None:
        object.__setattr__(self, "_template", template)
        object.__setattr__(self, "_fields", tuple(fields.items()))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a sentence does not change: {name}")

    @property
    def template(self) -> str:
        """What the catalogue translates."""
        return self._template

    @property
    def fields(self) -> dict[str, object]:
        """What stands in the template, by name: texts, numbers, or sentences."""
        return dict(self._fields)

    def as_data(self) -> dict[str, object]:
        """What the sentence is made of as plain values, for files from which it is to be made again."""
        return {"template": self._template, "fields": {name: _data(value) for name, value in self._fields}}

    def translated(self, catalogue: Catalogue, word: Callable[[object], str] = str) -> str:
        """The sentence in the catalogue's language, with the sentences in its fields; `word` shows the other fields."""
        return _filled(self._pattern(catalogue), self._fields, lambda part: part.translated(catalogue, word), word)

    def _pattern(self, catalogue: Catalogue) -> str:
        # gettext answers the empty message with the catalogue's header.
        return catalogue.gettext(self._template) if self._template else ""

    def __str__(self) -> str:
        return _filled(self._template, self._fields, str)

    def __bool__(self) -> bool:
        return bool(str(self))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Text):
            return NotImplemented
        return type(self) is type(other) and (self._template, self._fields) == (other._template, other._fields)

    def __hash__(self) -> int:
        return hash(self._template)

    def __deepcopy__(self, memo: object) -> Text:
        return self

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"


class _Counted(Text):
    """A sentence whose wording depends on a count."""

    __slots__ = ("_count", "_many")

    _count: int
    _many: str

    def __init__(self, one: str, many: str, count: int, fields: dict[str, object]) -> None:
        super().__init__(one, count=count, **fields)
        object.__setattr__(self, "_many", many)
        object.__setattr__(self, "_count", count)

    def as_data(self) -> dict[str, object]:
        return {**super().as_data(), "many": self._many, "count": self._count}

    def _pattern(self, catalogue: Catalogue) -> str:
        return catalogue.ngettext(self._template, self._many, self._count)

    def __str__(self) -> str:
        return _filled(self._template if self._count == 1 else self._many, self._fields, str)


class _Joined(Text):
    """Sentences one after another."""

    __slots__ = ("_separator",)

    _separator: Text

    def __init__(self, separator: Text, parts: Iterable[object]) -> None:
        named = {f"p{number}": part for number, part in enumerate(parts)}
        super().__init__("".join(f"{{{name}}}" for name in named), **named)
        object.__setattr__(self, "_separator", separator)

    def as_data(self) -> dict[str, object]:
        return {"separator": self._separator.as_data(), "parts": [_data(part) for _, part in self._fields]}

    def translated(self, catalogue: Catalogue, word: Callable[[object], str] = str) -> str:
        separator = self._separator.translated(catalogue, word)
        return separator.join(
            _shown(part, lambda one: one.translated(catalogue, word), word) for _, part in self._fields
        )

    def __str__(self) -> str:
        return str(self._separator).join(str(part) for _, part in self._fields)


def counted(one: str, many: str, count: int, /, **fields: object) -> Text:
    """`one` or `many`, whichever the language wants for `count`, which fills `{count}` in both.

    >>> str(counted("{count} package", "{count} packages", 1))
    '1 package'
    """
    return _Counted(one, many, count, fields)


def joined(separator: Text, parts: Iterable[object]) -> Text:
    """The parts (sentences, or words of the world) with `separator`, itself a sentence, between them.

    >>> str(joined(Text(", "), ["memory", "swap"]))
    'memory, swap'
    """
    return _Joined(separator, parts)


def verbatim(words: object) -> Text:
    """Words of the world where a sentence is wanted: what another program said, what a user wrote. Never translated.

    >>> str(verbatim("a {brace}"))
    'a {brace}'
    """
    return Text("{words}", words=words)


def _filled(
    template: str,
    fields: tuple[tuple[str, object], ...],
    show: Callable[[Text], str],
    word: Callable[[object], str] = str,
) -> str:
    return template.format_map({name: _shown(value, show, word) for name, value in fields})


def _shown(value: object, show: Callable[[Text], str], word: Callable[[object], str]) -> str:
    return show(value) if isinstance(value, Text) else word(value)


def _data(value: object) -> object:
    if isinstance(value, Text):
        return value.as_data()
    return value if isinstance(value, str | int | float | bool) else str(value)
