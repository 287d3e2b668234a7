"""What a test or a person can set about the emulated machine: `knobs.json`, read at each call, and `WSLEMU_*`."""

from __future__ import annotations

import os

from .faults import NONE, Faults
from .folder import Folder
from .lean import dataclass
from .releases import RELEASES
from .text import LANGUAGES

VARIABLES = {
    "host_memory": "WSLEMU_HOST_MEM",
    "processors": "WSLEMU_CPUS",
    "profile": "WSLEMU_PROFILE",
    "language": "WSLEMU_LANG",
    "time_scale": "WSLEMU_TIME_SCALE",
    "faults": "WSLEMU_FAULT",
    "guest_path": "WSLEMU_GUEST_PATH",
    "swap": "WSLEMU_SWAP",
    "cgroup": "WSLEMU_CGROUP",
    "uptime": "WSLEMU_UPTIME",
}
"""The environment variable of each knob; it wins over the file."""


CHOICES = {"profile": tuple(RELEASES), "language": LANGUAGES, "swap": ("real", "cosmetic")}
"""The knobs that take one of a few words."""


@dataclass(frozen=True, slots=True)
class Knobs:
    """The settings of the emulated machine that hold for one call."""

    host_memory: int = 0
    """Bytes of physical memory that the emulated Windows has; 0 = as much as this machine."""
    processors: int = 0
    """Logical processors of the emulated Windows; 0 = as many as this machine."""
    profile: str = "2.6"
    """Version profile: one of `RELEASES`."""
    language: str = "en"
    """Language of WSL's own sentences: en, de, fr, ja, zh."""
    time_scale: float = 1.0
    """WSL's waits (idle time-outs, slow faults) are divided by this."""
    faults: Faults = NONE
    """What goes wrong."""
    guest_path: tuple[str, ...] = ()
    """Folders put before the guest's PATH."""
    swap: str = "real"
    """`real`: a swap file where the kernel lets us; `cosmetic`: SwapTotal is shown, nothing is swapped."""
    cgroup: str = ""
    """A memory cgroup folder that we may write; empty = find one."""
    uptime: float = 0.0
    """Seconds that a VM which starts has run already; 0 = as long as this machine, whose kernel log the guest reads."""

    @property
    def total_memory(self) -> int:
        """Physical memory of the emulated Windows (ullTotalPhys), bytes."""
        return self.host_memory or os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")

    @property
    def total_processors(self) -> int:
        return self.processors or os.cpu_count() or 1


def read(folder: Folder, environment: dict[str, str]) -> Knobs:
    """Read the knobs of a folder.

    Raises:
        ValueError: `knobs.json` or a variable does not hold what its knob wants.
    """
    given: dict[str, object] = {}
    if os.path.exists(folder.knobs):
        import json

        with open(folder.knobs, encoding="utf-8") as file:
            given = json.load(file)
    given |= {name: environment[variable] for name, variable in VARIABLES.items() if variable in environment}
    if unknown := given.keys() - set(Knobs.__slots__):
        raise ValueError(f"unknown knobs: {', '.join(sorted(unknown))}")
    return Knobs(**{name: _convert(name, value) for name, value in given.items()})  # type: ignore[arg-type]


def _convert(name: str, value: object) -> object:
    if name in {"host_memory", "processors"}:
        return int(str(value))
    if name in {"time_scale", "uptime"}:
        return float(str(value))
    if name in {"faults", "guest_path"}:
        separator = "," if name == "faults" else ":"
        items = value.split(separator) if isinstance(value, str) else list(value)  # type: ignore[call-overload]
        kept = tuple(str(item) for item in items if item)
        return Faults(kept) if name == "faults" else kept
    text = str(value)
    if text not in CHOICES.get(name, (text,)):
        raise ValueError(f"{name} is one of {', '.join(CHOICES[name])}, not {text}")
    return text
