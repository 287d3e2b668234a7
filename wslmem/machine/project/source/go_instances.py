"""Where the text of Go gives types to generic code: in brackets, or by the signature of a function literal."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.patterns import lazy

SELECTOR = lazy(rb"\b[A-Za-z_]\w*+\.[A-Z]\w*+")
"""`v1.Pod`: what is named of other packages; some are fields and methods."""
_TYPED = (b"](", b"]{")
"""What stands on a line that may hold one; to find both takes half as long as an expression for either."""
_PLAIN = rb"[^\[\]\n]*+"
_INSTANCE = lazy(
    rb"(?<!\w)([A-Za-z_]\w*+(?:\.[A-Z]\w*+)?+)\[(" + _PLAIN + rb"(?:\[" + _PLAIN + rb"\]" + _PLAIN + rb")*+)\]"
)
_BRACKET = lazy(rb"\[(?<=\w\[)(?<!map\[)")
"""What an instance has; it is found in a tenth of the time."""
_LITERAL = b"func("
_NAMING = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_."
"""What names are made of, and dots."""
_AROUND = 160
"""Bytes before an argument in which its call is looked for, and the name before that."""
_LONGEST_LINE = 2_000
"""Bytes of a line that is looked through for types in brackets; in longer ones a program has written data."""
_LONGEST_LITERAL = 400
"""Bytes of the signature of a function literal."""
_MOST_INSTANCES, _MOST_SELECTORS = 16, 64
"""Of one line, which are tried with each other."""

Instance = tuple[bytes, bytes]
"""What is given types, and the types: `(b"atomic.Pointer", b"node")`."""


def may_hold(text: bytes) -> bool:
    """Whether `instances` may find anything."""
    return _BRACKET.search(text) is not None


def instances(text: bytes) -> list[Instance]:
    """What is given types in brackets where types are named, as in `Items []List[Item]`."""
    return _INSTANCE.findall(text) if may_hold(text) else []


def given(text: bytes) -> Iterator[Instance]:
    """What the functions of a file give types."""
    yield from _in_brackets(text)
    yield from _inferred(text)


def before_body(signature: bytes) -> bytes:
    """A signature without what follows on its last line."""
    return signature.partition(b" {")[0]


def _in_brackets(text: bytes) -> Iterator[Instance]:
    """Those on the few lines that may hold one; a search of the whole text for the pattern would take long."""
    for mark in _TYPED:
        position = text.find(mark)
        while position >= 0:
            start, end = text.rfind(b"\n", 0, position) + 1, text.find(b"\n", position)
            end = end if end >= 0 else len(text)
            if end - start <= _LONGEST_LINE and not text.startswith(b"func ", start):
                yield from _on_line(text[start:end])
            position = text.find(mark, end)


def _inferred(text: bytes) -> Iterator[Instance]:
    """What is called with a function literal, whose signature tells the types where the call is of generic code."""
    position = text.find(_LITERAL)
    while position >= 0:
        start = position + len(_LITERAL)
        if name := _taker(text, position):
            yield name, before_body(text[start : start + _LONGEST_LITERAL].partition(b"\n")[0])
        position = text.find(_LITERAL, start)


def _taker(text: bytes, position: int) -> bytes:
    """What is called with the argument at `position`; a call goes on behind its line where the `(` ends that."""
    opened = text.rfind(b"(", max(0, position - _AROUND), position)
    between = text[opened + 1 : position]
    if opened < 0 or b")" in between or (b"\n" in between and between.lstrip(b"\r")[:1] != b"\n"):
        return b""
    before = text[max(0, opened - _AROUND) : opened]
    return before[len(before.rstrip(_NAMING)) :]


def _on_line(line: bytes) -> Iterator[Instance]:
    """What a line gives types, also without saying so, as `New(` in `pager.New(pager.Handler[Response]{`."""
    found = _INSTANCE.findall(line)
    yield from found
    for selector in SELECTOR.findall(line)[:_MOST_SELECTORS] if found else ():
        yield from ((selector, types) for _, types in found[:_MOST_INSTANCES])
