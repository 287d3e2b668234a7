"""What a package declares and names, without a Go parser: from this follows what a compile reads of those below it.

Files are taken to be formatted by gofmt; of others some declarations are overlooked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from wslmem.machine.project.source import go_functions
from wslmem.machine.project.source.go_declared import BY_POINTER, BY_VALUE, Spelled, Types, name_of
from wslmem.machine.project.source.go_functions import Parts
from wslmem.machine.project.source.go_instances import Instance, given
from wslmem.machine.project.source.go_named import InTexts, Listed, Named
from wslmem.patterns import lazy
from wslmem.records import record

_SIGNATURE = rb"([^\n]*+(?:(?:(?<=[(,])|(?<=[(,]\r))\n[^\n]*+)*+)"
_RECEIVER = rb"\([ \t]*+(?:\w++[ \t]++(?=[*\w]))?+(\*?+)[ \t]*+(\w++)(\[[^\]\n]*+\])?+[ \t]*+\)"
_METHOD = lazy(rb"\nfunc " + _RECEIVER + rb"[ \t]*+(\w++)" + _SIGNATURE)
_METHOD_WHOLE = lazy(_RECEIVER + rb"[ \t]*+(?=\w)")
_FUNCTION = lazy(rb"\nfunc ([A-Z]\w*+)" + _SIGNATURE)
_GENERIC = lazy(rb"\nfunc \w++\[")
_ALIAS = lazy(rb'\n[ \t]*+(\w++)[ \t]++"([^"\n]++)"')
_NOISE = lazy(rb'//[^\n]*|`[^`\n]*`|"[^"\n]*"')
"""Comments, tags and the like, which name nothing."""
_TYPE = b"\ntype "
_MEMBER_OF_GROUP = lazy(rb"\n(?=\t\w)")


@record
class Outline:
    """What the files of a package declare."""

    aliases: dict[bytes, str]
    """Import paths by the name that a file gives them."""
    declared: Types
    functions: dict[bytes, bytes]
    """The signatures of those that other packages can name, each with the rest of its last line."""


@record
class Uses:
    """What the files of a package name and give types."""

    named: Named
    texts: Sequence[bytes]

    def instances(self) -> set[Instance]:
        """What its functions give types in brackets; to find that takes a fifth of what reading a file does."""
        return set[Instance]().union(*map(given, self.texts))


class Reader:
    """Gathers the files of a package."""

    def __init__(self) -> None:
        """No files yet."""
        self._aliases: dict[bytes, str] = {}
        self._types: list[bytes] = []
        self._generic: dict[bytes, Spelled] = {}
        self._functions: dict[bytes, bytes] = {}
        self._methods: dict[bytes, list[bytes]] = defaultdict(list)
        self._lengths: dict[bytes, int] = defaultdict(int)
        self._texts: list[bytes] = []
        self._importing: list[bytes] = []

    def add(self, text: bytes, parts: Parts) -> None:
        """Take in a file.

        Args:
            text: the file, or of it what stands outside functions, their heads, and whole generic functions.
            parts: the same, taken apart.
        """
        self._texts.append(text)
        start = parts.outside.find(b"\nimport ")
        if start >= 0:
            self._importing.append(text)
            self._aliases.update(_aliases(parts.outside, start))
        self._types += _types(parts.outside)
        self._functions.update(_FUNCTION.findall(parts.heads))
        if _GENERIC.search(parts.heads):
            for function in parts.functions:
                if name := name_of(function, generic=True):
                    self._generic.setdefault(name, Spelled(function, None, len(function)))
        methods = _METHOD.findall(parts.heads)
        for star, receiver, parameters, name, signature in methods:
            if not parameters:
                kind = BY_POINTER if star else BY_VALUE
                self._methods[receiver].append(kind + name + signature.partition(b" {")[0])
        if any(parameters for _, _, parameters, _, _ in methods):
            self._add_generic_methods(parts.functions)

    def _add_generic_methods(self, functions: Iterable[bytes]) -> None:
        for function in functions:
            method = _METHOD_WHOLE.match(function)
            if method is not None and method[3]:
                kind = BY_POINTER if method[1] else BY_VALUE
                self._methods[method[2]].append(kind + function[method.end() :])
                self._lengths[method[2]] += len(function)

    def outline(self) -> Outline:
        """What the files declare."""
        texts = _NOISE.sub(b"", _TYPE.join([b"", *self._types])).split(_TYPE)[1:]
        found = {
            name: Spelled(text, b"".join(self._methods.get(name, ())), self._lengths.get(name, 0))
            for text in texts
            if (name := name_of(text))
        }
        for name, function in self._generic.items():
            found.setdefault(name, function)
        return Outline(self._aliases, Types(found), self._functions)

    def uses(self, selectors: Iterable[bytes] | None = None) -> Uses:
        """What the files name; `selectors` are all, where somebody else found them."""
        return Uses(InTexts(self._importing) if selectors is None else Listed(selectors), self._texts)


def read(texts: Iterable[bytes]) -> tuple[Outline, Uses]:
    """What a package of these files declares and names."""
    reader = Reader()
    for text in texts:
        reader.add(text, go_functions.split(text))
    return reader.outline(), reader.uses()


def _aliases(text: bytes, start: int) -> Iterator[tuple[bytes, str]]:
    while start >= 0:
        start += len(b"\nimport ")
        end = text.find(b")" if text.startswith(b"(", start) else b"\n", start)
        for alias, path in _ALIAS.findall(b"\n" + text[start:end]):
            yield alias, path.decode("utf-8", "replace")
        start = text.find(b"\nimport ", end) if end >= 0 else -1


def _end(text: bytes, mark: bytes) -> int:
    """Where `mark` stands, or the line ends, or the text."""
    end = text.find(mark)
    end = end if end >= 0 else text.find(b"\n")
    return end if end >= 0 else len(text)


def _types(text: bytes) -> Iterator[bytes]:
    """Each type declaration, from its name to before the closing brace."""
    for part in text.split(_TYPE)[1:]:
        line = part[: _end(part, b"\n")].rstrip()
        if line == b"(":
            yield from _grouped(part[: _end(part, b"\n)")])
        else:
            yield part[: _end(part, b"\n}")] if line.endswith(b"{") else line


def _grouped(text: bytes) -> Iterator[bytes]:
    """The declarations in `type (...)`, whose lines are indented by one tab more."""
    for part in _MEMBER_OF_GROUP.split(text)[1:]:
        yield part[1:].partition(b"\n\t}")[0]
