"""Frozen records: dataclasses to everybody who asks, without what it costs to make one.

A class decorated with `record` has the constructor, comparison, hash, text and pattern of
`@dataclass(frozen=True, slots=True)`, and `dataclasses.replace`, `fields` and `asdict` take it for one. Making a
dataclass compiles six functions from text (0.6 ms, and 6 ms for the import); here one is compiled, at the first
instance. A command makes some hundred types and fills a dozen (docs/decisions/0009).

Not supported, on purpose: `field()`, `__post_init__`, zero-argument `super()`. A class that needs them is a dataclass.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, dataclass_transform, overload

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import replace as replace  # noqa: PLC0414 - of this mypy checks the names of the fields
    from typing import Any, TypeVar

    T = TypeVar("T")
else:

    def replace(one: Any, /, **changes: Any) -> Any:  # noqa: ANN401 - any record
        """A record with the same fields but for `changes`."""
        return type(one)(**{name: getattr(one, name) for name in one.__record_fields__} | changes)


_NOT_OURS = frozenset({"__dict__", "__weakref__"})
_put = object.__setattr__


@overload
def record(cls: type[T], /) -> type[T]: ...
@overload
def record(*, kw_only: bool = ...) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True)
def record(cls: type[T] | None = None, /, *, kw_only: bool = False) -> type[T] | Callable[[type[T]], type[T]]:
    """Make a record of the class, by the annotations in it.

    Raises:
        TypeError: a field without a default follows one with a default.
        ValueError: a default could be changed by one instance for all.
    """
    return _made(cls, kw_only=kw_only) if cls is not None else lambda given: _made(given, kw_only=kw_only)


def _made(cls: type[T], *, kw_only: bool) -> type[T]:
    kinds = cls.__dict__.get("__annotations__", {})  # noqa: RUF063 - inspect is what this module saves
    own = {name: kind for name, kind in kinds.items() if "ClassVar[" not in kind}
    inherited = getattr(cls, "__record_fields__", {})
    defaults = {name: cls.__dict__[name] for name in own if name in cls.__dict__}
    every = inherited | own
    known = {**getattr(cls, "__record_defaults__", {}), **defaults}
    _check(cls.__name__, every, known, kw_only=kw_only)
    body = {name: what for name, what in cls.__dict__.items() if name not in own and name not in _NOT_OURS}
    body |= {
        "__slots__": tuple(name for name in own if name not in inherited),
        "__qualname__": cls.__qualname__,
        "__record_fields__": every,
        "__record_defaults__": known,
        "__match_args__": () if kw_only else tuple(every),
        "__init__": _first_init(tuple(every), known, kw_only=kw_only),
        "__dataclass_fields__": _Twins("__dataclass_fields__", kw_only=kw_only),
        "__dataclass_params__": _Twins("__dataclass_params__", kw_only=kw_only),
    }
    for method in (_repr, _eq, _hash, _setattr, _delattr, _getstate, _setstate):
        body.setdefault(f"_{method.__name__}__", method)
    kind: Any = type(cls)
    made: type[T] = kind(cls.__name__, cls.__bases__, body)
    return made


def is_record(kind: type) -> bool:
    """Whether it was made here."""
    return hasattr(kind, "__record_fields__")


def fields(kind: Any) -> dict[str, bool]:  # noqa: ANN401 - any record
    """The names of a record's fields in their order, and whether each has to be given."""
    return {name: name not in kind.__record_defaults__ for name in kind.__record_fields__}


def _check(name: str, fields: dict[str, str], defaults: dict[str, object], *, kw_only: bool) -> None:
    seen = False
    for field in fields:
        if field in defaults:
            seen = True
            if type(defaults[field]).__hash__ is None:
                raise ValueError(f"the default of {name}.{field} can be changed")
        elif seen and not kw_only:
            raise TypeError(f"{name}.{field} follows a field with a default and has none")


def _first_init(names: tuple[str, ...], defaults: dict[str, object], *, kw_only: bool) -> Callable[..., None]:
    """A constructor that compiles the real one, puts it in its own place and calls it."""

    def __init__(self: object, *args: object, **kwargs: object) -> None:  # noqa: N807 - what a traceback should call it
        real = _init(names, defaults, kw_only=kw_only)
        owner = next((one for one in type(self).__mro__ if one.__dict__.get("__init__") is __init__), None)
        if owner is not None:  # None: another thread, which made one at the same time, was first
            type.__setattr__(owner, "__init__", real)
        real(self, *args, **kwargs)

    return __init__


def _init(names: tuple[str, ...], defaults: dict[str, object], *, kw_only: bool) -> Callable[..., None]:
    parameters = ", ".join(f"{name}=_defaults[{name!r}]" if name in defaults else name for name in names)
    head = f"def __init__(self, {'*, ' if kw_only and names else ''}{parameters}):\n"
    lines = "".join(f"    _put(self, {name!r}, {name})\n" for name in names) or "    pass\n"
    room: dict[str, Any] = {"_put": _put, "_defaults": defaults}
    exec(head + lines, room)  # noqa: S102 - from the names of the fields, as in dataclasses
    made: Callable[..., None] = room["__init__"]
    return made


class _Twins:
    """An attribute of the real dataclass with the same fields, made when somebody asks."""

    def __init__(self, name: str, *, kw_only: bool) -> None:
        self._name = name
        self._kw_only = kw_only

    def __get__(self, instance: object, owner: type) -> object:
        from dataclasses import dataclass

        fields = vars(owner)["__record_fields__"]
        twin = type(owner.__name__, (), {**vars(owner)["__record_defaults__"], "__annotations__": fields})
        made: Any = dataclass(frozen=True, kw_only=self._kw_only)(twin)
        found: object = getattr(made, self._name)
        type.__setattr__(owner, self._name, found)
        return found


def _values(one: Any) -> tuple[object, ...]:  # noqa: ANN401 - any record
    return tuple(getattr(one, name) for name in one.__record_fields__)


def _repr(self: Any) -> str:  # noqa: ANN401 - any record
    fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__record_fields__)
    return f"{type(self).__qualname__}({fields})"


def _eq(self: Any, other: object) -> bool:  # noqa: ANN401 - any record
    return _values(self) == _values(other) if type(self) is type(other) else NotImplemented


def _hash(self: Any) -> int:  # noqa: ANN401 - any record
    return hash(_values(self))


def _setattr(self: object, name: str, value: object) -> None:
    from dataclasses import FrozenInstanceError

    del value
    raise FrozenInstanceError(f"cannot assign to field {name!r} of {type(self).__name__}")


def _delattr(self: object, name: str) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r} of {type(self).__name__}")


def _getstate(self: Any) -> tuple[object, ...]:  # noqa: ANN401 - any record
    return _values(self)


def _setstate(self: Any, state: tuple[object, ...]) -> None:  # noqa: ANN401 - any record
    for name, what in zip(self.__record_fields__, state, strict=True):
        _put(self, name, what)
