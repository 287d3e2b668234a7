"""Whole texts: a JSON or TOML document to a value of a type, with an error that a person can act on, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeVar

from wslmem.codec.decoding import MismatchError, decode
from wslmem.codec.encoding import encode
from wslmem.errors import WslmemError
from wslmem.patterns import lazy
from wslmem.text import Text

T = TypeVar("T")
_VERSION = lazy(r"(.+)/(\d{1,6})")
MOST_DOTS = 100
"""In a line of a TOML text. Python's own reader takes time by the square of a key's parts (3.11: 0.2 s for 20 kB of
`a.`, and 64 times that for eight times as many); what people write in such a line has a handful.
"""
_BOMS_OF_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class DecodeError(WslmemError):
    """The text is not what the type asks for: no JSON or TOML, of another schema, or a value of another type."""


class NewerError(DecodeError):
    """The text is of a later version of its schema: an older wslmem has met what a newer one wrote."""


def to_json(
    value: object,
    *,
    schema: str = "",
    first: Mapping[str, object] | None = None,
    sentences: bool = False,
    indent: int | None = None,
) -> str:
    """`value` as one ASCII JSON text with a newline at its end.

    Args:
        value: a record, or a mapping.
        schema: what stands first in it, `wslmem/journal/1`; empty for none.
        first: members that stand before those of `value`.
        sentences: whether sentences keep their templates, for a file that is read again.
        indent: blanks a level; None for one line.
    """
    document = {"schema": schema} if schema else {}
    document |= encode(first or {}) | encode(value, sentences=sentences)
    return json.dumps(document, ensure_ascii=True, allow_nan=False, indent=indent) + "\n"


def from_json(kind: type[T], data: str | bytes, *, schema: str = "", unmarked: bool = False, place: str = "") -> T:
    """The value of type `kind` that `to_json` wrote.

    Args:
        kind: a record.
        data: the text; bytes are UTF-8, with a BOM or without.
        schema: what it must say of itself, `wslmem/journal/1`; empty for anything.
        unmarked: whether a text without a schema is taken for one of `schema`: files that are older than the mark.
        place: names the text in errors.

    Raises:
        DecodeError: it is no JSON, of another schema (a newer one is called so), or a value does not fit.
    """
    document = read_json(data, place=place)
    if schema:
        _check_schema(document, schema, unmarked=unmarked, place=place)
    return _decoded(kind, document, place)


def from_toml(kind: type[T], data: bytes, *, place: str = "") -> T:
    """The value of type `kind` in a TOML text: UTF-8, with a BOM or without.

    Raises:
        DecodeError: it is no UTF-8, no TOML, or a value does not fit.
    """
    return _decoded(kind, read_toml(data, place=place), place)


def read_toml(data: bytes, *, place: str = "") -> dict[str, Any]:
    """What a TOML text holds, as plain values: UTF-8, with a BOM or without.

    Raises:
        DecodeError: it is no UTF-8, or no TOML, or a line has more than `MOST_DOTS` dots.
    """
    import tomllib

    text = _utf8(data, place)
    _check_dots(text, place)
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise DecodeError(
            Text("not TOML: {why}", why=error), place=place, next_step=Text("fix that line, or move the file away")
        ) from None


def _check_dots(text: str, place: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > MOST_DOTS:
            raise DecodeError(
                Text("line {number} has more than {count} dots", number=number, count=MOST_DOTS),
                place=place,
                next_step=Text("fix that line, or move the file away"),
            )


def read_json(data: str | bytes, *, place: str = "") -> Any:  # noqa: ANN401 - any JSON
    """What a JSON text holds, as plain values.

    Raises:
        DecodeError: it is no JSON.
    """
    text = data if isinstance(data, str) else _utf8(data, place)
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise DecodeError(Text("not JSON: {why}", why=error), place=place) from None


def _decoded(kind: type[T], document: Any, place: str) -> T:  # noqa: ANN401 - any JSON
    try:
        return decode(kind, document)
    except MismatchError as error:
        raise DecodeError(error.text, place=place) from None


def _check_schema(document: Any, schema: str, *, unmarked: bool, place: str) -> None:  # noqa: ANN401 - any JSON
    found = document.get("schema") if isinstance(document, dict) else None
    if found == schema or (found is None and unmarked):
        return
    ours, theirs = _VERSION.fullmatch(schema), _VERSION.fullmatch(found) if isinstance(found, str) else None
    if ours and theirs and ours[1] == theirs[1] and int(theirs[2]) > int(ours[2]):
        raise NewerError(
            Text("written by a newer wslmem ({found}; this one reads {schema})", found=found, schema=schema),
            place=place,
            next_step=Text("update wslmem"),
        )
    raise DecodeError(
        Text("the schema is {found}, not {schema}", found=Text("none") if found is None else found, schema=schema),
        place=place,
    )


def _utf8(data: bytes, place: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        wide = data.startswith(_BOMS_OF_UTF_16)
        cause = Text("the file is UTF-16, not UTF-8") if wide else Text("the file is not UTF-8")
        raise DecodeError(cause, place=place, next_step=Text("save it as UTF-8, or move it away")) from None


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON number")
