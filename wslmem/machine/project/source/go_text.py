"""All that the text of a package tells."""

from __future__ import annotations

from wslmem.machine.project.source.go_outline import Outline, Uses
from wslmem.machine.project.source.go_source import Shape
from wslmem.records import record


@record
class Source:
    """What the files of a package are made of, declare and name."""

    size: int
    """Bytes."""
    shape: Shape
    """Of all its files together."""
    outline: Outline
    uses: Uses
