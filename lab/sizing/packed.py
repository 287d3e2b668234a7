"""Tables kept small: columns instead of rows, numbers as steps and as characters, sorted names without what they share,
all in xz.

A file of these is in every clone twice, for nothing compresses it again: each kilobyte that it has less saves two.
"""

from __future__ import annotations

import csv
import io
import json
import lzma
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

TUNED = {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "pb": 0}
"""As `xz -9e`, but for text, whose characters are aligned to nothing."""
DIGITS = 7
"""Binary digits of a figure that is kept to 1 %."""
FIRST = ord("#")
"""The character of the number 0: those before it are controls, or not as they are in JSON."""
SURROGATES = range(0xD800, 0xE000)
"""What no text may hold alone."""


def write(path: Path, table: dict[str, Any]) -> None:
    """Keep a table of what JSON knows."""
    text = json.dumps(table, separators=(",", ":"), ensure_ascii=False)
    path.write_bytes(lzma.compress(text.encode(), filters=[TUNED]))


def read(path: Path) -> dict[str, Any]:
    """What was kept."""
    table: dict[str, Any] = json.loads(lzma.decompress(path.read_bytes()))
    return table


def lines(path: Path) -> list[dict[str, str]]:
    """The lines of a packed CSV file, by its first."""
    return list(csv.DictReader(lzma.decompress(path.read_bytes()).decode().splitlines()))


def add_lines(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    """Add lines to a packed CSV file; with none there, make it."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows([*(lines(path) if path.exists() else ()), *rows])
    path.write_bytes(lzma.compress(text.getvalue().encode(), filters=[TUNED]))


def steps(numbers: Sequence[int]) -> list[int]:
    """From each number to the next; most are small."""
    return [number - before for before, number in zip([0, *numbers], numbers, strict=False)]


def sums(steps: Iterable[int]) -> Iterator[int]:
    """The numbers of these steps."""
    number = 0
    for step in steps:
        number += step
        yield number


def characters(numbers: Iterable[int | None]) -> str:
    """Numbers between -500,000 and 500,000, a character each: small ones take a byte, where digits take several.

    >>> characters([0, 1, -1, 7, None])
    '$&%2#'
    """
    return "".join(map(_character, numbers))


def _character(number: int | None) -> str:
    code = FIRST + (0 if number is None else 2 * number + 1 if number >= 0 else -2 * number)
    return chr(code if code < SURROGATES.start else code + len(SURROGATES))


def numbers(characters: str) -> list[int | None]:
    """The numbers of these characters.

    >>> numbers("$&%2#")
    [0, 1, -1, 7, None]
    """
    return [_number(character) for character in characters]


def _number(character: str) -> int | None:
    code = ord(character)
    code -= FIRST if code < SURROGATES.start else FIRST + len(SURROGATES)
    return None if code == 0 else code // 2 if code % 2 else -code // 2


def whole(characters: str) -> list[int]:
    """The same where none is unknown."""
    return [number for number in numbers(characters) if number is not None]


def rests(names: Sequence[str]) -> dict[str, str]:
    r"""Sorted names as columns: how many letters each shares with the one before, and those that follow, a line each.

    >>> rests(["net", "net/http", "net/url"])
    {'shared': '$*,', 'rest': 'net\n/http\nurl'}
    """
    pairs = zip(["", *names], names, strict=False)
    shared = [len(os.path.commonprefix(pair)) for pair in pairs]  # noqa: RUF071 - letters, not folders
    rest = (name[length:] for name, length in zip(names, shared, strict=True))
    return {"shared": characters(shared), "rest": "\n".join(rest)}


def names(rests: Mapping[str, str]) -> list[str]:
    r"""The names of these rests.

    >>> names({"shared": "$*,", "rest": "net\n/http\nurl"})
    ['net', 'net/http', 'net/url']
    """
    found = [""]
    for length, rest in zip(whole(rests["shared"]), rests["rest"].split("\n"), strict=False):
        found.append(found[-1][:length] + rest)
    return found[1:]


def coarse(size: int) -> int:
    """A small number that stands for `size`, 0 or more: its first digits, and how many follow.

    >>> [coarse(size) for size in (0, 127, 128, 1000, 1_000_000)]
    [0, 127, 128, 317, 954]
    """
    shift = max(size.bit_length() - DIGITS, 0)
    return (size + (1 << shift >> 1) >> shift) + (shift << DIGITS - 1)


def exact(number: int) -> int:
    """What it stands for.

    >>> [exact(number) for number in (0, 127, 128, 317, 954)]
    [0, 127, 128, 1000, 999424]
    """
    shift = max((number >> DIGITS - 1) - 1, 0)
    return number - (shift << DIGITS - 1) << shift
