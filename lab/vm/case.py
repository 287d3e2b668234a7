"""One case: who runs what in the virtual machine, and what has to come of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Who(StrEnum):
    """Whose session it is."""

    ROOT = "root"
    USER = "plain user"
    NO_BUS = "plain user without a bus"


@dataclass(frozen=True, slots=True)
class Case:
    """One row. Commands are for sh; `wslmem` is a command there, and so are those of `TOOLS`."""

    name: str
    """As the table names it."""
    command: str
    """What runs in the session, beside a process of 60 MiB that has to live."""
    exit: int
    ending: str = ""
    """Of the verdict; empty: there must be none."""
    or_else: tuple[int, str] | None = field(default=None, kw_only=True)
    """Another exit and ending that are as right, where two may be first."""
    proven: bool = field(default=True, kw_only=True)
    who: Who = field(default=Who.USER, kw_only=True)
    says: str = field(default="", kw_only=True)
    """A pattern that its output has to hold."""
    before: str = field(default="", kw_only=True)
    """Run by root first: starts and stops killers, and swap."""


@dataclass(frozen=True, slots=True)
class Boot:
    """A machine of `memory` MiB, with a disk of `swap` MiB for swap, and what is tried in it, in this order."""

    memory: int
    swap: int
    cases: tuple[Case, ...]
    pressure: bool = False
    """Whether it needs /proc/pressure, which not every machine has."""


TOOLS = {
    "wslmem": 'exec /usr/bin/python3 -m wslmem "$@"',
    "fill": 'exec /usr/bin/python3 /lab/fill.py "$@"',
}
"""Commands on the PATH of the machine, each the body of a script."""
FILL = '''"""fill MIB [SECONDS]: hold so much, 4 MiB at a time, and keep it so long."""

import sys
import time

held = [bytes([1]) * (4 << 20) for _ in range(int(sys.argv[1]) // 4)]
time.sleep(float(sys.argv[2]) if len(sys.argv) > 2 else 0)
'''
