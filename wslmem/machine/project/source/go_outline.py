"""What a package declares and names, without a Go parser: from this follows what a compile reads of those below it.

Files are taken to be formatted by gofmt; of others some declarations are overlooked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from wslmem.machine.project.source import go_functions
from wslmem.machine.project.source.go_instances import SELECTOR, Instance, before_body, given
from wslmem.records import record

_PLAIN = rb"[^\[\]]*+"
_LISTED = _PLAIN + (rb"(?:\[" + _PLAIN + rb"(?:\[" + _PLAIN + rb"\]" + _PLAIN + rb")*+\]" + _PLAIN + rb")*+")
"""What stands in brackets: in it brackets, and brackets in these."""
_NAME = re.compile(rb"(\w++)(?:\[(\w" + _LISTED + rb")\])?+")
_FUNC = b"\nfunc "
_SIGNATURE = rb"([^\n]*+(?:(?:(?<=[(,])|(?<=[(,]\r))\n[^\n]*+)*+)"
_RECEIVER = rb"\([ \t]*+(?:\w++[ \t]++(?=[*\w]))?+(\*?+)[ \t]*+(\w++)(\[[^\]\n]*+\])?+[ \t]*+\)"
_METHOD = re.compile(rb"\nfunc " + _RECEIVER + rb"[ \t]*+(\w++)" + _SIGNATURE)
_FUNCTION = re.compile(rb"\nfunc ([A-Z]\w*+)" + _SIGNATURE)
_GENERIC = re.compile(rb"\nfunc \w++\[")
_ALIAS = re.compile(rb'^[ \t]*+(\w++)[ \t]++"([^"\n]++)"', re.MULTILINE)
_NOISE = re.compile(rb'//[^\n]*|`[^`\n]*`|"[^"\n]*"')
"""Comments, tags and the like, which name nothing."""
_WORD = re.compile(rb"\w+")
_EMBEDDED = re.compile(rb"\*?+[\w.]++(?:\[.*\])?$")
_ONE_LINE = re.compile(rb"struct\s?\{ (\*?[\w.]+) \}$")


@record
class Declared:
    """A type with its methods, or a generic function."""

    text: bytes
    """Where it names types: its fields and signatures; of generic code all."""
    interface: bool = False
    alias: bool = False
    """Whether it is another name for the type that it embeds here."""
    by_value: frozenset[bytes] = frozenset()
    """Names of the methods that take the type itself, or that it lists as an interface."""
    by_pointer: frozenset[bytes] = frozenset()
    """Those of the methods that take a pointer to it."""
    embedded: tuple[bytes, ...] = ()
    """Types whose methods are its own, as it names them: `*sync.Mutex`."""
    parameters: frozenset[bytes] = frozenset()
    """Words of the type parameters of something generic."""
    generic: int = 0
    """Bytes of generic code: of the function, or of the type's methods."""
    is_function: bool = False


@record
class Outline:
    """What the files of a package declare and name."""

    aliases: dict[bytes, str]
    """Import paths by the name that a file gives them."""
    selectors: set[bytes]
    """`v1.Pod`: what it names of other packages; some are fields and methods."""
    instances: set[Instance]
    """What its functions give types in brackets."""
    declared: dict[bytes, Declared]
    functions: dict[bytes, bytes]
    """The signatures of those that other packages can name, each with the rest of its last line."""


class Method(NamedTuple):
    """A method with a body."""

    receiver: bytes
    """Its type, without the star."""
    name: bytes
    by_pointer: bool
    text: bytes
    """Where it names types."""
    generic: int
    """Bytes of generic code."""


@record
class File:
    """What one file has of that, where types are without the methods that it or another file gives them."""

    outline: Outline
    methods: list[Method]


def file(text: bytes) -> File:
    """What a file declares and names.

    Args:
        text: the file, or of it what stands outside functions, their heads, and whole generic functions.
    """
    start = text.find(b"\nimport ")
    declared: dict[bytes, Declared] = {}
    for declaration in _types(text):
        _add_type(declared, declaration)
    for function in _GENERIC.finditer(text):
        _add_function(declared, _function(text, function.start()))
    found = Outline(
        dict(_aliases(text, start)),
        set(SELECTOR.findall(text)) if start >= 0 else set(),
        set(given(text)),
        declared,
        dict(_FUNCTION.findall(text)),
    )
    return File(found, [_method(text, method) for method in _METHOD.finditer(text)])


def outline(files: Iterable[File], selectors: Iterable[bytes] = ()) -> Outline:
    """The outline of a package, of its files and `selectors` that were found in what was left out of their text."""
    found = Outline({}, set(selectors), set(), {}, {})
    methods: dict[bytes, list[Method]] = defaultdict(list)
    for one in files:
        found.aliases.update(one.outline.aliases)
        found.selectors.update(one.outline.selectors)
        found.instances.update(one.outline.instances)
        found.declared.update(one.outline.declared)
        found.functions.update(one.outline.functions)
        for method in one.methods:
            methods[method.receiver].append(method)
    for name, own in methods.items():
        if known := found.declared.get(name):
            found.declared[name] = _with_methods(known, own)
    return found


def _with_methods(known: Declared, methods: list[Method]) -> Declared:
    return Declared(  # dataclasses.replace takes three times as long, and this is asked for each type of a build
        text=b"\n".join([known.text, *(one.text for one in methods)]),
        interface=known.interface,
        alias=known.alias,
        by_value=frozenset(one.name for one in methods if not one.by_pointer),
        by_pointer=frozenset(one.name for one in methods if one.by_pointer),
        embedded=known.embedded,
        parameters=known.parameters,
        generic=sum(one.generic for one in methods),
        is_function=known.is_function,
    )


def _end(text: bytes, mark: bytes) -> int:
    """Where `mark` stands, or the line ends, or the text."""
    end = text.find(mark)
    end = end if end >= 0 else text.find(b"\n")
    return end if end >= 0 else len(text)


def _function(text: bytes, start: int) -> bytes:
    """The function whose line begins behind `start`, up to its closing brace, without `func `."""
    end = text.find(_FUNC, start + 1)
    return go_functions.split(text[start : end if end >= 0 else len(text)])[1][0]


def _method(text: bytes, found: re.Match[bytes]) -> Method:
    star, receiver, parameters, name, signature = found.groups()
    if not parameters:
        return Method(receiver, name, bool(star), before_body(signature), 0)
    whole = _function(text, found.start())
    return Method(receiver, name, bool(star), whole[found.start(5) - found.start() - len(_FUNC) :], len(whole))


def _aliases(text: bytes, start: int) -> Iterator[tuple[bytes, str]]:
    while start >= 0:
        start += len(b"\nimport ")
        end = text.find(b")" if text.startswith(b"(", start) else b"\n", start)
        for alias, path in _ALIAS.findall(text[start:end]):
            yield alias, path.decode("utf-8", "replace")
        start = text.find(b"\nimport ", end) if end >= 0 else -1


def _types(text: bytes) -> Iterator[bytes]:
    """Each type declaration, from its name to before the closing brace."""
    for part in text.split(b"\ntype ")[1:]:
        line = part[: _end(part, b"\n")].rstrip()
        if line == b"(":
            yield from _grouped(part[: _end(part, b"\n)")])
        else:
            yield part[: _end(part, b"\n}")] if line.endswith(b"{") else line


def _grouped(text: bytes) -> Iterator[bytes]:
    """The declarations in `type (...)`, whose lines are indented by one tab more."""
    for part in re.split(rb"\n(?=\t\w)", text)[1:]:
        yield part[1:].partition(b"\n\t}")[0]


def _add_type(declared: dict[bytes, Declared], text: bytes) -> None:
    name = _NAME.match(text)
    if name is None:
        return
    head, _, body = text[name.end() :].partition(b"\n")
    head = _NOISE.sub(b"", head).rstrip()
    alias = head.startswith(b" = ")
    members = _members(_NOISE.sub(b"", body), interface=head.endswith(b"interface {"))
    declared[name[1]] = Declared(
        b"\n".join([head, *members.named]),
        interface=head.endswith(b"interface {"),
        alias=alias,
        by_value=frozenset(members.methods),
        embedded=tuple([head[3:]] if alias else _ONE_LINE.findall(head) or members.embedded),
        parameters=_words(name[2]),
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


def _add_function(declared: dict[bytes, Declared], function: bytes) -> None:
    name = _NAME.match(function)
    if name is not None and name[2]:
        one = Declared(function[name.end() :], parameters=_words(name[2]), generic=len(function), is_function=True)
        declared.setdefault(name[1], one)


def _words(parameters: bytes | None) -> frozenset[bytes]:
    return frozenset(_WORD.findall(parameters or b""))
