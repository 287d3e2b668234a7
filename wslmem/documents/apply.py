"""An apply, done or only foretold."""

from __future__ import annotations

from wslmem.cautions import Caution
from wslmem.documents.show import Found
from wslmem.records import record
from wslmem.text import Text
from wslmem.units import Bytes
from wslmem.wslconfig.edits import Change

SCHEMA = "wslmem/apply/1"


@record
class ShutdownDone:
    """What became of WSL."""

    requested: bool
    done: bool
    """Whether the VM really went away."""
    stopped: tuple[str, ...]
    """Distributions that ran and were ended."""


@record
class Limits:
    """What the VM showed from inside."""

    memory: Bytes
    """MemTotal: a little less than `memory=`, for the kernel keeps some."""
    swap: Bytes
    processors: int


@record
class NotInEffect:
    """Why the settings are not in effect."""

    code: str
    text: Text | str
    next_step: Text | str


@record(kw_only=True)
class WslcChange:
    """What became of wslc's settings.yaml; with --check, what would."""

    path: str
    changed: bool
    would_change: bool
    memory: Bytes | None
    """What wslc reads there afterwards; null is its default, half of this computer's memory."""
    diff: str
    """Unified; empty where nothing changes."""
    backup: str | None
    """The copy of the old file."""


@record(kw_only=True)
class ApplyDocument:
    """What an apply did; with --check, what it would do."""

    path: str
    """The .wslconfig."""
    changed: bool
    """Whether the file on disk now differs from before."""
    would_change: bool
    """Whether the settings differ from what the file held."""
    changes: tuple[Change, ...]
    diff: str
    """Unified; empty where nothing changes."""
    backup: str | None
    """The copy of the old file."""
    shutdown: ShutdownDone
    effective: Limits | None
    """What the VM had after the restart; null where it was not asked."""
    took_effect: bool | None
    """Whether the new limits were seen in the VM; null where nobody looked."""
    problem: NotInEffect | None
    rolled_back: bool
    """Whether the old file is in its place again."""
    findings: tuple[Found, ...]
    """What is wrong in the file as it was, as `wslmem show` tells it."""
    warnings: tuple[Caution, ...]
    wslc: WslcChange | None = None
    """Null without --wslc-memory."""
