"""The keys that WSL knows, and what kind of value each takes (WslCoreConfig.cpp, `Config::ParseConfigFile`)."""

from __future__ import annotations

from typing import Literal

from wslmem.records import record

KeyKind = Literal["size", "int", "bool", "enum", "text", "path", "mac", "ports", "ip"]
"""What kind of value a key takes."""


@record
class Key:
    """One setting."""

    name: str
    """`section.key` in WSL's own spelling."""
    kind: KeyKind
    choices: tuple[str, ...] = ()
    """What an `enum` may be, in WSL's spelling."""


_KINDS: dict[str, dict[KeyKind, str]] = {
    "wsl2": {
        "size": "memory swap defaultVhdSize",
        "int": "processors kernelDebugPort vmIdleTimeout kernelBootTimeout distributionStartTimeout mountDeviceTimeout"
        " dhcpTimeout maxCrashDumpCount",
        "bool": "debugConsole earlyBootLogging localhostForwarding nestedVirtualization virtio9p virtiofs gpuSupport"
        " guiApplications telemetry virtio hostFileSystemAccess hardwarePerformanceCounters dhcp ipv6 dnsProxy"
        " safeMode dnsTunneling firewall autoProxy loadDefaultKernelModules isolateDistroCgroup",
        "enum": "networkingMode",
        "text": "kernelCommandLine vmSwitch loadKernelModules",
        "path": "kernel kernelModules swapFile systemDistro debugConsoleLogFile crashDumpFolder",
        "mac": "macAddress",
    },
    "general": {"path": "distributionInstallPath", "int": "instanceIdleTimeout"},
    "experimental": {
        "enum": "autoMemoryReclaim",
        "bool": "sparseVhd bestEffortDnsParsing hostAddressLoopback setVersionDebug virtioFsAggregateShares",
        "ip": "dnsTunnelingIpAddress",
        "int": "initialAutoProxyTimeout",
        "ports": "ignoredPorts",
        "size": "swiotlb",
    },
}

CHOICES = {
    "wsl2.networkingMode": ("None", "Nat", "Bridged", "Mirrored", "Consomme", "VirtioProxy"),
    "experimental.autoMemoryReclaim": ("Disabled", "Gradual", "DropCache"),
}

ALIASES = {
    f"experimental.{name}": f"wsl2.{name}" for name in ("networkingMode", "dnsTunneling", "firewall", "autoProxy")
}
"""Names from the time when these were experiments; each is one key with its new name."""

KEYS = {
    f"{section}.{name}": Key(f"{section}.{name}", kind, CHOICES.get(f"{section}.{name}", ()))
    for section, kinds in _KINDS.items()
    for kind, names in kinds.items()
    for name in names.split()
}
"""Every key by its name in WSL's spelling."""

SHORT_NAMES = frozenset(name.rpartition(".")[2].lower().encode() for name in KEYS)
"""Every key without its section, in lower case, as it stands in a file."""

SECTIONS = tuple(_KINDS)

_BY_LOWER = {name.lower(): key for name, key in KEYS.items()} | {
    alias.lower(): KEYS[name] for alias, name in ALIASES.items()
}


def find(name: str) -> Key | None:
    """The key that WSL takes `name` (`WSL2.Memory`, `experimental.firewall`) for; case does not matter."""
    return _BY_LOWER.get(name.lower())


def spelled(name: str) -> str:
    """`name` in WSL's own spelling if WSL knows it, else as it is."""
    key = find(name)
    return key.name if key else name


LEAST_TIME: dict[str, tuple[int, bool]] = {
    "wsl2.vmIdleTimeout": (1000, False),
    "general.instanceIdleTimeout": (1000, False),
    "wsl2.kernelBootTimeout": (1000, True),
    "wsl2.distributionStartTimeout": (1000, True),
}
"""Milliseconds below which a time was written in seconds, and whether WSL fails to start within them. A kernel takes
longer than one second to start; `min` of the configspec says the same."""

REMOVED = ("pagereporting", "pagereportingorder", "usewindowsdnscache", "idlethreshold")
"""Keys of samples and guides that no WSL since 2.5.8 knows."""

WSL_CONF_KEYS = {
    "systemd": "boot", "command": "boot", "protectbinfmt": "boot",
    "mountfstab": "automount", "root": "automount", "options": "automount",
    "generatehosts": "network", "generateresolvconf": "network", "hostname": "network",
    "appendwindowspath": "interop", "interopenabled": "interop", "enabled": "interop",
    "default": "user", "uselocaltimezone": "time",
}  # fmt: skip
"""Keys of /etc/wsl.conf, in lower case, and the section they stand in there."""

WSL_CONF_SECTIONS = ("boot", "automount", "network", "interop", "user", "gpu", "time")
"""Sections of /etc/wsl.conf inside a distribution."""


def is_misplaced(section: str, name: str) -> bool:
    """Whether `name` is a key of this file in a `section` of /etc/wsl.conf, where nothing reads it either.

    >>> is_misplaced("network", "networkingMode"), is_misplaced("network", "hostname")
    (True, False)
    """
    plain = name.lower()
    return section.lower() in WSL_CONF_SECTIONS and plain.encode() in SHORT_NAMES and plain not in WSL_CONF_KEYS
