"""A regular expression engine that counts its steps: Python's own search, written out.

It takes the tree that `re` parses and tries what `re` tries in the order in which `re` tries it, without its short
cuts (a literal that is looked for first, a set that is scanned at once), which save a constant factor only. So the
number of steps grows as the time of `re` grows, and is the same on every machine.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

Test = Callable[[str], bool]
"""Whether a character fits."""
Spans = tuple[tuple[int, int], ...]
"""Where the groups matched, by number; (-1, -1) for none. Behind them the positions at which loops began."""

UNFOLDED = 5000
"""Counted repeats up to this are written out; none of the code has a higher count."""


class TooManyStepsError(Exception):
    """The budget is used up."""


@dataclass(slots=True)
class Count:
    """Steps that may be taken, and were."""

    budget: int
    steps: int = 0

    def step(self) -> None:
        """Take one."""
        self.steps += 1
        if self.steps > self.budget:
            raise TooManyStepsError


@dataclass(slots=True)
class Program:
    """A pattern, fit to be run."""

    instructions: list[tuple[str, Any]]
    groups: int
    loops: int = 0
    tests: list[Test] = field(default_factory=list)
    """The sets of characters that the pattern repeats without limit."""

    @classmethod
    @cache
    def of(cls, pattern: re.Pattern[Any]) -> Program:
        """The program of a compiled pattern, which hundreds of texts are tried on."""
        tree = _parser.parse(pattern.pattern, pattern.flags)
        program = cls([], pattern.groups + 1)
        _Builder(program, isinstance(pattern.pattern, bytes)).sequence(tree, pattern.flags)
        program.instructions.append(("match", None))
        return program

    def match(self, text: str, start: int, count: Count, *, full: bool = False) -> int | None:
        """Where a match that begins at `start` ends, None for none."""
        nothing = ((-1, -1),) * (self.groups + self.loops)
        found = _Run(self, text, count).first((0, start, nothing), full=full)
        return found and found[1]

    def matches(self, text: str, count: Count) -> Iterator[tuple[int, int]]:
        """What `finditer` finds."""
        position = 0
        while position <= len(text):
            end = self.match(text, position, count)
            if end is not None:
                yield position, end
            position = end if end is not None and end > position else position + 1


Thread = tuple[int, int, Spans]
"""One of the ways through a pattern: the next instruction, the position in the text, the groups."""


class _Run:
    """A program on a text. The rarer instructions are methods, which say how their thread goes on, None if not."""

    def __init__(self, program: Program, text: str, count: Count) -> None:
        self.program, self.text, self.count = program, text, count

    def first(self, thread: Thread, *, full: bool = False) -> Thread | None:
        """The first thread that reaches a `match`, with `full` one that has used all of the text."""
        instructions, text, length, step = self.program.instructions, self.text, len(self.text), self.count.step
        waiting: list[Thread] = [thread]  # alternatives, on a stack of our own
        while waiting:
            now: Thread | None = waiting.pop()
            while now is not None:
                step()
                pc, position, spans = now
                name, value = instructions[pc]
                if name == "test":
                    fits = position < length and value(text[position])
                    now = (pc + 1, position + 1, spans) if fits else None
                elif name == "split":
                    waiting.append((value[1], position, spans))
                    now = value[0], position, spans
                elif name != "match":
                    now = getattr(self, name)(value, pc + 1, position, spans)
                elif full and position < length:
                    now = None
                else:
                    return now
        return None

    def jump(self, to: int, _: int, position: int, spans: Spans) -> Thread:
        return to, position, spans

    def open(self, group: int, pc: int, position: int, spans: Spans) -> Thread:
        return pc, position, (*spans[:group], (position, -1), *spans[group + 1 :])

    def close(self, group: int, pc: int, position: int, spans: Spans) -> Thread:
        return pc, position, (*spans[:group], (spans[group][0], position), *spans[group + 1 :])

    def again(self, loop: tuple[int, int], pc: int, position: int, spans: Spans) -> Thread:
        """A loop whose body matched nothing ends."""
        register, head = loop
        return pc if spans[register][0] == position else head, position, spans

    def at(self, holds: Callable[[str, int], bool], pc: int, position: int, spans: Spans) -> Thread | None:
        return (pc, position, spans) if holds(self.text, position) else None

    def back(self, group: int, pc: int, position: int, spans: Spans) -> Thread | None:
        start, end = spans[group]
        holds = end >= 0 and self.text.startswith(self.text[start:end], position)
        return (pc, position + end - start, spans) if holds else None

    def given(self, choice: tuple[int, int], pc: int, position: int, spans: Spans) -> Thread:
        group, otherwise = choice
        return otherwise if spans[group][1] < 0 else pc, position, spans

    def _aside(self, pc: int, start: int, spans: Spans) -> Thread | None:
        """What is matched once and never tried again."""
        return self.first((pc, start, spans)) if start >= 0 else None

    def atomic(self, part: tuple[int, int], pc: int, position: int, spans: Spans) -> Thread | None:
        found = self._aside(pc, position, spans)
        return found and (part[0], *found[1:])

    def look(self, part: tuple[int, int], pc: int, position: int, spans: Spans) -> Thread | None:
        found = self._aside(pc, position - part[1], spans)
        return found and (part[0], position, found[2])

    def look_not(self, part: tuple[int, int], pc: int, position: int, spans: Spans) -> Thread | None:
        return None if self._aside(pc, position - part[1], spans) else (part[0], position, spans)


class _Builder:
    """Writes the instructions of a parsed tree."""

    def __init__(self, program: Program, is_bytes: bool) -> None:
        self.program, self.is_bytes, self.inside = program, is_bytes, 0

    @property
    def here(self) -> int:
        return len(self.program.instructions)

    def put(self, name: str, value: Any = None) -> int:
        self.program.instructions.append((name, value))
        return self.here - 1

    def set(self, at: int, value: Any) -> None:
        self.program.instructions[at] = (self.program.instructions[at][0], value)

    def sequence(self, tree: Any, flags: int) -> None:
        for name, value in tree:
            self.node(name, value, flags)

    def node(self, name: Any, value: Any, flags: int) -> None:
        if name in (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN):
            self.character(name, value, flags)
        elif name is sre.SUBPATTERN:
            self.group(value, flags)
        elif name in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            self.repeat(*value, flags, greedy=name is sre.MAX_REPEAT)
        elif name is sre.AT:
            self.put("at", _place(value, flags, self.is_bytes))
        elif name is sre.GROUPREF:
            self.put("back", value)
        else:
            self.rare(name, value, flags)

    def rare(self, name: Any, value: Any, flags: int) -> None:
        if name is sre.BRANCH:
            self.branch(value[1], flags)
        elif name is sre.POSSESSIVE_REPEAT:
            self.aside("atomic", lambda: self.repeat(*value, flags, greedy=True))
        elif name is sre.ATOMIC_GROUP:
            self.aside("atomic", lambda: self.sequence(value, flags))
        elif name in (sre.ASSERT, sre.ASSERT_NOT):
            direction, inner = value
            width = inner.getwidth()[0] if direction < 0 else 0
            self.aside("look" if name is sre.ASSERT else "look_not", lambda: self.sequence(inner, flags), width)
        elif name is sre.GROUPREF_EXISTS:
            self.conditional(value, flags)
        else:
            raise NotImplementedError(str(name))

    def group(self, value: Any, flags: int) -> None:
        group, added, removed, inner = value
        if group is not None:
            self.put("open", group)
        self.sequence(inner, (flags | added) & ~removed)
        if group is not None:
            self.put("close", group)

    def character(self, name: Any, value: Any, flags: int) -> None:
        test = character_test(name, value, flags, self.is_bytes)
        if self.inside:
            self.program.tests.append(test)
        self.put("test", test)

    def branch(self, parts: Any, flags: int) -> None:
        leaving = []
        for part in parts[:-1]:
            split = self.put("split")
            self.sequence(part, flags)
            leaving.append(self.put("jump"))
            self.set(split, (split + 1, self.here))
        self.sequence(parts[-1], flags)
        for jump in leaving:
            self.set(jump, self.here)

    def conditional(self, value: Any, flags: int) -> None:
        group, yes, no = value
        test = self.put("given")
        self.sequence(yes, flags)
        leaving = self.put("jump")
        self.set(test, (group, self.here))
        self.sequence(no or [], flags)
        self.set(leaving, self.here)

    def repeat(self, least: int, most: Any, body: Any, flags: int, *, greedy: bool) -> None:
        for _ in range(least):
            self.sequence(body, flags)
        if most is sre.MAXREPEAT:
            self.loop(body, flags, greedy=greedy)
            return
        if most > UNFOLDED:
            raise NotImplementedError(f"a repeat of {most}")
        splits = []
        for _ in range(most - least):
            splits.append(self.put("split"))
            self.sequence(body, flags)
        for split in splits:
            self.set(split, (split + 1, self.here) if greedy else (self.here, split + 1))

    def loop(self, body: Any, flags: int, *, greedy: bool) -> None:
        register = self.program.groups + self.program.loops
        self.program.loops += 1
        head = self.put("split")
        self.put("open", register)
        self.inside += 1
        self.sequence(body, flags)
        self.inside -= 1
        self.put("again", (register, head))
        self.set(head, (head + 1, self.here) if greedy else (self.here, head + 1))

    def aside(self, name: str, write: Callable[[], None], width: int = 0) -> None:
        start = self.put(name)
        write()
        self.put("match")
        self.set(start, (self.here, width))


_CATEGORIES = {
    sre.CATEGORY_DIGIT: r"\d",
    sre.CATEGORY_NOT_DIGIT: r"\D",
    sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S",
    sre.CATEGORY_WORD: r"\w",
    sre.CATEGORY_NOT_WORD: r"\W",
}


def _category(value: Any, is_bytes: bool) -> Test:
    one = re.compile(_CATEGORIES[value], re.ASCII if is_bytes else 0)
    return cache(lambda character: one.fullmatch(character) is not None)


def character_test(name: Any, value: Any, flags: int, is_bytes: bool) -> Test:
    """The test of one character of a parsed pattern."""
    if name is sre.ANY:
        return (lambda _: True) if flags & re.DOTALL else (lambda character: character != "\n")
    if name is sre.IN:
        items = [_item(kind, inner, is_bytes) for kind, inner in value if kind is not sre.NEGATE]
        wanted = not any(kind is sre.NEGATE for kind, _ in value)
    else:
        items, wanted = [_item(sre.LITERAL, value, is_bytes)], name is sre.LITERAL

    def fits(character: str) -> bool:
        forms = {character, character.lower(), character.upper()} if flags & re.IGNORECASE else {character}
        return any(item(form) for item in items for form in forms) is wanted

    return cache(fits)


def _item(kind: Any, value: Any, is_bytes: bool) -> Test:
    if kind is sre.CATEGORY:
        return _category(value, is_bytes)
    if kind is sre.RANGE:
        low, high = value
        return lambda character: low <= ord(character) <= high
    return lambda character: ord(character) == value


def _place(value: Any, flags: int, is_bytes: bool) -> Callable[[str, int], bool]:
    word = _category(sre.CATEGORY_WORD, is_bytes)

    def is_word(text: str, at: int) -> bool:
        return 0 <= at < len(text) and word(text[at])

    lines = bool(flags & re.MULTILINE)
    places: dict[Any, Callable[[str, int], bool]] = {
        sre.AT_BEGINNING: lambda text, at: at == 0 or (lines and text[at - 1] == "\n"),
        sre.AT_BEGINNING_STRING: lambda _, at: at == 0,
        sre.AT_END: lambda text, at: at == len(text) or (text[at] == "\n" and (lines or at == len(text) - 1)),
        sre.AT_END_STRING: lambda text, at: at == len(text),
        sre.AT_BOUNDARY: lambda text, at: is_word(text, at - 1) is not is_word(text, at),
        sre.AT_NON_BOUNDARY: lambda text, at: is_word(text, at - 1) is is_word(text, at),
    }
    return places[value]


def steps(pattern: re.Pattern[Any], use: str, text: str, budget: int = sys.maxsize) -> int:
    """How many steps `re` takes to use a pattern on `text`, `budget + 1` where it takes more.

    Args:
        pattern: compiled.
        use: `match`, `fullmatch`, or `search`, which stands for whatever looks for all matches in a text.
        text: what is looked through; of a pattern of bytes, as Latin-1.
        budget: where to give up.
    """
    program, count = Program.of(pattern), Count(budget)
    try:
        if use == "search":
            for _ in program.matches(text, count):
                pass
        else:
            program.match(text, 0, count, full=use == "fullmatch")
    except TooManyStepsError:
        pass
    return count.steps
