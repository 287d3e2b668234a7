"""What a package declares, as bytes for a file."""

from __future__ import annotations

from wslmem.machine.project.source.go_declared import Spelled, Types
from wslmem.machine.project.source.go_outline import Outline

_PART, _ROW, _CELL = b"\x1d", b"\x1e", b"\x1f"
"""Separators of ASCII; text that holds one itself is not kept."""
_FUNCTION = b"f"
"""Stands for the methods of a function."""


def written(outline: Outline) -> bytes:
    """The outline as bytes, empty for one that cannot be written so."""
    rows: list[list[tuple[bytes, ...]]] = [
        [(alias, path.encode()) for alias, path in outline.aliases.items()],
        [
            (name, one.text, _FUNCTION if one.methods is None else one.methods, b"%d" % one.generic)
            for name, one in outline.declared.spelled.items()
        ],
        [(name, signature.partition(b" {")[0]) for name, signature in outline.functions.items()],
    ]
    text = _PART.join(_ROW.join(map(_CELL.join, part)) for part in rows)
    cells = sum(len(part) * (len(part[0]) - 1) for part in rows if part)
    ours = (len(rows) - 1, sum(len(part) - 1 for part in rows if part), cells)
    return text if ours == (text.count(_PART), text.count(_ROW), text.count(_CELL)) else b""


def read(text: bytes) -> Outline | None:
    """The outline in what `written` gave, None for anything else."""
    parts = text.split(_PART)
    try:
        aliases, types, functions = ([row.split(_CELL) for row in part.split(_ROW)] if part else [] for part in parts)
        return Outline(
            {alias: path.decode("utf-8", "replace") for alias, path in aliases},
            Types(
                {
                    name: Spelled(said, None if methods == _FUNCTION else methods, int(generic))
                    for name, said, methods, generic in types
                }
            ),
            dict(functions),
        )
    except ValueError:
        return None
