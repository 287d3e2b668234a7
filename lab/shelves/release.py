"""A release as the shelves see it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Archive:
    """One zip."""

    version: str
    architecture: str
    """`x64` or `arm64`."""
    url: str
    sha256: str
    name: str

    @property
    def folder(self) -> str:
        """The one folder in it."""
        return self.name.removesuffix(".zip")


@dataclass(frozen=True, slots=True)
class Release:
    """All zips of one version."""

    version: str
    home: str
    """Page of the project."""
    archives: tuple[Archive, ...]
