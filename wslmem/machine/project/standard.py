"""What scans found of the standard library of some releases of Go, so that a first scan need not read it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

FILE = Path(__file__).with_name("standard.xz")
"""Written by `python -m lab.generate standard-library`: a line with name and length of each release, the newest first,
and then what `package_memory` keeps of each. All in one, since releases share nearly everything: two take little more
than one, and to come to the second takes 0.1 s, once on a computer."""


def shipped(version: str) -> bytes:
    """What is known of a release, such as `go1.26.8`, built for Linux on amd64 with cgo.

    Raises:
        OSError, ValueError: as `releases`; nothing is known of it.
    """
    for name, kept in releases():
        if name == version:
            return kept
    raise FileNotFoundError(f"{FILE}: nothing of {version}")


def releases() -> Iterator[tuple[str, bytes]]:
    """Each release with what is known of it.

    Raises:
        OSError: the file is not there, or this Python was built without xz.
        ValueError: the file is damaged.
    """
    try:
        import lzma
    except ImportError as error:
        raise OSError(str(error)) from error
    try:
        with lzma.open(FILE) as file:
            for name, length in json.loads(file.readline()):
                yield name, file.read(length)
    except (lzma.LZMAError, EOFError) as error:
        raise ValueError(f"{FILE}: {error}") from error
