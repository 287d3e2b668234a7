"""Texts that may be bad for a pattern, made from the pattern itself."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from growth_engine import Program, character_test

UNIVERSE = [chr(code) for code in range(128)] + ["\xe9", "\xa0", "\u4e2d", "\uff1a"]

MANY = 200
"""A repeat that ends there is one without limit: a log has lines of thousands of letters."""


class Attack(NamedTuple):
    """A text of any length."""

    first: str
    word: str
    """What is repeated."""
    last: str

    def text(self, times: int) -> str:
        """The text."""
        return self.first + self.word * times + self.last


def attacks(pattern: re.Pattern[Any]) -> list[Attack]:
    """What may be bad for `pattern`.

    One character stands for all that the pattern does not tell apart. Repeated are all words of one and two of these,
    and what the pattern repeats itself, the latter behind what leads there as well.
    """
    tree = _parser.parse(pattern.pattern, pattern.flags)
    program = Program.of(pattern)
    highest = 0xFF if isinstance(pattern.pattern, bytes) else 0x10FFFF
    universe = sorted((one for one in UNIVERSE if ord(one) <= highest), key=lambda one: (not one.isalnum(), one))
    kinds: dict[tuple[bool, ...], str] = {}
    for character in universe:
        kinds.setdefault(tuple(test(character) for test in program.tests), character)
    letters = list(kinds.values())
    words = [*letters, *("".join(pair) for pair in itertools.permutations(letters, 2))]
    lasts = ["", *(letter for _, letter in sorted(kinds.items(), key=lambda kind: sum(kind[0]))[:2])]
    repeats = list(_Speller(pattern, universe).repeats(tree, ""))
    firsts = list(dict.fromkeys(["", *(first for first, _ in repeats)]))
    everywhere = itertools.product(firsts, words, lasts)
    there = (
        (*parts, last) for first, word in repeats for parts in ((first, word), ("", first + word)) for last in lasts
    )
    return [Attack(*parts) for parts in dict.fromkeys([*everywhere, *there]) if parts[1]]


class _Speller:
    """Spells what the parts of a pattern match."""

    def __init__(self, pattern: re.Pattern[Any], universe: list[str]) -> None:
        self.flags, self.is_bytes, self.universe = pattern.flags, isinstance(pattern.pattern, bytes), universe

    def repeats(self, tree: Any, before: str) -> Iterator[tuple[str, str]]:
        """Everything that is repeated without limit: what leads there, and what it spells."""
        for name, value in tree:
            if name in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
                if value[1] is sre.MAXREPEAT or value[1] >= MANY:
                    yield before, self.spell(value[2])
                yield from self.repeats(value[2], before)
            for part in _parts(name, value):
                yield from ((before, spelled) for spelled in [self.spell(part)] if name is sre.BRANCH)
                yield from self.repeats(part, before)
            before += self.spell([(name, value)])

    def spell(self, tree: Any) -> str:
        """A text that `tree` matches; a repeat stands once, of branches the first."""
        return "".join(self._one(name, value) for name, value in tree)

    def _one(self, name: Any, value: Any) -> str:
        if name in (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN):
            test = character_test(name, value, self.flags, self.is_bytes)
            return next((one for one in self.universe if test(one)), chr(value) if name is sre.LITERAL else "")
        if name in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            return self.spell(value[2]) * max(value[0], 1)
        return next((self.spell(part) for part in _parts(name, value)), "")


def _parts(name: Any, value: Any) -> list[Any]:
    """What stands inside a part that is no repeat and no look around."""
    if name is sre.SUBPATTERN:
        return [value[3]]
    if name is sre.ATOMIC_GROUP:
        return [value]
    return list(value[1]) if name is sre.BRANCH else []
