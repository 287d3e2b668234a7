"""What JSON or TOML gave, to values of a type. One reader per type is made, once, and then called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import cache
from itertools import repeat
from math import inf, isfinite
from pathlib import PurePath
from types import NoneType
from typing import Any, Literal, TypeVar, cast, get_args, get_origin

from wslmem.codec.sentences import restored
from wslmem.codec.shape import SENTENCES, Field, arms, plain, record_fields
from wslmem.records import is_record
from wslmem.text import Text, verbatim

T = TypeVar("T")
Reader = Callable[[Any], Any]


class MismatchError(ValueError):
    """A value is not of the type that its place asks for."""

    def __init__(self, problem: Text) -> None:
        super().__init__(problem)
        self.problem = problem
        """`not a number`, `missing`."""
        self._steps: list[str] = []

    def under(self, step: str) -> MismatchError:
        """The same, told from one level further up: `step` is `.wall` or `[3]`."""
        self._steps.append(step)
        return self

    @property
    def path(self) -> str:
        """`runs[3].wall`; empty for the whole."""
        return "".join(reversed(self._steps)).removeprefix(".")

    @property
    def text(self) -> Text:
        """The place and the problem, without a full stop."""
        return Text("{place}: {problem}", place=self.path, problem=self.problem) if self.path else self.problem

    def __str__(self) -> str:
        return str(self.text)


def decode(kind: type[T], value: Any) -> T:  # noqa: ANN401 - what a parser of JSON or TOML gives
    """The value of type `kind` that `encode` made `value` from. Keys that `kind` does not have are passed over.

    Raises:
        MismatchError: `value` does not fit, with the path to the place.
    """
    read: Reader = _reader(cast("Any", kind))
    return cast("T", read(value))


@cache
def _reader(kind: Any) -> Reader:  # noqa: ANN401 - any type
    kind = plain(kind)
    if len(arms(kind)) > 1:
        return _union_reader(kind)
    return _class_reader(kind) if get_origin(kind) is None else _generic_reader(get_origin(kind), get_args(kind))


def _generic_reader(origin: Any, members: tuple[Any, ...]) -> Reader:  # noqa: ANN401 - any type
    if origin is tuple:
        return _tuple_reader(members)
    if origin is Literal:
        return _choice_reader({value: value for value in members})
    return _mapping_reader(members[1])


def _class_reader(kind: Any) -> Reader:  # noqa: ANN401 - any type
    if is_record(kind):
        return _record_reader(kind)
    if issubclass(kind, Enum):
        return _choice_reader({member.value: member for member in kind})
    if issubclass(kind, PurePath):
        return lambda value: kind(_text(value))
    return _PLAIN[kind]


def _text(value: Any) -> str:  # noqa: ANN401 - read from outside
    if type(value) is not str:
        raise MismatchError(Text("not text"))
    return value


def _whole(value: Any) -> int:  # noqa: ANN401 - read from outside
    if type(value) is not int:
        raise MismatchError(Text("not a whole number"))
    return value


def _number(value: Any) -> float:  # noqa: ANN401 - read from outside
    if type(value) not in (float, int):
        raise MismatchError(Text("not a number"))
    try:
        number = float(value)
    except OverflowError:
        number = inf
    if not isfinite(number):  # 1e999 is good JSON, and infinite
        raise MismatchError(Text("a number too large"))
    return number


def _flag(value: Any) -> bool:  # noqa: ANN401 - read from outside
    if type(value) is not bool:
        raise MismatchError(Text("neither true nor false"))
    return value


_PLAIN: Mapping[Any, Reader] = {
    str: _text,
    int: _whole,
    float: _number,
    bool: _flag,
    object: lambda value: value,
    Text: lambda value: verbatim(_text(value)),
}


def _choice_reader(choices: Mapping[Any, Any]) -> Reader:
    known = ", ".join(map(str, choices))

    def read(value: Any) -> Any:  # noqa: ANN401 - read from outside
        try:
            return choices[value]
        except (KeyError, TypeError):
            raise MismatchError(Text("none of {known}", known=known)) from None

    return read


def _union_reader(kind: Any) -> Reader:  # noqa: ANN401 - a union
    """None, or the first member that the value fits; where none does, the last one's complaint."""
    others = [_reader(arm) for arm in arms(kind) if arm is not NoneType]
    optional = NoneType in arms(kind)

    def read(value: Any) -> Any:  # noqa: ANN401 - read from outside
        if value is None and optional:
            return None
        for attempt in others[:-1]:
            try:
                return attempt(value)
            except MismatchError:
                continue
        return others[-1](value)

    return read


def _tuple_reader(members: tuple[Any, ...]) -> Reader:
    readers = [_reader(member) for member in members if member is not Ellipsis]
    endless = members[-1] is Ellipsis

    def read(value: Any) -> tuple[Any, ...]:  # noqa: ANN401 - read from outside
        if not isinstance(value, list):
            raise MismatchError(Text("not a list"))
        if not endless and len(value) != len(readers):
            raise MismatchError(Text("not a list of {count}", count=len(readers)))
        return tuple(_each(value, repeat(readers[0]) if endless else readers))

    return read


def _each(values: Iterable[Any], readers: Iterable[Reader]) -> list[Any]:
    found: list[Any] = []
    try:
        for read, value in zip(readers, values, strict=False):
            found.append(read(value))
    except MismatchError as error:
        raise error.under(f"[{len(found)}]") from None
    return found


def _mapping_reader(member: Any) -> Reader:  # noqa: ANN401 - any type
    reader = _reader(member)

    def read(value: Any) -> dict[str, Any]:  # noqa: ANN401 - read from outside
        return {name: _at(name, reader, item) for name, item in _object(value).items()}

    return read


def _record_reader(kind: Any) -> Reader:  # noqa: ANN401 - a record
    @cache
    def readers() -> tuple[tuple[Field, Reader], ...]:
        """Made at the first use: a type may hold itself."""
        return tuple(
            (field, _columns_reader(get_args(field.kind)[0]) if field.columns else _reader(field.kind))
            for field in record_fields(kind)
        )

    def read(value: Any) -> Any:  # noqa: ANN401 - an instance of `kind`
        found = {}
        for field, reader in readers():
            if field.name in _object(value):
                found[field.name] = _at(field.name, reader, value[field.name])
            elif field.required:
                raise MismatchError(Text("missing")).under(f".{field.name}")
        told = value.get(SENTENCES)
        if isinstance(told, dict):
            found |= {name: _retold(found[name], made_of) for name, made_of in told.items() if name in found}
        return kind(**found)

    return read


def _columns_reader(kind: type) -> Reader:
    """A list per field, all of one length; or, as older files have it, a list of records."""
    by_row = _tuple_reader((kind, Ellipsis))

    def read(value: Any) -> tuple[Any, ...]:  # noqa: ANN401 - read from outside
        if not isinstance(value, dict):
            return cast("tuple[Any, ...]", by_row(value))
        columns = {field.name: value[field.name] for field in record_fields(kind) if field.name in value}
        lengths = {len(column) if isinstance(column, list) else -1 for column in columns.values()}
        if len(lengths) != 1 or -1 in lengths:
            raise MismatchError(Text("not an object of lists of one length"))
        missing = [field.name for field in record_fields(kind) if field.required and field.name not in columns]
        if missing:
            raise MismatchError(Text("missing")).under(f".{missing[0]}")
        read = {
            field.name: _at(field.name, _column_reader(field.kind), columns[field.name])
            for field in record_fields(kind)
            if field.name in columns
        }
        return tuple(kind(**dict(zip(read, row, strict=True))) for row in zip(*read.values(), strict=True))

    return read


@cache
def _column_reader(kind: Any) -> Reader:  # noqa: ANN401 - any type
    """Thousands of values of one type: where all are of it, which is quickly seen, they stay as they are."""
    fitting = {plain(arm) for arm in arms(kind)}
    reader = _reader(kind)

    def read(column: list[Any]) -> list[Any]:
        kinds = set(map(type, column))
        if (
            fitting <= _UNCHANGED
            and kinds <= fitting
            and (float not in kinds or all(map(isfinite, filter(None, column))))
        ):
            return column
        return _each(column, repeat(reader))

    return read


_UNCHANGED = frozenset({str, int, float, bool, NoneType})


def _object(value: Any) -> dict[str, Any]:  # noqa: ANN401 - read from outside
    if not isinstance(value, dict):
        raise MismatchError(Text("not an object"))
    return value


def _at(name: str, read: Reader, value: Any) -> Any:  # noqa: ANN401 - read from outside
    try:
        return read(value)
    except MismatchError as error:
        raise error.under(f".{name}") from None


def _retold(found: Any, made_of: Any) -> Any:  # noqa: ANN401 - a sentence, a row of them, or what only claims to be one
    if isinstance(found, Text):
        return restored(str(found), made_of)
    if isinstance(found, tuple) and isinstance(made_of, list) and len(found) == len(made_of):
        return tuple(
            restored(str(text), one) if isinstance(text, Text) and one is not None else text
            for text, one in zip(found, made_of, strict=True)
        )
    return found
