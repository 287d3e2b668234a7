"""What the VM gets: the file's values after WSL has clamped and filled them in (WSL: Config::Initialize)."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from .read import Complaint, Reading, read

MIB = 1024**2
GIB = 1024**3
_SMALLEST = 256 * MIB
_UNSET = 2**64 - 1
"""A swap of -1 wraps to WSL's own mark for "not given"."""
NAME_OF_SYSTEM_ERROR = {1: "access-denied", 13: "access-denied", 21: "access-denied"}
"""errno of a file that cannot be opened, to the system message Windows has for it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The figures a VM starts with."""

    memory: int
    """V: bytes of the VM, whole even MiB."""
    swap: int
    """S: bytes, 0 = none."""
    processors: int
    """1 to the host's."""
    instance_idle: int
    """Milliseconds after which an instance without clients stops; negative = never."""
    vm_idle: int
    """Milliseconds after which a VM without instances stops; negative = never."""
    isolate: bool
    """User processes are kept 32 MiB below MemTotal, on releases that do so."""

    def as_json(self) -> dict[str, int]:
        return asdict(self)


def load(
    path: str, host_memory: int, host_processors: int, disabled: str = ""
) -> tuple[Settings, list[Complaint], bool]:
    """Read a file as the start of a VM does.

    Args:
        path: the `.wslconfig`; a missing one is silently all defaults.
        host_memory: bytes (ullTotalPhys).
        host_processors: logical processors of the host.
        disabled: a key that the computer policy takes from the user, or empty.

    Returns:
        the settings, the warnings in the order WSL prints them, and whether the VM refuses to start.
    """
    try:
        with open(path, "rb") as file:
            reading = read(file.read())
    except FileNotFoundError:
        reading = Reading()
    except OSError as error:
        reading = Reading()
        reading.warnings.append(
            Complaint("FailedToOpen", 0, (NAME_OF_SYSTEM_ERROR.get(error.errno or 0, "invalid-parameter"),)),
        )
    if reading.settings.pop(disabled.lower(), None) is not None:
        reading.warnings.append(Complaint("Policy", 0, (disabled,)))
    return initialize(reading, host_memory, host_processors), reading.warnings, reading.fatal


def initialize(reading: Reading, host_memory: int, host_processors: int) -> Settings:
    """Clamp and fill in; adds warnings of its own to the reading, processors first."""
    processors = reading.number("wsl2.processors") or 0
    if processors > host_processors:
        reading.warnings.append(Complaint("TooManyProcessors", 0, (str(processors), str(host_processors))))
    memory = reading.number("wsl2.memory") or 0
    clamped = max(_SMALLEST, min(memory, host_memory)) if memory else host_memory // 2
    safe = reading.settings.get("wsl2.safemode") is True
    if safe:
        reading.warnings.append(Complaint("SafeMode", 0))
    return Settings(
        memory=clamped // MIB // 2 * 2 * MIB,
        swap=0 if safe else _swap(reading.number("wsl2.swap"), clamped),
        processors=min(processors, host_processors) if processors > 0 else host_processors,
        instance_idle=_default(reading.number("general.instanceidletimeout"), 15_000),
        vm_idle=_default(reading.number("wsl2.vmidletimeout"), 60_000),
        isolate=reading.settings.get("wsl2.isolatedistrocgroup") is not False,
    )


def _swap(given: int | None, memory: int) -> int:
    if given is None or given == _UNSET:
        return (memory // 4 + GIB - 1) // GIB * GIB
    return given


def _default(given: int | None, default: int) -> int:
    return default if given is None else given
