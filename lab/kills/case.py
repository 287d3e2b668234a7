"""One tool whose worker runs out of memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MIB = 1 << 20

EAT_PY = "x = b'x' * (3 << 30)\n"
EAT_JS = "const kept = []; for (;;) kept.push(Buffer.alloc(1 << 20, 1));\n"
EAT_JAVA = (
    "java.util.List<byte[]> kept = new java.util.ArrayList<>(); for (;;) { byte[] b = new byte[1 << 20]; "
    "java.util.Arrays.fill(b, (byte) 1); kept.add(b); }"
)
EAT = "/usr/bin/python3 eat.py"
"""Holds more than any case allows."""


@dataclass(frozen=True)
class Kill:
    """What is run, in a folder of its own, and how much memory it may take."""

    tool: str
    """As the table names it: `cargo test`."""
    command: str
    """For bash; what it runs is in the group, bash is not."""
    version: str
    """A command whose first line with a figure tells the version."""
    limit: int = 120
    """MiB."""
    files: Mapping[str, str] = field(default_factory=dict)
    """By path, besides `eat.py` and `eat.js`."""
    prepare: str = ""
    """Run before, without a limit."""


def large_c(lines: int = 400_000) -> str:
    """C that takes a compiler hundreds of MiB."""
    return "int t[][8] = {\n" + "{1,2,3,4,5,6,7,8},\n" * lines + "};\nint main(void) { return t[9][1]; }\n"
