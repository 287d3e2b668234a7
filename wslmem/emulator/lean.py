"""Dataclasses without the module of that name: its import takes as long as all else that a call of wsl.exe does.

`dataclass`, `field`, `replace` and `asdict` do what the emulator asks of the real ones, and type checkers take them for
those. There is no inheritance of fields, and no order.
"""

# ruff: noqa: ANN001, ANN002, ANN003, ANN201, ANN202, ANN204 - type checkers read the real ones

from __future__ import annotations

__all__ = ["asdict", "dataclass", "field", "replace"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dataclasses import asdict, dataclass, field, replace
else:

    class _Field:
        def __init__(self, default, factory, init):
            self.default, self.factory, self.init = default, factory, init

    _NONE = object()
    _put = object.__setattr__

    def field(*, default=_NONE, default_factory=None, init=True):
        """A field whose default is made anew for each value, or that no constructor takes."""
        return _Field(default, default_factory, init)

    def dataclass(*, frozen=False, slots=True):
        """Give a class constructor, comparison and text by the annotations in it."""
        assert slots, "every class of the emulator has slots"  # noqa: S101 - a mistake of ours
        return lambda cls: _made(cls, frozen=frozen)

    def _made(cls, *, frozen):
        names = tuple(cls.__dict__.get("__annotations__", {}))  # noqa: RUF063 - inspect is what this module saves
        given = {name: cls.__dict__[name] for name in names if name in cls.__dict__}
        fields = {name: one if isinstance(one, _Field) else _Field(one, None, True) for name, one in given.items()}
        body = {name: what for name, what in cls.__dict__.items() if name not in (*names, "__dict__", "__weakref__")}
        body |= {"__slots__": names, "__init__": _constructor(names, fields), "__eq__": _equal, "__repr__": _text}
        if frozen:
            body |= {"__setattr__": _refuse, "__delattr__": _refuse, "__hash__": _hash}
        return type(cls)(cls.__name__, cls.__bases__, body)

    def _constructor(names, fields):
        asked = tuple(name for name in names if name not in fields or fields[name].init)

        def __init__(self, *args, **kwargs):  # noqa: N807 - what a traceback should call it
            if len(args) > len(asked) or not kwargs.keys() <= set(asked[len(args) :]):
                raise TypeError(f"{type(self).__name__} takes {', '.join(asked)}, not {args} and {kwargs}")
            values = dict(zip(asked, args)) | kwargs  # noqa: B905 - the rest comes by name, or by default
            for name in names:
                if name in values:
                    _put(self, name, values[name])
                elif name not in fields:
                    raise TypeError(f"{type(self).__name__} needs {name}")
                elif fields[name].factory is not None:
                    _put(self, name, fields[name].factory())
                elif fields[name].default is not _NONE:
                    _put(self, name, fields[name].default)
            if hasattr(self, "__post_init__"):
                self.__post_init__()

        return __init__

    def asdict(value):
        """The fields by name; what is in them as it is."""
        return {name: getattr(value, name) for name in value.__slots__}

    def replace(value, **changes):
        """The same value with other fields."""
        return type(value)(**(asdict(value) | changes))

    def _equal(self, other):
        return asdict(self) == asdict(other) if type(self) is type(other) else NotImplemented

    def _hash(self):
        return hash(tuple(asdict(self).values()))

    def _text(self):
        return f"{type(self).__name__}({', '.join(f'{name}={what!r}' for name, what in asdict(self).items())})"

    def _refuse(self, name, *_):
        raise AttributeError(f"{type(self).__name__}.{name} is not to be changed")
