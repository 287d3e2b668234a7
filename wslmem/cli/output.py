"""stdout is the result, stderr is the story."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from io import TextIOWrapper

from wslmem.text import Text


def use_utf8() -> None:
    """Make both streams UTF-8: a pipe on Windows has the ANSI code page, which lacks most of the world's letters."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.encoding.lower() != "utf-8":
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def result(text: str) -> None:
    """Print a piece of the result."""
    sys.stdout.write(text if text.endswith("\n") else f"{text}\n")


def print_json(value: Mapping[str, object]) -> None:
    """Print one ASCII JSON object, the whole result of a command."""
    json.dump(value, sys.stdout, ensure_ascii=True, indent=2, default=_plain)
    sys.stdout.write("\n")


def story(text: str) -> None:
    """Tell what happens, one line or more."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def progress(text: str) -> None:
    """Tell what goes on, only where somebody watches: a terminal."""
    if sys.stderr.isatty():
        story(text)


def is_terminal() -> bool:
    """Whether a person sits at both ends."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def confirmed(question: str) -> bool:
    """Ask a person; anything but a yes is a no."""
    sys.stderr.write(question)
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def print_line(value: Mapping[str, object]) -> None:
    """Print one JSON object on a line of its own, for a stream of them."""
    sys.stdout.write(f"{json.dumps(value, ensure_ascii=True, default=_plain)}\n")
    sys.stdout.flush()


def _plain(value: object) -> str:
    """A sentence is its English: JSON is the same in every language."""
    if isinstance(value, Text):
        return str(value)
    raise TypeError(f"no JSON: {value!r}")
