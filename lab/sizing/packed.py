"""Tables kept small: columns instead of rows, numbers as steps, sorted names without what they share, all in xz.

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


def write(path: Path, table: dict[str, Any]) -> None:
    """Keep a table of what JSON knows."""
    text = json.dumps(table, separators=(",", ":"))
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


def rests(names: Sequence[str]) -> dict[str, list[Any]]:
    """Sorted names as columns: how many letters each shares with the one before, and those that follow.

    >>> rests(["net", "net/http", "net/url"])
    {'shared': [0, 3, 4], 'rest': ['net', '/http', 'url']}
    """
    pairs = zip(["", *names], names, strict=False)
    shared = [len(os.path.commonprefix(pair)) for pair in pairs]  # noqa: RUF071 - letters, not folders
    return {"shared": shared, "rest": [name[length:] for name, length in zip(names, shared, strict=True)]}


def names(rests: dict[str, list[Any]]) -> list[str]:
    """The names of these rests.

    >>> names({"shared": [0, 3, 4], "rest": ["net", "/http", "url"]})
    ['net', 'net/http', 'net/url']
    """
    found = [""]
    for length, rest in zip(rests["shared"], rests["rest"], strict=True):
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
