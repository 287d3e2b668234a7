"""A unified diff of two versions of a `.wslconfig`."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.visible import on_one_line
from wslmem.wslconfig.characters import characters

_CONTEXT = 3


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
    # Equal lines at both ends were cut off: difflib would look at each of a million of them.
    from difflib import SequenceMatcher

    label = on_one_line(label)
    yield f"--- {label}\n+++ {label}\n"
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_CONTEXT):
        first, last = group[0], group[-1]
        yield f"@@ -{_range(first[1] + skip, last[2] + skip)} +{_range(first[3] + skip, last[4] + skip)} @@\n"
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                yield from (_line(" ", line) for line in old[i1:i2])
                continue
            yield from (_line("-", line) for line in old[i1:i2])
            yield from (_line("+", line) for line in new[j1:j2])


def _range(start: int, stop: int) -> str:
    length = stop - start
    return f"{start + 1}" if length == 1 else f"{start + 1 if length else start},{length}"


def _line(mark: str, line: bytes) -> str:
    text = line.rstrip(b"\r\n")
    missing = "" if len(text) < len(line) else "\\ No newline at end of file\n"
    return f"{mark}{text.decode('utf-8', 'backslashreplace')}\n{missing}"
