"""The limits that a VM started with this file would have (WslCoreConfig.cpp, `Config::Initialize`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wslmem.units import Bytes
from wslmem.wslconfig.document import WslConfigDocument

Source = Literal["file", "default", "clamped", "policy"]


@dataclass(frozen=True, slots=True)
class EffectiveValue:
    """One limit."""

    value: int | None
    """Bytes, or a count of processors; None where it depends on a host that is not known."""
    source: Source
    """`file`; `default` where the file says nothing that counts; `clamped` where WSL limits what the file says."""


@dataclass(frozen=True, slots=True)
class Effective:
    """What the VM gets."""

    memory: EffectiveValue
    """Bytes after WSL's clamp to [256 MiB, host]."""
    swap: EffectiveValue
    """Bytes; 0 is no swap."""
    processors: EffectiveValue
    """Logical processors."""

    @property
    def vm_memory(self) -> Bytes | None:
        """The VM's memory: whole MiB, rounded down to an even number of them (WslCoreVm.cpp)."""
        raise NotImplementedError


def effective(document: WslConfigDocument, *, host_total: Bytes | None, processors: int | None) -> Effective:
    """What WSL makes of `document` on a host with `host_total` bytes and `processors` logical processors."""
    raise NotImplementedError
