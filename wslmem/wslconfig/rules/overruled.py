"""Settings that WSL reads and then does not use, because of another one (`Config::Initialize`)."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.wslconfig.rules.scene import Hit, Scene, Severity, short

RULES: dict[str, Severity] = {
    "needs-mirrored": "warning",
    "needs-dns-tunneling": "warning",
    "dns-tunneling-mode": "warning",
    "firewall-mirrored": "warning",
    "needs-virtio": "warning",
    "virtio9p-off": "warning",
    "safe-mode": "warning",
    "gradual-reclaim": "note",
}

_SAFE = (
    "wsl2.swap", "wsl2.kernel", "wsl2.kernelModules", "wsl2.networkingMode", "wsl2.guiApplications", "wsl2.gpuSupport",
    "wsl2.virtio", "wsl2.nestedVirtualization", "wsl2.hostFileSystemAccess", "wsl2.hardwarePerformanceCounters",
    "wsl2.dnsTunneling", "wsl2.autoProxy",
)  # fmt: skip
"""What safeMode=true turns off."""

_TUNNELLED = ("Nat", "Mirrored", "Consomme", "VirtioProxy")


def look(scene: Scene) -> Iterator[Hit]:
    mode = _value(scene, "wsl2.networkingMode") or "Nat"
    if mode != "Mirrored":
        for name in ("experimental.hostAddressLoopback", "experimental.ignoredPorts"):
            if _value(scene, name):
                yield _hit(scene, "needs-mirrored", name, "counts only with networkingMode=mirrored; WSL does not warn")
    elif _value(scene, "wsl2.firewall") is False:
        yield _hit(scene, "firewall-mirrored", "wsl2.firewall", "has no effect with networkingMode=mirrored")
    if mode not in _TUNNELLED and _value(scene, "wsl2.dnsTunneling"):
        yield _hit(scene, "dns-tunneling-mode", "wsl2.dnsTunneling", f"has no effect with networkingMode={mode}")
    if _value(scene, "wsl2.dnsTunneling") is False and _value(scene, "experimental.bestEffortDnsParsing"):
        name = "experimental.bestEffortDnsParsing"
        yield _hit(scene, "needs-dns-tunneling", name, "counts only with dnsTunneling=true")
    yield from _devices(scene)
    yield from _memory(scene)


def _devices(scene: Scene) -> Iterator[Hit]:
    if _value(scene, "wsl2.virtio") is False:
        for name in ("wsl2.virtiofs", "experimental.swiotlb"):
            if _value(scene, name):
                yield _hit(scene, "needs-virtio", name, "has no effect with virtio=false")
    if _value(scene, "wsl2.virtio9p"):
        yield _hit(scene, "virtio9p-off", "wsl2.virtio9p", "is no longer supported; WSL warns and turns it off")


def _memory(scene: Scene) -> Iterator[Hit]:
    if _value(scene, "wsl2.safeMode"):
        off = [short(name) for name in _SAFE if name in scene.document.readings]
        without = f"; of this file it overrules {', '.join(off)}" if off else ""
        yield _hit(scene, "safe-mode", "wsl2.safeMode", f"starts the VM without swap and most features{without}")
    if _value(scene, "experimental.autoMemoryReclaim") == "Gradual":
        why = "is known to freeze VMs under load (microsoft/WSL#10675); dropCache, the default, is not"
        yield _hit(scene, "gradual-reclaim", "experimental.autoMemoryReclaim", why)


def _value(scene: Scene, name: str) -> object:
    reading = scene.document.readings.get(name)
    return reading.value if reading and reading.valid else None


def _hit(scene: Scene, rule: str, name: str, why: str) -> Hit:
    reading = scene.document.readings[name]
    return Hit(rule, reading.line, f"`{scene.line(reading)}` {why}.")
