"""Settings that WSL reads and then does not use, because of another one (`Config::Initialize`)."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.text import Text
from wslmem.wslconfig.keys import KEYS
from wslmem.wslconfig.rules.scene import (
    Hit,
    Repair,
    Scene,
    Severity,
    comment_out,
    commented_out,
    instances,
    listed,
    short,
    value_repair,
)
from wslmem.wslconfig.versions import NEW_RECLAIM, NEWEST_READ, NO_SPARSE, show

RULES: dict[str, Severity] = {
    "needs-mirrored": "warning",
    "needs-bridged": "warning",
    "forwarding-mirrored": "warning",
    "needs-dns-tunneling": "warning",
    "dns-tunneling-mode": "warning",
    "firewall-mirrored": "warning",
    "needs-virtio": "warning",
    "virtio9p-off": "warning",
    "bridged-without-switch": "error",
    "safe-mode": "warning",
    "gradual-reclaim": "note",
    "instances-still-stop": "note",
    "sparse-disabled": "warning",
    "sparse-unsafe": "warning",
}

_SAFE = (
    "wsl2.swap", "wsl2.kernel", "wsl2.kernelModules", "wsl2.networkingMode", "wsl2.guiApplications", "wsl2.gpuSupport",
    "wsl2.virtio", "wsl2.nestedVirtualization", "wsl2.hostFileSystemAccess", "wsl2.hardwarePerformanceCounters",
    "wsl2.dnsTunneling", "wsl2.autoProxy",
)  # fmt: skip
"""What safeMode=true turns off."""

_TUNNELLED = ("Nat", "Mirrored", "Consomme", "VirtioProxy")
_BRIDGED = ("wsl2.vmSwitch", "wsl2.macAddress", "wsl2.dhcp", "wsl2.dhcpTimeout")
"""What WSL looks at in that mode alone, from 2.5.8 to 2.9.7 (BridgedNetworking.cpp)."""
_LONG = 24 * 60 * 60 * 1000
"""Milliseconds of an idle time that is meant as "never": a day."""


def look(scene: Scene) -> Iterator[Hit]:
    if not scene.value("wsl2.safeMode"):
        yield from _network(scene)
        yield from _devices(scene)
    yield from _states(scene)


def mode(scene: Scene) -> str:
    """The networking mode that the file leads to."""
    return str(scene.value("wsl2.networkingMode") or "Nat")


def _network(scene: Scene) -> Iterator[Hit]:
    if mode(scene) == "Mirrored":
        yield from _mirrored(scene)
    else:
        for name in ("experimental.hostAddressLoopback", "experimental.ignoredPorts"):
            if scene.value(name):
                text = Text("Works only with networkingMode=mirrored; WSL does not warn.")
                yield _hit(scene, "needs-mirrored", name, text)
    yield from _for_bridged(scene)
    if mode(scene) not in _TUNNELLED and scene.value("wsl2.dnsTunneling"):
        text = Text("Has no effect with networkingMode={mode}; WSL does not warn.", mode=mode(scene))
        yield _hit(scene, "dns-tunneling-mode", "wsl2.dnsTunneling", text)
    if scene.value("wsl2.dnsTunneling") is False and scene.value("experimental.bestEffortDnsParsing"):
        text = Text("Works only with dnsTunneling=true; WSL does not warn.")
        yield _hit(scene, "needs-dns-tunneling", "experimental.bestEffortDnsParsing", text)
    if mode(scene) == "Bridged" and not scene.value("wsl2.vmSwitch"):
        text = Text("Bridged networking needs vmSwitch=. WSL warns and starts without a network.")
        reading = scene.document.readings["wsl2.networkingMode"]
        repairs = (comment_out(scene, reading),)
        yield Hit("bridged-without-switch", reading.line, text, scene.line(reading), repairs)


def _for_bridged(scene: Scene) -> Iterator[Hit]:
    """Settings of another mode than the file's; where that cannot be read, its own rule says what was meant."""
    said = scene.document.readings.get("wsl2.networkingMode")
    if mode(scene) == "Bridged" or (said is not None and not said.valid):
        return
    for name in _BRIDGED:
        if (value := scene.value(name)) not in {None, ""} and value is not True:
            text = Text("Works only with networkingMode=bridged; WSL does not warn.")
            yield _hit(scene, "needs-bridged", name, text)


def _mirrored(scene: Scene) -> Iterator[Hit]:
    if scene.value("wsl2.firewall") is False:
        text = Text("Has no effect with networkingMode=mirrored: the firewall stays on. WSL does not warn.")
        yield _hit(scene, "firewall-mirrored", "wsl2.firewall", text)
    if scene.value("wsl2.localhostForwarding") is not None:
        text = Text(
            "Has no effect with networkingMode=mirrored, where localhost is shared anyway. WSL warns at each start."
        )
        reading = scene.document.readings["wsl2.localhostForwarding"]
        away = Repair(
            Text("put # in front: nothing else changes"),
            commented_out(one.start for one in instances(scene, reading.key)),
            keys=frozenset({reading.key}),
        )
        yield Hit("forwarding-mirrored", reading.line, text, scene.line(reading), (away,))


def _devices(scene: Scene) -> Iterator[Hit]:
    if scene.value("wsl2.virtio") is False:
        for name in ("wsl2.virtiofs", "experimental.swiotlb"):
            if scene.value(name):
                text = Text("Has no effect with virtio=false; WSL does not warn.")
                yield _hit(scene, "needs-virtio", name, text)
        if mode(scene) in ("Consomme", "VirtioProxy"):
            text = Text("Needs virtio=true. WSL warns and uses networkingMode=nat.")
            yield _hit(scene, "needs-virtio", "wsl2.networkingMode", text)
    elif scene.value("wsl2.virtio9p"):
        reading = scene.document.readings["wsl2.virtio9p"]
        text = Text("No longer supported. WSL warns and turns it off.")
        yield Hit("virtio9p-off", reading.line, text, scene.line(reading), (comment_out(scene, reading),))


def _states(scene: Scene) -> Iterator[Hit]:
    if scene.value("wsl2.safeMode"):
        off = [short(name) for name in _SAFE if name in scene.document.readings]
        text = Text(
            "Starts the VM without swap, network and most features. Remove it once the distribution works again."
        )
        if off:
            text = Text(
                "Starts the VM without swap, network and most features, and overrules {keys}. Remove it once the "
                "distribution works again.",
                keys=listed(off),
            )
        yield _hit(scene, "safe-mode", "wsl2.safeMode", text)
    if scene.value("experimental.autoMemoryReclaim") == "Gradual":
        yield from _gradual(scene)
    if scene.value("experimental.sparseVhd"):
        yield from _sparse(scene)
    if _stays(scene) and "general.instanceIdleTimeout" not in scene.document.readings:
        text = Text(
            "Keeps the VM, but a distribution without an open session still stops after 15 s, its services too. To "
            "keep it running, set instanceIdleTimeout=-1 in [general]."
        )
        yield _hit(scene, "instances-still-stop", "wsl2.vmIdleTimeout", text)


def _stays(scene: Scene) -> bool:
    idle = scene.value("wsl2.vmIdleTimeout")
    return isinstance(idle, int) and (idle < 0 or idle >= _LONG)


def _gradual(scene: Scene) -> Iterator[Hit]:
    """The freezes were of code that WSL 2.9.5 replaced."""
    version, name = scene.sight.version, "experimental.autoMemoryReclaim"
    if version is not None and version >= NEW_RECLAIM:
        return
    since = show(NEW_RECLAIM)
    if version is None:
        text = Text(
            "Before WSL {since}, gradual takes memory from an idle VM and is known to freeze some that run systemd "
            "(microsoft/WSL#10675). Since {since} it only drops file cache after two idle minutes.",
            since=since,
        )
        yield _hit(scene, name=name, rule="gradual-reclaim", text=text)
        return
    text = Text(
        "In WSL {version}, gradual takes memory from an idle VM and is known to freeze some that run systemd "
        "(microsoft/WSL#10675). WSL {since} does it differently; dropCache, the default, is not affected.",
        version=show(version),
        since=since,
    )
    reading = scene.document.readings[name]
    repairs = value_repair(scene, KEYS[name], reading, "dropCache")
    yield Hit("gradual-reclaim", reading.line, text, scene.line(reading), repairs)


def _sparse(scene: Scene) -> Iterator[Hit]:
    """WSL reads the setting, and makes an ordinary disk (WslCoreFilesystem.cpp, `CreateVhd`)."""
    version, name = scene.sight.version, "experimental.sparseVhd"
    reading = scene.document.readings[name]
    if version is not None and version < NO_SPARSE:
        text = Text(
            "WSL {version} may make sparse disks, which may lose data; for that reason WSL {since} makes none.",
            version=show(version),
            since=show(NO_SPARSE),
        )
        repairs = (comment_out(scene, reading),)
        yield Hit("sparse-unsafe", reading.line, text, scene.line(reading), repairs)
        return
    if version is not None and version <= NEWEST_READ:
        text = Text(
            "WSL {version} makes no sparse disks, for they may lose data: it warns and makes an ordinary one.",
            version=show(version),
        )
        yield _hit(scene, "sparse-disabled", name, text)
        return
    text = Text(
        "WSL {since} to {known} make no sparse disks, for they may lose data: they warn and make an ordinary one. "
        "Of a newer WSL this is not known.",
        since=show(NO_SPARSE),
        known=show(NEWEST_READ),
    )
    yield Hit("sparse-disabled", reading.line, text, scene.line(reading), severity="note")


def _hit(scene: Scene, rule: str, name: str, text: Text) -> Hit:
    reading = scene.document.readings[name]
    return Hit(rule, reading.line, text, scene.line(reading))
