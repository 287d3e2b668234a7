"""What the codec knows of a type: its fields, their types, and how they are written."""

from __future__ import annotations

from functools import cache
from types import UnionType
from typing import Annotated, Any, NewType, Union, get_args, get_origin, get_type_hints

from wslmem.records import fields, record

SENTENCES = "sentences"
"""Key beside the fields of a record, where files keep the templates of its sentences."""
WHY_NULL = "why_null"
"""Key beside the fields of a record: why a figure is null, by its name."""


class _Columns:
    """See `COLUMNS`."""


COLUMNS = _Columns()
"""Mark of a tuple of records that is written as one object with a list per field: thousands of rows, a fifth of the
size."""


@record
class WhyNull:
    """Mark of a field that may be None where the record does not say why: `Annotated[X | None, WhyNull("..")]`."""

    reason: str
    """English, half a sentence: `/proc/meminfo was not read`."""


@record
class Field:
    """One field of a record."""

    name: str
    kind: Any
    """Its type without marks."""
    required: bool
    """Whether the record cannot be made without it."""
    columns: bool
    why_null: str


@cache
def record_fields(kind: Any) -> tuple[Field, ...]:  # noqa: ANN401 - a record
    """The fields of a record in their order."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple(Field(name, *_bare(hints[name], required=required)) for name, required in fields(kind).items())


def _bare(hint: Any, *, required: bool) -> tuple[Any, bool, bool, str]:  # noqa: ANN401 - any type
    marks: tuple[Any, ...] = ()
    if get_origin(hint) is Annotated:
        hint, *rest = get_args(hint)
        marks = tuple(rest)
    why = next((mark.reason for mark in marks if isinstance(mark, WhyNull)), "")
    return hint, required, COLUMNS in marks, why


def arms(kind: Any) -> tuple[Any, ...]:  # noqa: ANN401 - any type
    """The members of a union; of any other type, itself alone."""
    return get_args(kind) if get_origin(kind) in {Union, UnionType} else (kind,)


def plain(kind: Any) -> Any:  # noqa: ANN401 - any type
    """The type behind a `NewType` and marks: `Bytes` is int."""
    while True:
        if isinstance(kind, NewType):
            kind = kind.__supertype__
        elif get_origin(kind) is Annotated:
            kind = get_args(kind)[0]
        else:
            return kind
