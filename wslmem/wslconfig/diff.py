"""A unified diff of two versions of a `.wslconfig`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wslmem.wslconfig.characters import characters

_CONTEXT = 3
_MOST_PAIRS = 40_000
"""Lines before times lines after, the equal ones at both ends taken away, that are matched with each other."""
_MOST_SHOWN = 1_000
"""Lines in a row that are shown of either side."""


def unified(before: bytes, after: bytes, label: str) -> str:
    """A diff for a person; bytes that are not UTF-8 are shown escaped, line ends are not shown."""
    old, new = _lines(before), _lines(after)
    head = _common(old, new)
    tail = _common(old[: head - 1 : -1] if head else old[::-1], new[: head - 1 : -1] if head else new[::-1])
    skip = max(0, head - _CONTEXT)
    old, new = old[skip : len(old) - max(0, tail - _CONTEXT)], new[skip : len(new) - max(0, tail - _CONTEXT)]
    return "".join(_hunks(old, new, label, skip))


def _lines(data: bytes) -> list[bytes]:
    source = characters(data)
    return source.text.splitlines(keepends=True)


def _common(old: list[bytes], new: list[bytes]) -> int:
    """How many lines are equal at the beginning."""
    count = 0
    for left, right in zip(old, new, strict=False):
        if left != right:
            break
        count += 1
    return count


def _hunks(old: list[bytes], new: list[bytes], label: str, skip: int) -> Iterator[str]:
    yield f"--- {label}\n+++ {label}\n"
    for group in _groups(old, new):
        first, last = group[0], group[-1]
        yield f"@@ -{_range(first[1] + skip, last[2] + skip)} +{_range(first[3] + skip, last[4] + skip)} @@\n"
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                yield from (_line(" ", line) for line in old[i1:i2])
                continue
            yield from _block("-", old[i1:i2])
            yield from _block("+", new[j1:j2])


def _groups(old: list[bytes], new: list[bytes]) -> Iterable[list[tuple[str, int, int, int, int]]]:
    """What is equal, and what is not; of long texts only that they differ, for matching them takes more than linear
    time.
    """
    if len(old) * len(new) > _MOST_PAIRS:
        return [[("replace", 0, len(old), 0, len(new))]]
    from difflib import SequenceMatcher

    return SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_CONTEXT)


def _block(mark: str, lines: list[bytes]) -> Iterator[str]:
    yield from (_line(mark, line) for line in lines[:_MOST_SHOWN])
    if len(lines) > _MOST_SHOWN:
        yield f"\\ {len(lines) - _MOST_SHOWN} more lines\n"


def _range(start: int, stop: int) -> str:
    length = stop - start
    return f"{start + 1}" if length == 1 else f"{start + 1 if length else start},{length}"


def _line(mark: str, line: bytes) -> str:
    text = line.rstrip(b"\r\n")
    missing = "" if len(text) < len(line) else "\\ No newline at end of file\n"
    return f"{mark}{text.decode('utf-8', 'backslashreplace')}\n{missing}"
