"""Values to what JSON knows."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from pathlib import PurePath
from typing import Any

from wslmem.codec.sentences import kept
from wslmem.codec.shape import SENTENCES, WHY_NULL, record_fields
from wslmem.records import is_record
from wslmem.text import Text

_PLAIN = frozenset({str, int, float, bool, type(None)})


def encode(value: Any, *, sentences: bool = False) -> Any:  # noqa: ANN401 - any value that JSON can hold
    """`value` as dict, list, str, int, float, bool and None.

    Args:
        value: a record, tuple, list, mapping, enum, sentence, path, or plain value.
        sentences: whether each record keeps the templates of its sentences beside their English (for files that are
            read again), under `sentences`.

    Raises:
        TypeError: something in it has no place in JSON.
    """
    kind: Any = type(value)
    if kind in _PLAIN:
        return value
    if isinstance(value, Text | PurePath):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [encode(item, sentences=sentences) for item in value]
    if isinstance(value, Mapping):
        return {str(encode(key)): encode(item, sentences=sentences) for key, item in value.items()}
    if is_record(kind):
        return _record(value, sentences=sentences)
    raise TypeError(f"no JSON: {value!r}")


def _record(value: Any, *, sentences: bool) -> dict[str, Any]:  # noqa: ANN401 - a record
    kind: Any = type(value)
    known: dict[str, Any] = {}
    why, told = {}, {}
    for field in record_fields(kind):
        item = getattr(value, field.name)
        known[field.name] = _columns(item) if field.columns and item else encode(item, sentences=sentences)
        if item is None and field.why_null:
            why[field.name] = field.why_null
        elif sentences and (made_of := _sentences(item)):
            told[field.name] = made_of
    return known | ({WHY_NULL: why} if why else {}) | ({SENTENCES: told} if told else {})


def _columns(rows: tuple[Any, ...]) -> dict[str, list[Any]]:
    kind: Any = type(rows[0])
    return {field.name: [getattr(row, field.name) for row in rows] for field in record_fields(kind)}


def _sentences(item: object) -> Any | None:  # noqa: ANN401 - JSON
    """What is kept of a sentence, or of a row of them."""
    if isinstance(item, Text):
        return kept(item)
    if isinstance(item, tuple) and item and all(isinstance(one, Text) for one in item):
        rows = [kept(one) for one in item]
        return rows if any(rows) else None
    return None
