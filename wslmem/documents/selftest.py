"""What holds on a machine of what wslmem takes for granted."""

from __future__ import annotations

from dataclasses import dataclass

SCHEMA = "wslmem/selftest/1"


@dataclass(frozen=True, slots=True)
class SystemSeen:
    """The operating system that wslmem runs on."""

    name: str
    """`Windows`, `Wine`, `Linux`, `WSL`."""
    version: str


@dataclass(frozen=True, slots=True)
class CheckDone:
    """One assumption, looked at."""

    name: str
    expected: str
    seen: str
    truth: str
    """`holds`, `does not hold`, `not seen`."""


@dataclass(frozen=True, slots=True)
class SelftestDocument:
    """Every assumption with its verdict."""

    wslmem: str
    """Version."""
    python: str
    """Version."""
    system: SystemSeen
    checks: tuple[CheckDone, ...]
