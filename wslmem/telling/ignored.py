"""What the file says of a limit and WSL ignores: what a person should know before anything else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wslmem.telling.fact import Fact, Tone, alone
from wslmem.text import Text

if TYPE_CHECKING:
    from wslmem.workflows.survey import Survey

KEYS = ("memory", "swap", "processors")


def ignored(known: Survey) -> Iterator[Fact]:
    """A fact for each limit that is in the file although WSL uses its default."""
    for statement in known.document.statements:
        name = statement.name.decode("latin-1").rpartition(".")[2].casefold()
        if name not in KEYS or getattr(known.effective, name).source != "default":
            continue
        why = next((one for one in known.findings if one.severity == "error" and statement.line in one.lines), None)
        if why is not None:
            fields = {"key": f"{name}=", "line": statement.line, "why": why.text}
            yield alone(Text("WSL ignores {key} in line {line}. {why}", **fields), Tone.BAD)
