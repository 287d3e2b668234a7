"""What holds on a machine of what wslmem takes for granted."""

from __future__ import annotations

from enum import StrEnum

from wslmem.records import record

SCHEMA = "wslmem/selftest/1"


class Truth(StrEnum):
    """What a look at one assumption gave."""

    HOLDS = "holds"
    FAILS = "does not hold"
    UNSEEN = "not seen"
    """It could not be looked at here; `seen` says why."""


@record
class SystemSeen:
    """The operating system that wslmem runs on."""

    name: str
    """`Windows`, `Wine`, `Linux`, `WSL`."""
    version: str


@record
class MachineSeen:
    """What a bug report says of the machine, for a person; without names of people or machines."""

    system: str
    python: str
    wsl: str
    session: str
    terminal: str
    language: str


@record
class CheckDone:
    """One assumption, looked at."""

    name: str
    expected: str
    seen: str
    truth: Truth


@record
class SelftestDocument:
    """Every assumption with its verdict."""

    wslmem: str
    """Version."""
    python: str
    """Version."""
    system: SystemSeen
    machine: MachineSeen
    checks: tuple[CheckDone, ...]
