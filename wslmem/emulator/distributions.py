"""The distributions that are installed on the emulated machine: `distros.json`."""

from __future__ import annotations

import json

from .failures import DISTRIBUTION_NOT_FOUND, GUID_NOT_FOUND, Failure
from .folder import Folder
from .knobs import Knobs
from .lean import dataclass

DOCKER = "docker-desktop"


@dataclass(frozen=True, slots=True)
class Distribution:
    """One entry of the registry."""

    name: str
    guid: str
    default: bool = False
    version: int = 2
    state: str = ""
    """Installing, Uninstalling, Converting or Exporting; empty = running or stopped."""
    user: str = ""
    """Default user; empty = whoever runs the emulator."""


@dataclass(frozen=True, slots=True)
class Registry:
    """All distributions, the default one first, as wsl.exe lists them."""

    entries: tuple[Distribution, ...]

    def named(self, name: str) -> Distribution:
        """Look a name up, in any case.

        Raises:
            Failure: there is none of this name.
        """
        for entry in self.entries:
            if entry.name.lower() == name.lower():
                return entry
        raise Failure(*DISTRIBUTION_NOT_FOUND)

    def identified(self, guid: str) -> Distribution:
        """Look an identifier up, with or without braces.

        Raises:
            Failure: there is none.
        """
        for entry in self.entries:
            if entry.guid.strip("{}").lower() == guid.strip("{}").lower():
                return entry
        raise Failure(*GUID_NOT_FOUND)

    def default(self) -> Distribution:
        """The default distribution.

        Raises:
            Failure: none is installed.
        """
        if not self.entries:
            raise Failure("no-distributions")
        return self.entries[0]


def load(folder: Folder, knobs: Knobs) -> Registry:
    """Read the registry; the fault `docker-present` adds Docker Desktop's distribution."""
    with open(folder.distributions, encoding="utf-8") as file:
        entries = [Distribution(**entry) for entry in json.load(file)]
    if "docker-present" in knobs.faults and not any(entry.name == DOCKER for entry in entries):
        entries.append(Distribution(DOCKER, "{d0c8e500-0000-4000-8000-000000000001}", default=not entries))
    return Registry(tuple(sorted(entries, key=lambda entry: not entry.default)))
