"""Every key WSL knows, and its type (WSL: WslCoreConfig.cpp, the key table in Config::ParseConfigFile)."""

from __future__ import annotations

_NAMES = {
    "size": "wsl2.memory wsl2.swap wsl2.defaultVhdSize experimental.swiotlb",
    "integer": (
        "wsl2.processors wsl2.kernelDebugPort wsl2.vmIdleTimeout wsl2.kernelBootTimeout"
        " wsl2.distributionStartTimeout wsl2.mountDeviceTimeout wsl2.dhcpTimeout wsl2.maxCrashDumpCount"
        " general.instanceIdleTimeout experimental.initialAutoProxyTimeout"
    ),
    "boolean": (
        "wsl2.debugConsole wsl2.earlyBootLogging wsl2.localhostForwarding wsl2.nestedVirtualization wsl2.virtio9p"
        " wsl2.virtiofs wsl2.gpuSupport wsl2.guiApplications wsl2.telemetry wsl2.virtio wsl2.hostFileSystemAccess"
        " wsl2.hardwarePerformanceCounters wsl2.dhcp wsl2.ipv6 wsl2.dnsProxy wsl2.safeMode wsl2.dnsTunneling"
        " wsl2.firewall wsl2.autoProxy wsl2.loadDefaultKernelModules wsl2.isolateDistroCgroup"
        " experimental.dnsTunneling experimental.firewall experimental.autoProxy experimental.sparseVhd"
        " experimental.bestEffortDnsParsing experimental.hostAddressLoopback experimental.setVersionDebug"
        " experimental.virtioFsAggregateShares"
    ),
    "networking": "wsl2.networkingMode experimental.networkingMode",
    "reclaim": "experimental.autoMemoryReclaim",
    "mac": "wsl2.macAddress",
    "address": "experimental.dnsTunnelingIpAddress",
    "ports": "experimental.ignoredPorts",
    "text": (
        "wsl2.kernel wsl2.kernelCommandLine wsl2.kernelModules wsl2.swapFile wsl2.systemDistro"
        " wsl2.debugConsoleLogFile wsl2.vmSwitch wsl2.crashDumpFolder wsl2.loadKernelModules"
        " general.distributionInstallPath"
    ),
}

KEYS: dict[str, tuple[str, str]] = {
    name.lower(): (name, kind) for kind, names in _NAMES.items() for name in names.split()
}
"""Lower-case name to WSL's spelling and type."""

ALIASES = {
    f"experimental.{key}".lower(): f"wsl2.{key}".lower()
    for key in ("networkingMode", "dnsTunneling", "firewall", "autoProxy")
}
"""Keys that are one and the same under two sections."""

ENUMS = {
    "networking": ("Bridged", "Consomme", "Mirrored", "Nat", "None", "VirtioProxy"),
    "reclaim": ("Disabled", "DropCache", "Gradual"),
}
"""The values each enumeration takes, in any case, in the order WSL lists them."""

SINCE = {
    "experimental.swiotlb": (2, 8, 9),
    "wsl2.isolatedistrocgroup": (2, 9, 5),
    "experimental.virtiofsaggregateshares": (2, 9, 5),
}
"""The release that brought a key (WSL: WslCoreConfig.cpp at the tags); the others are older than 2.5.8."""
CONSOMME_SINCE = (2, 9, 0)
"""The release that brought this networking mode; it goes on to take its old name, VirtioProxy."""


def listed(kind: str, release: tuple[int, ...] | None) -> tuple[str, ...]:
    """The words that a type takes in a release, None for the newest; none for a type that is no enumeration."""
    young = kind == "networking" and release is not None and release < CONSOMME_SINCE
    return tuple(word for word in ENUMS.get(kind, ()) if not (young and word == "Consomme"))
