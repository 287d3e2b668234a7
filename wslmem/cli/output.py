"""stdout is the result, stderr is the story."""

from __future__ import annotations

import sys
from io import TextIOWrapper


def use_utf8() -> None:
    """Make both streams UTF-8: a pipe on Windows has the ANSI code page, which lacks most of the world's letters."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.encoding.lower() != "utf-8":
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def result(text: str) -> None:
    """Print a piece of the result."""
    sys.stdout.write(text if text.endswith("\n") else f"{text}\n")


def print_document(value: object, schema: str) -> None:
    """Print a dataclass as one ASCII JSON object, the whole result of a command.

    `schema` names what it is: `wslmem/status/1`.
    """
    from wslmem.codec import to_json

    sys.stdout.write(to_json(value, schema=schema, indent=2))


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


def print_line(value: object, schema: str) -> None:
    """Print a dataclass as JSON on a line of its own, for a stream of them."""
    from wslmem.codec import to_json

    sys.stdout.write(to_json(value, schema=schema))
    sys.stdout.flush()
