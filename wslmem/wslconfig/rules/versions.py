"""Settings that are younger than the WSL that reads the file, and what the kernel is told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wslmem.patterns import lazy
from wslmem.text import Text
from wslmem.wslconfig.document import Reading
from wslmem.wslconfig.rules.scene import Hit, Repair, Scene, Severity, listed, short
from wslmem.wslconfig.splice import Splice
from wslmem.wslconfig.versions import SINCE, VALUES_SINCE, Version, show

RULES: dict[str, Severity] = {
    "newer-key": "warning",
    "newer-value": "warning",
    "kernel-limits-memory": "warning",
    "kernel-huge-pages": "note",
    "kernel-memory-control": "note",
    "kernel-sysctl": "warning",
    "kernel-systemd": "error",
}

_LIMIT = lazy(r"(?:^|\s)(?:mem|memmap)=\S+")
_HUGE = lazy(r"(?:^|\s)hugepages=\S+")
"""Pages that stay within MemTotal, but no program takes them that does not ask for huge ones. What `cma=` keeps, any
program may use."""
_CONTROL = lazy(r"(?:^|\s)(cgroup_disable=\S*memory\S*|cgroup_no_v1=\S*(?:memory|all)\S*)")

_SYSCTL = lazy(rb"(?<![^\s\"])((?:vm|net|fs|kernel|user)\.[a-z0-9_.]++)(?=[=])")
"""A name of /proc/sys; the kernel takes it for a parameter of a module `vm`, and says nothing."""

_SYSTEMD = lazy(r"(?:^|\s)(systemd=(?:true|false|[01]))(?=\s|$)", re.IGNORECASE)


def look(scene: Scene) -> Iterator[Hit]:
    for name, since in SINCE.items():
        if name in scene.document.readings:
            yield from _younger(scene, scene.document.readings[name], since, "newer-key")
    for (name, value), since in VALUES_SINCE.items():
        if scene.value(name) == value:
            yield from _younger(scene, scene.document.readings[name], since, "newer-value")
    yield from _kernel(scene)
    yield from _sysctl(scene)
    yield from _systemd(scene)


def _younger(scene: Scene, reading: Reading, since: Version, rule: str) -> Iterator[Hit]:
    version = scene.sight.version
    line = scene.line(reading)
    what = short(reading.key) if rule == "newer-key" else reading.raw
    if version is None:
        text = Text("WSL knows {what} since {since}; an older one warns and ignores it.", what=what, since=show(since))
        yield Hit(rule, reading.line, text, line, severity="note")
    elif version < since:
        text = Text(
            "WSL {version} does not know {what}: it warns and ignores it. It came with {since}.",
            version=show(version),
            what=what,
            since=show(since),
        )
        yield Hit(rule, reading.line, text, line)


def _kernel(scene: Scene) -> Iterator[Hit]:
    """Words of kernelCommandLine= that decide about memory."""
    reading = scene.document.readings.get("wsl2.kernelCommandLine")
    if reading is None:
        return
    line = scene.line(reading)
    limit = _LIMIT.search(reading.raw)
    if limit:
        text = Text(
            "{word} takes memory from the VM whatever memory= says, so it shows less than memory= promises.",
            word=limit[0].strip(),
        )
        yield Hit("kernel-limits-memory", reading.line, text, line)
    huge = _HUGE.search(reading.raw)
    if huge:
        text = Text(
            "{word} sets memory aside for programs that ask for huge pages; a build cannot use it.",
            word=huge[0].strip(),
        )
        yield Hit("kernel-huge-pages", reading.line, text, line)
    control = _CONTROL.search(reading.raw)
    if control and control[1].startswith("cgroup_disable"):
        text = Text(
            "{word} turns off memory limits inside the VM: containers and services have none. The VM keeps memory=.",
            word=control[1],
        )
        yield Hit("kernel-memory-control", reading.line, text, line)
    elif control:
        text = Text(
            "{word} leaves memory limits inside the VM to cgroup v2 alone: tools that know only v1 see none. The VM "
            "keeps memory=.",
            word=control[1],
        )
        yield Hit("kernel-memory-control", reading.line, text, line)


def _sysctl(scene: Scene) -> Iterator[Hit]:
    """Names of sysctl on the command line of the kernel, where they have another form (Linux 5.8, `proc_sysctl.c`)."""
    reading = scene.document.readings.get("wsl2.kernelCommandLine")
    found = list(_SYSCTL.finditer(scene.written(reading))) if reading else []
    if reading is None or not found:
        return
    first = found[0][1].decode()
    text = Text("The kernel ignores {name}= here, without a word: it has to be sysctl.{name}=.", name=first)
    at = reading.spans.value
    splices = tuple(Splice(at + one.start(), at + one.start(), b"sysctl.") for one in found)
    said = listed(f"sysctl.{one[1].decode()}=" for one in found)
    repair = Repair(said, splices, keys=frozenset({reading.key}))
    yield Hit("kernel-sysctl", reading.line, text, scene.line(reading), (repair,))


def _systemd(scene: Scene) -> Iterator[Hit]:
    """A setting of /etc/wsl.conf among the words of the kernel."""
    reading = scene.document.readings.get("wsl2.kernelCommandLine")
    found = _SYSTEMD.search(reading.raw) if reading else None
    if reading is None or found is None:
        return
    text = Text(
        "The kernel does nothing with {word}: it belongs in /etc/wsl.conf inside a distribution, in {section}.",
        word=found[1],
        section="[boot]",
    )
    yield Hit("kernel-systemd", reading.line, text, scene.line(reading))
