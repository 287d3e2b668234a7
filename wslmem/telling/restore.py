"""What each backup held, and whether all of them are sound."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.telling.fact import Fact, Tone, alone
from wslmem.text import Text, counted, joined, verbatim
from wslmem.workflows.apply.verify import Verified
from wslmem.workflows.history import Version


def version(found: Version) -> Fact:
    """One backup by number and local time, and what the file held."""
    label = verbatim(f"{found.backup.number:>4}  {found.taken}")
    return Fact(label, held(found), Tone.CARE if found.held is None else Tone.PLAIN)


def held(found: Version) -> Text:
    """What restoring a backup brings back."""
    if found.backup.absent:
        return Text("no file: restoring removes it")
    if found.held is None:
        return Text("cannot be read")
    if not found.held:
        return Text("no limits set")
    return joined(Text(", "), [verbatim(f"{name}={value}") for name, value in found.held])


def restored(number: int, undo: int | None) -> Iterator[Fact]:
    """What a restore did.

    Args:
        number: of the backup that is in the file's place now.
        undo: of the backup of what was there; None where there was no file.
    """
    yield alone(Text("restored backup {number}, byte for byte", number=number), Tone.GOOD)
    if undo is not None:
        yield alone(Text("undo with: wslmem restore {number}", number=undo))
    yield alone(Text("takes effect when WSL next starts; to restart it: wsl --shutdown"))


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
