"""A recommendation: which settings, and why."""

from __future__ import annotations

from enum import StrEnum

from wslmem.cautions import Caution
from wslmem.records import record
from wslmem.sizing.vm import OtherProcesses
from wslmem.text import Text
from wslmem.units import Bytes


class Outlook(StrEnum):
    """What becomes of the build under given settings."""

    FITS = "fits"
    SWAPS = "swaps"
    DIES = "dies"


class Advice(StrEnum):
    """The gist of a recommendation."""

    ENOUGH = "enough"
    """The settings in the file are enough; leave them."""
    CHANGE = "change"
    HOST_CANNOT = "host-cannot"
    """The host cannot give what the build needs; the options say what to do instead."""


class Term(StrEnum):
    """What a line of the sum stands for."""

    PEAK = "peak"
    """Of the build's anonymous memory."""
    LINKING = "linking"
    """The same with the files that a link maps, where that is more."""
    MARGIN = "margin"
    OTHERS = "other-processes"
    KERNEL = "kernel"
    CACHE = "page-cache"
    ROUNDING = "rounding"
    PHYSICAL = "ram"
    """No term: what the physical memory limits memory= to."""
    COMMIT = "commit"
    """No term: what Windows' commit limit limits memory= to."""


CAPS = frozenset({Term.PHYSICAL, Term.COMMIT})
BEYOND_NEED = frozenset({Term.CACHE, Term.ROUNDING})


@record
class Line:
    """One visible term of the sum behind memory=, or a limit to it."""

    name: Term
    size: Bytes
    """Whole MiB, so that the sum adds up as it is shown."""
    because: Text


@record
class AdvisedSetting:
    """One setting to write."""

    key: str
    """`wsl2.memory`, `wsl2.swap` or `wsl2.processors`."""
    value: str | None
    """In WSL's spelling; None recommends to leave the key as it is."""
    because: Text


@record
class Option:
    """Something other than memory= that lets the build complete."""

    name: str
    """What to type: `-p 2`, `GOGC=50`."""
    peak: Bytes | None
    """Estimated peak with it, of all that has to stay in memory; None where no figure is known."""
    cost: Text
    because: Text


@record(kw_only=True)
class Recommendation:
    """The recommended settings with every figure they are based on."""

    advice: Advice
    headline: Text
    """One sentence for a person."""
    build: Bytes
    """The build's share: its peak and the margin over it; 0 without a project."""
    other_processes: OtherProcesses
    """The share of everything else in the VM."""
    need: Bytes
    """The smallest memory= with which the build fits; 0 without a project."""
    settings: tuple[AdvisedSetting, ...]
    lines: tuple[Line, ...]
    """The terms that add up to `need`, those from there to memory=, and the limits."""
    options: tuple[Option, ...] = ()
    cautions: tuple[Caution, ...] = ()

    def value(self, key: str) -> str | None:
        """The recommended value of `key`, None where it is to be left."""
        return next((setting.value for setting in self.settings if setting.key == key), None)

    @property
    def needed(self) -> tuple[Line, ...]:
        """The terms that add up to `need`."""
        return tuple(line for line in self.lines if line.name not in CAPS | BEYOND_NEED)

    @property
    def beyond_need(self) -> tuple[Line, ...]:
        """What comes on top of it."""
        return tuple(line for line in self.lines if line.name in BEYOND_NEED)

    @property
    def caps(self) -> tuple[Line, ...]:
        """What the host limits memory= to, smallest first."""
        return tuple(line for line in self.lines if line.name in CAPS)
