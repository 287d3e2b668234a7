"""Filling the running VM to its limit, in steps, by a program that the kernel kills first."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator

from wslmem.errors import UnavailableError
from wslmem.machine.guest import load
from wslmem.machine.wsl.wsl import Wsl
from wslmem.records import record
from wslmem.text import Text
from wslmem.units import KIB, MIB, Bytes, Seconds

KILLED = 137
OVERRAN = 3
LIMIT = Seconds(600)
"""Swap on a slow disk takes its time."""


@record
class Figures:
    """The VM's memory at one moment."""

    total: Bytes
    available: Bytes
    swap_total: Bytes
    swap_free: Bytes


@record
class Filled:
    """What was seen."""

    before: Figures
    steps: tuple[tuple[Bytes, Figures], ...]
    """Each with what the filler held; the last one before its end is less than one step short of the truth."""
    status: int
    """The filler's: 137 killed, 0 enough in swap, 3 it held more than the VM and its swap have."""
    kills: int
    """How many the kernel counted meanwhile in the whole VM."""
    grouped: bool
    """Whether a control group of its own held it."""
    clean: bool
    """Whether nothing of it is left."""
    after: Figures

    @property
    def held(self) -> Bytes:
        """The most that it held, memory and swap together."""
        return max((held for held, _ in self.steps), default=Bytes(0))

    @property
    def swapped(self) -> Bytes:
        """The most swap in use beyond what was before; at least what is more than the memory of the VM."""
        used = [now.swap_total - now.swap_free for _, now in self.steps]
        seen = max(used, default=0) - (self.before.swap_total - self.before.swap_free)
        return Bytes(max(0, seen, min(self.held - self.before.total, self.before.swap_free)))


def fill(
    wsl: Wsl, distribution: str, *, step: Bytes, most_swap: Bytes, cancel: threading.Event | None = None
) -> Filled:
    """Fill it, and look at what the kernel does.

    Args:
        wsl: the door.
        distribution: one that runs.
        step: how much more is taken between two looks.
        most_swap: the filler ends by itself where it has put so much into swap.
        cancel: ends it when set.

    Raises:
        UnavailableError: the VM did not tell what happened.
        WslmemError: as `Wsl.script`.
    """
    words = (secrets.token_hex(4), str(max(1, step // MIB)), str(max(1, most_swap // MIB)))
    told = wsl.script(distribution, load.script("fill.sh"), words, timeout=LIMIT, user="root", cancel=cancel).stdout
    try:
        return parse(told.decode("ascii", "replace"))
    except (ValueError, LookupError) as error:
        raise UnavailableError(
            Text("the VM did not tell how it was filled: {told}", told=repr(told[-200:])),
            next_step=Text("run it again; the distribution needs awk and a root user"),
        ) from error


def parse(text: str) -> Filled:
    """What the script told.

    Raises:
        ValueError, LookupError: it is cut short, or something else.
    """
    rows = [line.split() for line in text.splitlines()]
    ended = _one(rows, "E")
    return Filled(
        before=_figures(_one(rows, "B")),
        steps=tuple((Bytes(int(row[1]) * MIB), _figures(row[1:])) for row in rows if row and row[0] == "S"),
        status=int(ended[1]),
        kills=int(ended[2]),
        grouped=ended[3] == "1",
        clean=len(ended) == 4,  # noqa: PLR2004 - a fifth word says what is left
        after=_figures(_one(rows, "A")),
    )


def _one(rows: list[list[str]], kind: str) -> list[str]:
    return next(_of(rows, kind))


def _of(rows: list[list[str]], kind: str) -> Iterator[list[str]]:
    yield from (row for row in rows if row and row[0] == kind)
    raise LookupError(kind)


def _figures(row: list[str]) -> Figures:
    total, available, swap_total, swap_free = (Bytes(int(word) * KIB) for word in row[1:5])
    return Figures(total, available, swap_total, swap_free)
