"""What a package declares: kept as text, and looked into when somebody names it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from wslmem.patterns import lazy

_PLAIN = rb"[^\[\]]*+"
_LISTED = _PLAIN + (rb"(?:\[" + _PLAIN + rb"(?:\[" + _PLAIN + rb"\]" + _PLAIN + rb")*+\]" + _PLAIN + rb")*+")
"""What stands in brackets: in it brackets, and brackets in these."""
_NAME = lazy(rb"(\w++)(?:\[(\w" + _LISTED + rb")\])?+")
_WORD = lazy(rb"\w+")
_EMBEDDED = lazy(rb"\*?+[\w.]++(?:\[.*\])?$")
_ONE_LINE = lazy(rb"struct\s?\{ (\*?[\w.]+) \}$")
_ALONE = lazy(rb"\n[ \t]*+\*?+[\w.]++(?:\[[^\n]*+|[ \t\r]*+(?:\n|\Z))")
"""A line that may embed a type."""
_FIELD = lazy(rb"\n[ \t]*+[^\s]++[ \t]++(?=[^\s])")
"""What stands before the type of a field."""
_NOTHING = frozenset[bytes]()
BY_VALUE, BY_POINTER = b"\0 ", b"\0*"
"""What stands before each method in `Spelled.methods`."""
_METHOD = lazy(rb"\0[ *](?:\w++)?+")
_BY_VALUE, _BY_POINTER = lazy(rb"\0 (\w++)"), lazy(rb"\0\*(\w++)")


class Spelled(NamedTuple):
    """A type with its methods, or a generic function, as it is written."""

    text: bytes
    """From its name on, a type without comments and strings."""
    methods: bytes | None
    """Of a type: each behind `BY_VALUE` or `BY_POINTER`, from its name to its body, if it is generic to its end.

    None of a function."""
    generic: int
    """Bytes of generic code: of the function, or of the type's methods."""


class Declared(NamedTuple):
    """A type with its methods, or a generic function."""

    text: bytes
    """Where it names types: its fields and signatures; of generic code all."""
    interface: bool = False
    alias: bool = False
    """Whether it is another name for the type that it embeds here."""
    listed: tuple[bytes, ...] = ()
    """Names of the methods that it lists as an interface."""
    methods: bytes = b""
    """As in `Spelled`: few are asked for their names."""
    embedded: tuple[bytes, ...] = ()
    """Types whose methods are its own, as it names them: `*sync.Mutex`."""
    parameters: frozenset[bytes] = frozenset()
    """Words of the type parameters of something generic."""
    generic: int = 0
    """Bytes of generic code: of the function, or of the type's methods."""
    is_function: bool = False

    @property
    def by_value(self) -> frozenset[bytes]:
        """Names of the methods that take the type itself, or that it lists as an interface."""
        return frozenset(_BY_VALUE.findall(self.methods) if self.methods else self.listed)

    @property
    def by_pointer(self) -> frozenset[bytes]:
        """Those of the methods that take a pointer to it."""
        return frozenset(_BY_POINTER.findall(self.methods))


class Types:
    """The types and the generic functions of a package by name."""

    __slots__ = ("_generic", "_read", "spelled")

    def __init__(self, spelled: dict[bytes, Spelled]) -> None:
        """Those that are `spelled` so."""
        self.spelled = spelled
        self._read: dict[bytes, Declared] = {}
        self._generic: frozenset[bytes] | None = None

    def __contains__(self, name: bytes) -> bool:
        """Whether something of this name is declared."""
        return name in self.spelled

    def __iter__(self) -> Iterator[bytes]:
        """The names."""
        return iter(self.spelled)

    def get(self, name: bytes) -> Declared | None:
        """What is declared by this name, None for nothing."""
        if name not in self._read:
            spelled = self.spelled.get(name)
            if spelled is None:
                return None
            self._read[name] = declared(spelled)
        return self._read[name]

    def generic(self) -> frozenset[bytes]:
        """The names of what may be given types."""
        if self._generic is None:
            self._generic = frozenset(
                name
                for name, (text, methods, _) in self.spelled.items()
                if methods is None or text.startswith(b"[", len(name))
            )
        return self._generic

    def parameters(self) -> set[bytes]:
        """The words of all type parameters."""
        found = set[bytes]()
        for spelled in self.spelled.values():
            if b"[" in spelled.text.partition(b"\n")[0] and (name := _NAME.match(spelled.text)):
                found.update(_words(name[2]))
        return found

    def value_methods(self) -> tuple[int, list[bytes]]:
        """How many methods there are that take a type itself, and the types of which that does not tell all."""
        count, others = 0, []
        for name, (text, methods, _) in self.spelled.items():
            if methods is None:
                continue
            line = text[: text.find(b"\n")] if b"\n" in text else text
            if (
                b"[" in line
                or b" = " in line
                or b"{ " in line
                or line.rstrip().endswith(b"interface {")
                or _ALONE.search(text)
            ):
                others.append(name)
            elif methods:
                count += methods.count(BY_VALUE)
        return count, others


def name_of(text: bytes, *, generic: bool = False) -> bytes:
    """The name at the start of a declaration, empty where there is none; with `generic` where it has no parameters."""
    name = _NAME.match(text)
    return name[1] if name is not None and (name[2] or not generic) else b""


def declared(spelled: Spelled) -> Declared:
    """What the text of a declaration says."""
    text, methods, generic = spelled
    name = _NAME.match(text)
    if name is None:
        return Declared(text)
    parameters = _words(name[2]) if name[2] else _NOTHING
    if methods is None:
        return Declared(text[name.end() :], parameters=parameters, generic=generic, is_function=True)
    head, _, body = text[name.end() :].partition(b"\n")
    head = head.rstrip()
    alias, interface = head.startswith(b" = "), head.endswith(b"interface {")
    if interface or _ALONE.search(text):
        members = _members(body, interface=interface)
    else:
        members = _Members([_FIELD.sub(b"\n", b"\n" + body) if body else b"\n"], [], [])
    return Declared(
        b"\n".join([head, *members.named, _METHOD.sub(b"\n", methods) if methods else b""]),
        interface=interface,
        alias=alias,
        listed=tuple(members.methods),
        methods=methods,
        embedded=tuple([head[3:]] if alias else _ONE_LINE.findall(head) or members.embedded),
        parameters=parameters,
        generic=generic,
    )


class _Members(NamedTuple):
    named: list[bytes]
    """Where the lines of a struct or an interface name types."""
    methods: list[bytes]
    embedded: list[bytes]


def _members(body: bytes, *, interface: bool) -> _Members:
    found = _Members([], [], [])
    for line in body.split(b"\n"):
        words = line.split(None, 1)
        if not words:
            continue
        if interface and b"(" in words[0][1:]:
            name, _, rest = line.strip().partition(b"(")
            found.methods.append(name)
            found.named.append(rest)
        elif (len(words) == 1 or b"[" in words[0]) and _EMBEDDED.match(line.strip()):
            found.embedded.append(line.strip())
            found.named.append(line)
        else:
            found.named.append(words[-1])
    return found


def _words(parameters: bytes | None) -> frozenset[bytes]:
    return frozenset(_WORD.findall(parameters or b""))
