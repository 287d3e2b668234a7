"""Whether a `//go:build` expression is true for Linux on amd64 with cgo, gc and any Go version."""

from __future__ import annotations

from functools import lru_cache

from wslmem.patterns import lazy

_WORD = lazy(r"[ \t]*+([\w.]++|&&|\|\||[!()])")
_VERSION = lazy(r"go1(?:\.[0-9]++)?")
_TRUE = frozenset(["linux", "amd64", "unix", "cgo", "gc"])
_BINDS = {"(": 0, "||": 1, "&&": 2, "!": 3}
"""How closely an operator binds; an open bracket waits for its end."""
MOST = 1000
"""Tags and brackets of the largest expression that the go command takes (go/build/constraint, maxSize)."""


@lru_cache(maxsize=256)  # a project has hundreds of files with one of a few dozen
def holds(constraint: str) -> bool:
    """Whether the expression is true. The go command takes no broken one, and leaves the file out.

    >>> holds("linux && !cgo"), holds("(linux || darwin) && go1.21"), holds("ignore")
    (False, True, False)
    """
    words = _words(constraint.strip())
    return words is not None and _value(words)


def _words(text: str) -> list[str] | None:
    """The parts of an expression, None where it holds something else, or too many."""
    found: list[str] = []
    position = size = 0
    while position < len(text):
        word = _WORD.match(text, position)
        if word is None:
            return None
        found.append(word[1])
        position = word.end()
        size += word[1] == "(" or word[1][0] not in "&|!)"
        if size > MOST:
            return None
    return found


def _value(words: list[str]) -> bool:
    """Two stacks instead of recursion, so that a thousand brackets are as good as one."""
    waiting: list[str] = []
    values: list[bool] = []
    before = "("
    for word in words:
        begins = before in _BINDS
        if begins is (word in ("&&", "||", ")")) or (word == before == "!"):
            return False
        if word in ("(", "!"):
            waiting.append(word)
        elif word == ")":
            _settle(waiting, values, _BINDS["||"])
            if not waiting:
                return False
            waiting.pop()
        elif word in _BINDS:
            _settle(waiting, values, _BINDS[word])
            waiting.append(word)
        else:
            values.append(word in _TRUE or _VERSION.fullmatch(word) is not None)
        before = word
    if before in _BINDS:
        return False
    _settle(waiting, values, _BINDS["||"])
    return not waiting and values[0]


def _settle(waiting: list[str], values: list[bool], binding: int) -> None:
    """Apply the operators on top that bind at least as closely as `binding`."""
    while waiting and _BINDS[waiting[-1]] >= binding:
        operator, last = waiting.pop(), values.pop()
        if operator == "!":
            values.append(not last)
        else:
            first = values.pop()
            values.append(first and last if operator == "&&" else first or last)
