"""Dataclasses to plain JSON values and back, by the types of their fields. The way back checks every value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

from wslmem.bench.run import Action, Sample
from wslmem.text import Text, verbatim

COLUMNS = frozenset({Action, Sample})
"""Types of which a tuple is written as one list per field: thousands of readings, a fifth of the size."""

Reasons = Mapping[type, Mapping[str, str]]
"""By dataclass and field: why the field is null where it is."""


class MismatchError(ValueError):
    """A value is not of the type that its place asks for."""

    def __init__(self, path: str, expected: str) -> None:
        super().__init__(f"{path or 'the whole'} is not {expected}")


def encode(value: Any, reasons: Reasons) -> Any:  # noqa: ANN401 - any value that JSON can hold
    """`value` as JSON knows it; a dataclass becomes an object, with `why_null` beside figures that are unknown."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Text):
        return str(value)
    if isinstance(value, tuple):
        row: Any = type(value[0]) if value else None
        if row in COLUMNS:
            return {name: [getattr(item, name) for item in value] for name in _names(row)}
        return [encode(item, reasons) for item in value]
    if not is_dataclass(value) or isinstance(value, type):
        return value
    kind: Any = type(value)
    known = {name: encode(getattr(value, name), reasons) for name in _names(kind)}
    why = {name: why for name, why in reasons.get(kind, {}).items() if known[name] is None}
    return known | ({"why_null": why} if why else {})


def decode(kind: Any, value: Any, path: str = "") -> Any:  # noqa: ANN401 - the caller knows what `kind` gives
    """The value of type `kind` that `encode` made `value` from. Unknown keys are passed over.

    Raises:
        MismatchError: `value` does not fit, with the path to the place (`runs[3].wall`).
    """
    if isinstance(kind, NewType):
        return decode(kind.__supertype__, value, path)
    if get_origin(kind) in {Union, UnionType}:
        return _decode_union(kind, value, path)
    if get_origin(kind) is tuple:
        return _decode_tuple(get_args(kind), value, path)
    if is_dataclass(kind):
        return _decode_record(kind, value, path)
    if issubclass(kind, Enum):
        return _decode_enum(kind, value, path)
    return _decode_plain(kind, value, path)


def _decode_plain(kind: type, value: Any, path: str) -> Any:  # noqa: ANN401 - str, int, float or bool
    if kind is Text:
        return verbatim(_decode_plain(str, value, path))
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise MismatchError(path, {str: "text", bool: "true or false", int: "a whole number"}.get(kind, "a number"))
    return value


def _decode_enum(kind: type[Enum], value: Any, path: str) -> Enum:  # noqa: ANN401 - read from outside
    try:
        return kind(value)
    except ValueError:
        raise MismatchError(path, "one of " + ", ".join(str(member.value) for member in kind)) from None


def _decode_union(kind: Any, value: Any, path: str) -> Any:  # noqa: ANN401 - some type, or None
    others = [arm for arm in get_args(kind) if arm is not NoneType]
    return None if value is None else decode(others[0], value, path)


def _decode_tuple(arms: tuple[Any, ...], value: Any, path: str) -> tuple[Any, ...]:  # noqa: ANN401 - read from outside
    if arms[0] in COLUMNS and isinstance(value, dict):
        return _decode_columns(arms[0], value, path)
    if not isinstance(value, list):
        raise MismatchError(path, "a list")
    kinds = [arms[0]] * len(value) if arms[-1] is Ellipsis else list(arms)
    if len(kinds) != len(value):
        raise MismatchError(path, f"a list of {len(kinds)}")
    return tuple(decode(kind, item, f"{path}[{i}]") for i, (kind, item) in enumerate(zip(kinds, value, strict=True)))


def _decode_columns(kind: type, value: dict[str, Any], path: str) -> tuple[Any, ...]:
    columns = {name: value[name] for name in _names(kind) if name in value}
    lengths = {len(column) if isinstance(column, list) else -1 for column in columns.values()}
    if len(lengths) != 1 or -1 in lengths:
        raise MismatchError(path, "an object of lists of one length")
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return tuple(_decode_record(kind, row, f"{path}[{i}]") for i, row in enumerate(rows))


def _decode_record(kind: Any, value: Any, path: str) -> Any:  # noqa: ANN401 - an instance of `kind`
    if not isinstance(value, dict):
        raise MismatchError(path, "an object")
    hints, found = _hints(kind), {}
    for field in fields(kind):
        place = f"{path}.{field.name}".lstrip(".")
        if field.name in value:
            found[field.name] = decode(hints[field.name], value[field.name], place)
        elif field.default is MISSING and field.default_factory is MISSING:
            raise MismatchError(place, "there")
    return kind(**found)


@cache
def _names(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 - a dataclass
    return tuple(field.name for field in fields(kind))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
