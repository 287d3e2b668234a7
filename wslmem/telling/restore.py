"""What a backup is, and whether all of them are sound."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.telling.fact import Fact, Tone, alone
from wslmem.text import Text, counted
from wslmem.workflows.apply.verify import Verified


def verified(found: Verified) -> Iterator[Fact]:
    """Every defect, and the sum."""
    for defect in found.defects:
        yield Fact(Text("error"), Text("{path}: {text}", path=defect.path, text=defect.text), Tone.BAD)
    looked_at = Text(
        "{backups} and {journals} in {folder}",
        backups=counted("{count} backup", "{count} backups", found.backups),
        journals=counted("{count} journal", "{count} journals", found.journals),
        folder=found.folder,
    )
    if not found.defects:
        yield alone(Text("sound: {what}", what=looked_at), Tone.GOOD)
        return
    problems = counted("{count} problem", "{count} problems", len(found.defects))
    yield alone(Text("{problems}: {what}", problems=problems, what=looked_at), Tone.BAD)
