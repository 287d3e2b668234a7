"""Signs as evidence."""

from __future__ import annotations

from collections.abc import Iterable

from wslmem.diagnosis.signs.sign import Kind, Sign
from wslmem.diagnosis.verdict import Evidence

MOST = 6
"""Lines that one verdict quotes."""

_SYSTEM = {
    Kind.KERNEL_KILL: "kernel",
    Kind.KERNEL_REPORT: "kernel",
    Kind.UNIT_OOM: "systemd",
    Kind.UNIT_STOP: "systemd",
    Kind.FAULT: "kernel",
    Kind.WSL: "wsl",
    Kind.CONSOLE: "terminal",
}


def quote(*groups: Iterable[Sign], each: int = 2) -> tuple[Evidence, ...]:
    """The lines of the signs, the first of each group before the second of any; no line twice."""
    lines: dict[str, Evidence] = {}
    for group in groups:
        for sign in tuple(group)[:each]:
            lines.setdefault(sign.line.quote, Evidence(source(sign), sign.line.quote))
    return tuple(lines.values())[:MOST]


def source(sign: Sign) -> str:
    """Who speaks."""
    if sign.kind is Kind.DAEMON_KILL:
        return sign.who
    if sign.who == "kernel":
        return "kernel"
    return _SYSTEM.get(sign.kind, "build output")


def packages(signs: Iterable[Sign]) -> tuple[str, ...]:
    """What was being built, each once, in order."""
    return tuple(dict.fromkeys(sign.package for sign in signs if sign.package))
