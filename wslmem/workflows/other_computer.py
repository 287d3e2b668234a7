"""A computer that is not here, as somebody types it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wslmem.errors import UsageError
from wslmem.text import Text
from wslmem.units import GIB, TIB, Bytes, guess_size, parse_size, whole

if TYPE_CHECKING:
    from wslmem.workflows.what_if import Computer

LEAST, MOST = Bytes(GIB), Bytes(64 * TIB)
"""Of RAM; less runs no WSL, and more than that Windows does not take."""
MOST_PROCESSORS = 2048


def size(name: Text | str, text: str) -> Bytes:
    """The size that was typed for `name`: `16GB`, or `16`.

    Raises:
        UsageError: no computer has that.
    """
    found = guess_size(f"{text}GB" if whole(text) is not None else text) or parse_size(text)
    if found is None or not LEAST <= found <= MOST:
        raise refused(Text("{name}: no size of a computer: {text}", name=name, text=text), f"{name} 16GB")
    return Bytes(found)


def count(name: Text | str, text: str) -> int:
    """The number of processors, or of jobs, that was typed for `name`.

    Raises:
        UsageError: it is none from 1 to `MOST_PROCESSORS`.
    """
    found = whole(text)
    if not found or found > MOST_PROCESSORS:
        told = Text("{name}: not a whole number from 1 to {most}: {text}", name=name, most=MOST_PROCESSORS, text=text)
        raise refused(told, f"{name} 8")
    return found


def computer(memory: Bytes, processors: int, name: Text | str, limit: Bytes | None) -> Computer:
    """What was typed together; `name` is what the commit limit is called.

    Raises:
        UsageError: RAM and page file together are less than the RAM.
    """
    from wslmem.workflows.what_if import Computer  # with all that a survey needs, which a scan does without

    if limit is not None and limit < memory:
        told = Text("{name}: RAM and page file together cannot be less than the RAM", name=name)
        raise refused(told, f"{name} 40GB")
    return Computer(memory, processors, limit)


def refused(cause: Text, example: str) -> UsageError:
    """Why it is no computer, and one that is."""
    return UsageError(cause, on_disk=Text("nothing changed"), next_step=Text("for example: {example}", example=example))
