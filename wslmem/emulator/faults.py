"""What can be made to go wrong. A fault is a name, or `name:figure`, or `name:word`."""

from __future__ import annotations

from .failures import BOOT_ERRORS, SERVICE_ERRORS
from .lean import dataclass

KNOWN = frozenset(
    {
        "shutdown-hang",
        "shutdown-hang-force",
        "shutdown-slow",
        "shutdown-noop",
        "shutdown-fails",
        "vm-no-resources",
        "swap-late",
        "config-ignored",
        "die-during-exec",
        "garbage-stdout",
        "utf16",
        "crcrlf",
        "warnings-eaten",
        "guest-warnings",
        "restart-by-other",
        "docker-present",
        "boot-error",
        "service-refuses",
        "network-fallback",
        "policy",
        "swap-disk-fails",
        "stub-waits",
    },
)
"""Every fault but `rc-N`, which makes each guest command end with status N."""


@dataclass(frozen=True, slots=True)
class Faults:
    """The faults that hold for one call."""

    given: tuple[str, ...]
    """As written: `shutdown-slow:3`."""

    def __post_init__(self) -> None:
        for fault in self.given:
            name = fault.partition(":")[0]
            if name not in KNOWN and not (name.startswith("rc-") and name[3:].isdecimal()):
                raise ValueError(f"unknown fault: {fault}")
        for fault, known in (("boot-error", BOOT_ERRORS), ("service-refuses", SERVICE_ERRORS)):
            if fault in self and self.word(fault) not in known:
                raise ValueError(f"{fault} is followed by one of {', '.join(known)}")

    def __contains__(self, name: str) -> bool:
        return any(fault.partition(":")[0] == name for fault in self.given)

    def figure(self, name: str, default: float) -> float:
        """The figure behind a fault's colon; the default where it has none."""
        word = self.word(name)
        return float(word) if word else default

    def word(self, name: str) -> str:
        """The word behind a fault's colon; empty where the fault is not given."""
        return next((tail for head, _, tail in map(_parts, self.given) if head == name), "")

    @property
    def guest_status(self) -> int | None:
        """The status that `rc-N` gives every guest command."""
        found = [int(fault[3:]) for fault in self.given if fault.startswith("rc-")]
        return found[0] if found else None


def _parts(fault: str) -> tuple[str, str, str]:
    return fault.partition(":")


NONE = Faults(())
