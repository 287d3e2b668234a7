r"""What wslc reads in `%LocalAppData%\wslc\settings.yaml` (microsoft/WSL: src/windows/common/WSLCUserSettings.cpp).

`session.memorySize` is a size as in `.wslconfig`: digits and a unit in upper case, bytes without one. wslc takes whole
MB of it. Where the key is missing, says `default` or cannot be read, the VM of a session gets half of the RAM
(WSLCSessionManager.cpp), with a warning in the last case; its swap is as large and cannot be set.
"""

from __future__ import annotations

from wslmem.records import record
from wslmem.text import Text
from wslmem.units import MIB, Bytes
from wslmem.wslc.tree import below, grow, is_mapping, is_null, is_scalar
from wslmem.wslconfig.values import size

DEFAULT = "default"
UINT32 = 2**32
"""wslc keeps the number of MB in 32 bits."""


@record
class WslcSettings:
    """What a session gets by the file."""

    memory: Bytes | None = None
    """Of its VM; None: wslc's default, half of the RAM."""
    raw: str | None = None
    """`memorySize` as written; None where it is not."""
    problem: Text | None = None
    """Why what is written does not count."""

    def given(self, host_total: Bytes) -> Bytes:
        """What the VM of a session may take of this computer."""
        return self.memory if self.memory is not None else Bytes(host_total // 2 // MIB * MIB)


def read(data: bytes | None) -> WslcSettings:
    """What wslc makes of a file; None: there is none."""
    if data is None:
        return WslcSettings()
    tree = grow(data)
    if isinstance(tree, Text):
        return WslcSettings(problem=tree)
    if tree.root is not None and not is_mapping(tree.root):
        return WslcSettings(problem=Text("it holds no settings"))
    session = below(tree.root, "session")
    found = below(session[1], "memorySize") if session else None
    if found is None or is_null(found[1]):
        return WslcSettings()
    if not is_scalar(found[1]):
        return WslcSettings(problem=Text("memorySize is no size: write memorySize: 4GB"))
    return _valued(str(found[1].value))


def _valued(text: str) -> WslcSettings:
    if text == DEFAULT:
        return WslcSettings(raw=text)
    memory = memory_of(text)
    if memory is None:
        return WslcSettings(
            raw=text,
            problem=Text(
                "memorySize: {text} is no size that wslc reads, so it uses half of this computer's memory", text=text
            ),
        )
    return WslcSettings(memory, text)


def memory_of(text: str) -> Bytes | None:
    """The size that wslc reads in a value, in whole MB; None where it refuses it."""
    found = size(text)
    mebibytes = (found or 0) // MIB % UINT32
    return Bytes(mebibytes * MIB) if mebibytes else None
