"""Files beside the right one that people write their settings into, in vain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wslmem.wslconfig.document import read
from wslmem.wslconfig.findings import Finding
from wslmem.wslconfig.keys import SECTIONS

_RIGHT = ".wslconfig"
_NEARLY = (
    ".wslconfig.txt",
    "wslconfig",
    "wslconfig.txt",
    ".wslconf",
    ".wslconfig.ini",
    "wsl.conf",
    ".wsl.conf",
    ".wslconfig ",
)

RULES = {"wrong-file-name": "error", "memory-in-wsl-conf": "error"}


def misnamed(names: Iterable[str]) -> tuple[Finding, ...]:
    """A finding for each name in a Windows profile folder that is nearly `.wslconfig`."""
    return tuple(
        Finding(
            "wrong-file-name",
            0,
            "error",
            f"`{name}`: WSL reads a file named exactly {_RIGHT} and not this one.",
            f"rename it to {_RIGHT}",
        )
        for name in names
        if name.lower() in _NEARLY
    )


def misplaced(wsl_conf: bytes) -> tuple[Finding, ...]:
    """A finding for each setting of `.wslconfig` in the text of a distribution's /etc/wsl.conf."""
    return tuple(_misplaced(wsl_conf))


def _misplaced(wsl_conf: bytes) -> Iterator[Finding]:
    for statement in read(wsl_conf).statements:
        if statement.kind == "key" and statement.section.decode("ascii", "replace").lower() in SECTIONS:
            name = f"{statement.section.decode()}.{statement.name.decode()}"
            text = f"`{name}` in /etc/wsl.conf has no effect: it is a setting of the VM, not of the distribution."
            yield Finding(
                "memory-in-wsl-conf", statement.line, "error", text, f"write it into {_RIGHT} in the Windows profile"
            )
