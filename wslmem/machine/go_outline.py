"""What a package declares and names, without a Go parser: from this follows what a compile reads of those below it.

Files are taken to be formatted by gofmt; of others some declarations are overlooked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_SELECTOR = re.compile(rb"\b[A-Za-z_]\w*\.[A-Z]\w*")
_NAME = re.compile(rb"(\w+)(?:\[(\w[^\]]*(?:\[[^\]]*\][^\]]*)*)\])?")
_RECEIVER = re.compile(rb"\(\s*(?:\w+\s+)?\*?\s*(\w+)(\[[^\]]*\])?\s*\)\s*\w+")
_ALIAS = re.compile(rb'^[ \t]*(\w+)[ \t]+"([^"\n]+)"', re.MULTILINE)
_TYPED = re.compile(rb"\][({]")
_INSTANCE = re.compile(rb"([A-Za-z_]\w*(?:\.[A-Z]\w*)?)\[([^\[\]\n]*(?:\[[^\[\]\n]*\][^\[\]\n]*)*)\]")
_NOISE = re.compile(rb'//[^\n]*|`[^`\n]*`|"[^"\n]*"')
"""Comments, tags and the like, which name nothing."""
_WORD = re.compile(rb"\w+")

Instance = tuple[bytes, bytes]
"""What is given types, and the types: `(b"atomic.Pointer", b"node")`."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A type with its methods, or a function."""

    text: bytes
    """Where it names types: its fields and signatures; of generic code all."""
    methods: int = 0
    """Those that it lists as an interface."""
    parameters: frozenset[bytes] = frozenset()
    """Words of the type parameters of something generic."""
    generic: int = 0
    """Bytes of generic code: of the function, or of the type's methods."""


@dataclass(slots=True)
class Outline:
    """What all files of a package declare and name."""

    aliases: dict[bytes, str] = field(default_factory=dict)
    """Import paths by the name that a file gives them."""
    selectors: set[bytes] = field(default_factory=set)
    """`v1.Pod`: what it names of other packages; some are fields and methods."""
    instances: set[Instance] = field(default_factory=set)
    """What its functions give types in brackets."""
    declared: dict[bytes, Declared] = field(default_factory=dict)


def outline(texts: Iterable[bytes], selectors: Iterable[bytes] = ()) -> Outline:
    """The outline of a package.

    Args:
        texts: its files, or of each what stands outside functions, their heads, and whole generic functions.
        selectors: those that were found in what is left out of `texts`.
    """
    found = Outline(selectors=set(selectors))
    signatures: dict[bytes, list[bytes]] = defaultdict(list)
    generic: dict[bytes, int] = defaultdict(int)
    for text in texts:
        if (start := text.find(b"\nimport ")) >= 0:
            found.selectors.update(_SELECTOR.findall(text))
            found.aliases.update(_aliases(text, start))
        found.instances.update(_instances(text))
        for declaration in _types(text):
            _add_type(found.declared, declaration)
        for function in text.split(b"\nfunc ")[1:]:
            head = function[: _end(function, b" {")]
            if not head.startswith(b"("):
                _add_function(found.declared, head, function)
            elif receiver := _RECEIVER.match(head):
                length = _length(function) if receiver[2] else 0
                signatures[receiver[1]].append(function[receiver.end() : max(length, len(head))])
                generic[receiver[1]] += length
    for name, parts in signatures.items():
        if known := found.declared.get(name):
            text = b"\n".join([known.text, *parts])
            found.declared[name] = Declared(text, known.methods, known.parameters, generic[name])
    return found


def instances(text: bytes) -> list[Instance]:
    """What is given types in brackets where types are named, as in `Items []List[Item]`."""
    return _INSTANCE.findall(text) if b"[" in text else []


def _end(text: bytes, mark: bytes) -> int:
    """Where `mark` stands, or the line ends, or the text."""
    end = text.find(mark)
    end = end if end >= 0 else text.find(b"\n")
    return end if end >= 0 else len(text)


def _length(function: bytes) -> int:
    """Bytes up to the closing brace."""
    line = function[: _end(function, b"\n")].rstrip()
    return len(line) if line.endswith(b"}") else _end(function, b"\n}")


def _aliases(text: bytes, start: int) -> Iterator[tuple[bytes, str]]:
    while start >= 0:
        start += len(b"\nimport ")
        end = text.find(b")" if text.startswith(b"(", start) else b"\n", start)
        for alias, path in _ALIAS.findall(text[start:end]):
            yield alias, path.decode("utf-8", "replace")
        start = text.find(b"\nimport ", end) if end >= 0 else -1


def _instances(text: bytes) -> Iterator[Instance]:
    """Those on the few lines that may hold one; a search of the whole text for the pattern would take long."""
    position = 0
    while (found := _TYPED.search(text, position)) is not None:
        start, end = text.rfind(b"\n", 0, found.start()) + 1, text.find(b"\n", found.end())
        position = end if end >= 0 else len(text)
        if not text.startswith(b"func ", start):
            yield from _on_line(text[start:position])


def _on_line(line: bytes) -> Iterator[Instance]:
    """What a line gives types, also without saying so, as `New(` in `pager.New(pager.Handler[Response]{`."""
    found = _INSTANCE.findall(line)
    yield from found
    for selector in _SELECTOR.findall(line):
        yield from ((selector, given) for _, given in found)


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
    named, methods = _members(_NOISE.sub(b"", body), interface=head.endswith(b"interface {"))
    declared[name[1]] = Declared(b"\n".join([head, *named]), methods, _words(name[2]))


def _members(body: bytes, *, interface: bool) -> tuple[list[bytes], int]:
    """Where the lines of a struct or an interface name types, and how many methods there are."""
    named, methods = [], 0
    for line in body.split(b"\n"):
        words = line.split(None, 1)
        if not words:
            continue
        is_method = interface and b"(" in words[0][1:]
        methods += is_method
        named.append(line.partition(b"(")[2] if is_method else words[-1])
    return named, methods


def _add_function(declared: dict[bytes, Declared], head: bytes, function: bytes) -> None:
    name = _NAME.match(head)
    if name is not None:
        generic = _length(function) if name[2] else 0
        text = function[name.end() : max(generic, len(head))]
        declared.setdefault(name[1], Declared(text, 0, _words(name[2]), generic))


def _words(parameters: bytes | None) -> frozenset[bytes]:
    return frozenset(_WORD.findall(parameters or b""))
