"""What an apply tells while it runs. A face turns each event into a line; the last one is always an `ApplyResult`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Literal

from wslmem.cautions import Caution
from wslmem.records import record
from wslmem.sizing.guest import GuestMemory
from wslmem.text import Text
from wslmem.units import Seconds
from wslmem.wslconfig.edits import EditPlan
from wslmem.wslconfig.findings import Finding

Stage = Literal["started", "progress", "warning", "choice", "forcing"]
"""Of a shutdown: `progress` after 2 s, `warning` after 20 s, `choice` after 60 s."""
Doubt = Literal[
    "file-not-read", "memory-ignored", "invalid-line", "refused", "clamped", "no-swap", "other-limits", "old-vm",
    "vm-did-not-start", "shutdown-hangs", "shutdown-failed", "not-restarted",
]  # fmt: skip
"""Why new settings have no effect."""


class Shutdown(StrEnum):
    """What to do about a VM that still runs with the old settings."""

    NEVER = "never"
    NOW = "now"


@record
class Patience:
    """How long a shutdown may last before more is said, and what comes after it. Seconds."""

    progress: Seconds = Seconds(2)
    warning: Seconds = Seconds(20)
    choice: Seconds = Seconds(60)
    """From here on a person may choose the forced shutdown; a script stops here, or forces if it was told to."""
    gone: Seconds = Seconds(30)
    """For the VM to be gone after the shutdown returned."""
    boot: Seconds = Seconds(120)
    """For the VM and the distribution to start (WSL's own limits: kernel 30 s, distribution 60 s)."""
    swap: Seconds = Seconds(10)
    """For the swap to appear: WSL activates it after the start."""
    look: Seconds = Seconds(15)
    """For a VM that runs already to answer; one that is out of memory may never, and a restart is to end that."""
    forced: Seconds = Seconds(60)
    """For the forced shutdown to return."""


@record
class ApplyRequest:
    """What a face, or a script, asks for."""

    settings: tuple[tuple[str, str | None], ...]
    """`(("wsl2.memory", "8GB"), ("wsl2.swap", None))`; None removes the key."""
    shutdown: Shutdown = Shutdown.NEVER
    force_shutdown: bool = False
    """Consent to `wsl --shutdown --force` when the gentle one hangs. Unsaved work is lost."""
    require_effective: bool = False
    rollback: bool = True
    """Put the old file back when the new settings did not take effect after a restart."""
    distribution: str | None = None
    """Which one to boot for the proof; None for the default one that is fit for it."""
    expected: bytes | None = None
    """The bytes the plan was made from; another content on disk stops the apply (exit 75)."""
    accept_small: bool = False
    """Consent to a memory= below 2 GB, or above what Windows can promise."""
    keep: bool = True
    """False where a benchmark lends the file its settings: that is no history, and its own journal covers it."""
    of_benchmark: bool = False
    """Whether the benchmark asks that is at work; anybody else has to wait until the file is its owner's again."""
    patience: Patience = Patience()
    always_restart: bool = False
    """Restart although the running VM already shows the limits: every leg of a benchmark starts from a fresh VM."""


@record
class Linted:
    findings: tuple[Finding, ...]


@record
class Planned:
    plan: EditPlan


@record
class BackedUp:
    path: Path
    number: int
    """What `wslmem restore` takes."""


@record
class Written:
    path: Path
    synced: bool
    """False: the new file is in place, but the folder could not be flushed to the disk."""


@record
class WillStop:
    """What a shutdown ends."""

    distributions: tuple[str, ...]
    docker_desktop: bool


@record
class ShuttingDown:
    """Said again while it lasts."""

    elapsed: Seconds
    stage: Stage


@record
class HandedOver:
    """From inside WSL: Windows does the shutdown, for it ends this very process."""

    command: str
    """What Windows runs, as a person would type it there."""
    delay: Seconds
    """Until WSL goes down, and wslmem with it."""


@record
class VmGone:
    elapsed: Seconds
    by_another: bool = False
    """Whether another program has started WSL again already: an editor that reconnects, Docker Desktop."""


@record
class Restarted:
    guest: GuestMemory
    warnings: tuple[str, ...]
    """The `wsl: ...` lines of the client that booted the VM, without their prefix."""


@record
class Checked:
    """One proof: what the file promises against what the VM shows."""

    name: Literal["memory", "swap", "processors", "new VM"]
    expected: Text
    seen: Text
    proven: bool


@record
class TookEffect:
    guest: GuestMemory


@record
class NotEffective:
    """The running VM does not show the new settings."""

    code: Doubt
    text: Text
    """One sentence, without a full stop."""
    next_step: Text
    """What a person can do."""


@record
class OldFileBack:
    """The old file is in its place again; next WSL is started with it."""

    path: Path


@record
class RolledBack:
    """The old file is back, and WSL was looked at with it."""

    path: Path
    proven: bool
    """Whether WSL started again with it."""


@record
class ApplyResult:
    """How it ended; always the last event."""

    plan: EditPlan
    changed: bool
    """Whether the file on disk now differs from before."""
    backup: Path | None = None
    number: int | None = None
    """Of the backup."""
    effective: bool | None = None
    """Proven in effect, proven not, or None where nothing was restarted or asked."""
    problem: NotEffective | None = None
    """Why the settings are not in effect; None where they are, and where nobody asked."""
    rolled_back: bool = False
    shutdown_requested: bool = False
    shut_down: bool = False
    """Whether the VM really went away."""
    stopped: tuple[str, ...] = ()
    """Distributions that ran and were ended."""
    guest: GuestMemory | None = None
    cautions: tuple[Caution, ...] = ()


ApplyEvent = (
    Linted
    | Planned
    | BackedUp
    | Written
    | WillStop
    | ShuttingDown
    | HandedOver
    | VmGone
    | Restarted
    | Checked
    | TookEffect
    | NotEffective
    | OldFileBack
    | RolledBack
    | ApplyResult
)
