"""Everything at a glance."""

from __future__ import annotations

from typing import Literal

from wslmem.cautions import Caution
from wslmem.documents.show import Found
from wslmem.records import record
from wslmem.sizing.fleet import Shortage
from wslmem.sizing.guest import GuestMemory
from wslmem.sizing.holders import Holders
from wslmem.sizing.host import HostMemory
from wslmem.sizing.measured_run import MeasuredBuild
from wslmem.sizing.recommendation import Advice
from wslmem.sizing.vm import OtherProcesses
from wslmem.text import Text
from wslmem.units import Bytes
from wslmem.wslconfig.effective import Effective

SCHEMA = "wslmem/status/1"


@record
class InstalledDistribution:
    """One distribution, as `wsl --list --verbose` tells."""

    name: str
    state: str
    """`Running`, `Stopped`, `Installing`, ..."""
    version: int | None
    """1 or 2; only those of version 2 live in the VM. Null where an old wsl.exe does not tell."""
    default: bool


@record
class WslProblem:
    """Why WSL cannot be used."""

    text: Text | str
    next_step: Text | str


@record
class WslFound:
    """What wsl.exe tells without starting anything."""

    path: str | None
    """The wsl.exe; null where there is none."""
    version: str | None
    distributions: tuple[InstalledDistribution, ...]
    problem: WslProblem | None
    """Null where WSL can be used."""


@record
class ConfigFile:
    """The .wslconfig."""

    path: str
    exists: bool
    findings: int
    """How many remarks `wslmem show` makes on it."""
    settings: dict[str, str]
    """What it says by key, of all that WSL accepts: `wsl2.memory` to `8GB`."""


@record
class Recommended:
    """The gist of `wslmem recommend`."""

    advice: Advice
    headline: Text | str
    settings: dict[str, str | None]
    """By key, in WSL's spelling; null advises to leave the key as it is."""


@record(kw_only=True)
class Interrupted:
    """A run that was ended in the middle."""

    work: Literal["apply", "bench"]
    changed: bool | None
    """Whether the file differs from what it held before that run; null where its journal cannot be read."""
    text: Text | str
    journal: str | None
    """Where the journal is now that cannot be read; null where it could be."""


@record(kw_only=True)
class WslcFound:
    """WSL's own containers, which have a VM of their own."""

    path: str
    """Its settings.yaml; it need not exist."""
    memory: Bytes
    """What its VM may take of this computer."""
    is_default: bool
    """Whether that is wslc's default, half of this computer's memory."""
    problem: Text | str | None
    """Why the size in the file does not count."""


@record(kw_only=True)
class StatusDocument:
    """Host, WSL, file and VM at one moment; sizes in bytes."""

    host: HostMemory | None
    """Null where it could not be read; the cautions say why."""
    wsl: WslFound | None
    file: ConfigFile
    effective: Effective
    """What the file makes WSL give to the VM at its next start."""
    vm: GuestMemory | None
    """Null where no VM runs."""
    holders: Holders | None
    """Who holds the VM's memory; null where no VM runs, or it does not tell."""
    wslc: WslcFound | None = None
    """Null where wslc was never used."""
    pending: str
    """Whether the VM has what the file says: `in-effect`, `restart-needed`, `not-running` or `unknown`."""
    recommendation: Recommended | None
    """Null where no project was given, or the host is not known."""
    interrupted: tuple[Interrupted, ...]
    findings: tuple[Found, ...]
    """What is wrong in the file, as `wslmem show` tells it."""
    cautions: tuple[Caution, ...]
    computer: str
    """Name of this computer."""
    taken: str
    """When: UTC, ISO 8601."""
    wslmem: str
    """Version of wslmem that looked."""
    builds: tuple[MeasuredBuild, ...]
    """What `wslmem run` measured on this computer."""
    other_processes: OtherProcesses
    """What lives in the VM while a build runs, the build not counted."""
    shortages: tuple[Shortage, ...] | None = None
    """When Windows ran short of memory (event 2004), the latest first; null unless `--events` learned it."""
