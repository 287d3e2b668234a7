"""Advice: which settings, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wslmem.cautions import Caution
from wslmem.units import Bytes


class Outlook(StrEnum):
    """What becomes of the build under given settings."""

    FITS = "fits"
    SWAPS = "swaps"
    DIES = "dies"


class Advice(StrEnum):
    """The gist of a recommendation."""

    ENOUGH = "enough"
    """The settings in the file already suffice; leave them."""
    CHANGE = "change"
    HOST_CANNOT = "host-cannot"
    """The host cannot give what the build needs; the levers say what to do instead."""


@dataclass(frozen=True, slots=True)
class Line:
    """One visible term of the sum behind a setting."""

    name: str
    size: Bytes
    """What it adds; a cap has the size it caps to."""
    because: str


@dataclass(frozen=True, slots=True)
class AdvisedSetting:
    """One setting to write."""

    key: str
    """`wsl2.memory`, `wsl2.swap` or `wsl2.processors`."""
    value: str | None
    """In WSL's spelling; None advises to leave the key as it is."""
    because: str


@dataclass(frozen=True, slots=True)
class Lever:
    """Something other than memory= that lets the build complete."""

    name: str
    """What to type: `-p 2`, `GOMEMLIMIT=150MiB`."""
    peak: Bytes | None
    """Predicted peak with it, of all that has to stay in memory; None where no figure is known."""
    price: str
    because: str


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The advised settings with every figure they rest on."""

    advice: Advice
    headline: str
    """One sentence for a person."""
    build: Bytes
    """The build's part of the advice, before everything else that lives in the VM."""
    settings: tuple[AdvisedSetting, ...]
    lines: tuple[Line, ...]
    """The sum that leads to memory=, in order; caps come last."""
    levers: tuple[Lever, ...] = ()
    cautions: tuple[Caution, ...] = ()

    def value(self, key: str) -> str | None:
        """The advised value of `key`, None where the advice is to leave it."""
        return next((setting.value for setting in self.settings if setting.key == key), None)
