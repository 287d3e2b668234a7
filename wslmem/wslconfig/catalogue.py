"""Every setting that WSL knows, described by a configobj configspec (`catalogue.configspec` beside this file)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """One key of `.wslconfig`."""

    name: str
    """`memory`, in WSL's own spelling."""
    section: str
    """`wsl2`, `general` or `experimental`."""
    type: str
    """`size`, `int`, `bool`, `enum`, `text`, `path`, `mac`, `ports` or `ip`."""
    default: str
    """In words where it depends on the host."""
    meaning: str
    since: str
    """The WSL or Windows that brought it; empty where it is not known."""


def settings() -> tuple[Setting, ...]:
    """Every setting, in the order of the configspec."""
    raise NotImplementedError
