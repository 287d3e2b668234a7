"""Files beside the right one that people write their settings into, in vain."""

from __future__ import annotations

from collections.abc import Iterable

from wslmem.text import Text, joined
from wslmem.wslconfig.document import read
from wslmem.wslconfig.findings import Finding
from wslmem.wslconfig.keys import SECTIONS
from wslmem.wslconfig.rules.scene import Severity
from wslmem.wslconfig.scanner import Statement

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

RULES: dict[str, Severity] = {"wrong-file-name": "error", "memory-in-wsl-conf": "error"}


def misnamed(names: Iterable[str]) -> tuple[Finding, ...]:
    """A finding for each name in a Windows user folder that is nearly `.wslconfig`; beside that it may be a copy."""
    names = tuple(names)
    severity: Severity = "warning" if _RIGHT in names else RULES["wrong-file-name"]
    text = Text("WSL never reads this file. Rename it to {right} if WSL is to read it.", right=_RIGHT)
    return tuple(Finding("wrong-file-name", 0, severity, name, text) for name in names if name.lower() in _NEARLY)


def misplaced(wsl_conf: bytes) -> tuple[Finding, ...]:
    """A finding for the settings of `.wslconfig` in the text of a distribution's /etc/wsl.conf."""
    found = [one for one in read(wsl_conf).statements if one.kind == "key" and _is_ours(one)]
    if not found:
        return ()
    text = Text(
        "{keys} has no effect here, for it is a setting of the VM. Write it into {right} in the Windows user folder.",
        keys=joined(Text(", "), [f"{one.name.decode()}=" for one in found]),
        right=_RIGHT,
    )
    subject = f"/etc/wsl.conf:{found[0].line}"
    return (Finding("memory-in-wsl-conf", 0, RULES["memory-in-wsl-conf"], subject, text),)


def _is_ours(statement: Statement) -> bool:
    return statement.section.decode("ascii", "replace").lower() in SECTIONS
