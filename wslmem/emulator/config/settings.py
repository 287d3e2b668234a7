"""What the VM gets: the file's values after WSL has clamped and filled them in (WSL: Config::Initialize)."""

from __future__ import annotations

from ..lean import asdict, dataclass
from .keys import SINCE
from .read import Complaint, Reading, read

MIB = 1024**2
GIB = 1024**3
_SMALLEST = 256 * MIB
_OWN_BUFFER = 64 * MIB
_ALWAYS = ("systemDistro", "swapFile", "vmSwitch")
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
    swiotlb: int
    """Bytes of V that a buffer for devices takes."""
    reclaim: str
    """`dropcache`, `gradual` or `disabled`: what an idle VM does with its file cache."""
    network: str
    """The networking mode, in lower case."""
    files: dict[str, str]
    """What the file gives for kernel, kernelModules, systemDistro, swapFile and vmSwitch, where it gives something."""

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def load(
    path: str,
    host_memory: int,
    host_processors: int,
    disabled: str = "",
    release: tuple[int, ...] | None = None,
) -> tuple[Settings, list[Complaint], bool]:
    """Read a file as the start of a VM does.

    Args:
        path: the `.wslconfig`; a missing one is silently all defaults.
        host_memory: bytes (ullTotalPhys).
        host_processors: logical processors of the host.
        disabled: a key that the computer policy takes from the user, or empty.
        release: the WSL that reads; None for the newest.

    Returns:
        the settings, the warnings in the order WSL prints them, and whether the VM refuses to start.
    """
    try:
        with open(path, "rb") as file:
            reading = read(file.read(), release)
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
    virtio = reading.settings.get("wsl2.virtio") is not False and not safe
    network = _network(reading, safe=safe, virtio=virtio)
    return Settings(
        memory=clamped // MIB // 2 * 2 * MIB,
        swap=0 if safe else _swap(reading.number("wsl2.swap"), clamped),
        processors=min(processors, host_processors) if processors > 0 else host_processors,
        instance_idle=_default(reading.number("general.instanceidletimeout"), 15_000),
        vm_idle=_default(reading.number("wsl2.vmidletimeout"), 60_000),
        isolate=reading.settings.get("wsl2.isolatedistrocgroup") is not False,
        swiotlb=_swiotlb(reading, clamped, network) if virtio else 0,
        reclaim=str(reading.settings.get("experimental.automemoryreclaim") or "dropcache").lower(),
        network=network,
        files=_files(reading, safe=safe),
    )


def _network(reading: Reading, *, safe: bool, virtio: bool) -> str:
    """The mode after what WSL overrules; warns of each."""
    mode = str(reading.settings.get("wsl2.networkingmode") or "nat").lower().replace("virtioproxy", "consomme")
    if safe:
        return "none"
    if mode == "consomme" and not virtio:
        mode = "nat"
        reading.warnings.append(Complaint("ConsommeNeedsVirtio", 0, ("Nat",)))
    if virtio and reading.settings.get("wsl2.virtio9p") is True:
        reading.warnings.append(Complaint("Virtio9p", 0))
    if mode == "mirrored" and isinstance(reading.settings.get("wsl2.localhostforwarding"), bool):
        reading.warnings.append(Complaint("LocalhostMirrored", 0))
    return mode


def _swiotlb(reading: Reading, memory: int, network: str) -> int:
    """What was asked for, or WSL's own 64 MiB where a device needs them and the VM can spare them (helpers.cpp)."""
    if reading.release is not None and reading.release < SINCE["experimental.swiotlb"]:
        return 0
    given = reading.number("experimental.swiotlb") or 0
    needed = reading.settings.get("wsl2.virtiofs") is True or network == "consomme"
    return given or (_OWN_BUFFER if needed and memory >= GIB + _OWN_BUFFER else 0)


def _files(reading: Reading, *, safe: bool) -> dict[str, str]:
    names = _ALWAYS if safe else ("kernel", "kernelModules", *_ALWAYS)
    given = {name: reading.settings.get(f"wsl2.{name}".lower()) for name in names}
    return {name: str(text) for name, text in given.items() if text}


def _swap(given: int | None, memory: int) -> int:
    if given is None or given == _UNSET:
        return (memory // 4 + GIB - 1) // GIB * GIB
    return given


def _default(given: int | None, default: int) -> int:
    return default if given is None else given
