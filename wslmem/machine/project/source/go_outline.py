"""What a package declares and names, without a Go parser: from this follows what a compile reads of those below it.

Files are taken to be formatted by gofmt; of others some declarations are overlooked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from wslmem.machine.project.source import go_functions, go_source
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
_TYPE, _IMPORT = b"\ntype ", b"\nimport "
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


def read(texts: Sequence[bytes]) -> tuple[Outline, Uses]:
    """What a package of these files declares and names."""
    return outline(texts, go_functions.split(go_functions.together(texts))), uses(texts)


def outline(texts: Iterable[bytes], parts: Parts) -> Outline:
    """What the files of a package declare.

    Args:
        texts: the files, or of each what stands outside functions, their heads, and whole generic functions.
        parts: all of them as one text, taken apart.
    """
    methods, lengths = _methods(parts)
    types = _NOISE.sub(b"", _TYPE.join([b"", *_types(parts.outside)])).split(_TYPE)[1:]
    found = {
        name: Spelled(text, b"".join(methods.get(name, ())), lengths.get(name, 0))
        for text in types
        if (name := name_of(text))
    }
    if _GENERIC.search(parts.heads):
        for function in parts.functions:
            if (name := name_of(function, generic=True)) and name not in found:
                found[name] = Spelled(function, None, len(function))
    return Outline(_aliases(texts), Types(found), dict(_FUNCTION.findall(parts.heads)))


def uses(texts: Sequence[bytes], selectors: Iterable[bytes] | None = None) -> Uses:
    """What the files of a package name; `selectors` are all, where somebody else found them."""
    if selectors is not None:
        return Uses(Listed(selectors), texts)
    return Uses(InTexts([text for text in texts if _IMPORT in text]), texts)


def _methods(parts: Parts) -> tuple[dict[bytes, list[bytes]], dict[bytes, int]]:
    """The methods of types as `Spelled` has them, and how long those of generic types are in all."""
    found, lengths = defaultdict[bytes, list[bytes]](list), defaultdict[bytes, int](int)
    heads, generic = _METHOD.findall(parts.heads), False
    for star, receiver, parameters, name, signature in heads:
        if parameters:
            generic = True
        else:
            found[receiver].append((BY_POINTER if star else BY_VALUE) + name + signature.partition(b" {")[0])
    for function in parts.functions if generic else ():
        method = _METHOD_WHOLE.match(function)
        if method is not None and method[3]:
            found[method[2]].append((BY_POINTER if method[1] else BY_VALUE) + function[method.end() :])
            lengths[method[2]] += len(function)
    return found, lengths


def _aliases(texts: Iterable[bytes]) -> dict[bytes, str]:
    """Import paths by the name that a file gives them."""
    lines = [b""]
    for text in texts:
        start = text.find(_IMPORT)
        if start >= 0:
            if text.find(b"/*", 0, start) >= 0:  # a comment may show an import
                start = go_source.begin(text)
            lines += (one[0].removeprefix(b"import") for one in go_source.imports(text, start))
    return {alias: path.decode("utf-8", "replace") for alias, path in _ALIAS.findall(b"\n".join(lines))}


def _types(text: bytes) -> Iterator[bytes]:
    """Each type declaration, from its name to before the closing brace."""
    for part in text.split(_TYPE)[1:]:
        end = part.find(b"\n")
        line = (part[:end] if end >= 0 else part).rstrip()
        if line == b"(":
            yield from _grouped(part[: _end(part, b"\n)")])
        else:
            yield part[: _end(part, b"\n}")] if line.endswith(b"{") else line


def _end(text: bytes, mark: bytes) -> int:
    """Where `mark` stands, or the line ends, or the text."""
    end = text.find(mark)
    end = end if end >= 0 else text.find(b"\n")
    return end if end >= 0 else len(text)


def _grouped(text: bytes) -> Iterator[bytes]:
    """The declarations in `type (...)`, whose lines are indented by one tab more."""
    for part in _MEMBER_OF_GROUP.split(text)[1:]:
        yield part[1:].partition(b"\n\t}")[0]
