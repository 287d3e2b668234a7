"""The journal: one small file that says what a run is in the middle of, so that the next one can tell and repair.

It is written before the first change and removed after the last; a run that was killed leaves it behind. There is one
for each kind of work and configuration file. Whatever lies in its place, looking never fails: what cannot be read is
said, and kept under another name.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

from wslmem.codec import DecodeError, from_json, to_json
from wslmem.errors import CannotWriteError, WslmemError
from wslmem.machine.files import file_system, files
from wslmem.machine.own import backups
from wslmem.machine.system import clock
from wslmem.patterns import lazy
from wslmem.records import record
from wslmem.text import Text
from wslmem.units import KIB, Bytes

Work = Literal["apply", "bench"]
"""What a journal is about."""
WORKS: tuple[Work, ...] = ("bench", "apply")
"""Kinds of work that keep a journal; a benchmark encloses its applies, so it is asked about first."""
SCHEMA = "wslmem/journal/1"
LIMIT = Bytes(64 * KIB)
"""Ours have less than 2 KiB."""
MOST_ASIDE = 1000
"""As many unreadable journals are kept; then the next one stays where it is."""


class Step(StrEnum):
    """How far a run came."""

    BACKUP = "backup"
    WRITE = "write"
    RESTART = "restart"
    ROLLBACK = "rollback"
    LEGS = "legs"
    """Of a benchmark: it builds, and restarts in between."""


@record(kw_only=True)
class Entry:
    """What a run was doing."""

    work: Work
    step: Step
    """The last one begun."""
    path: str
    """The .wslconfig concerned."""
    started: str
    """UTC, ISO 8601."""
    existed: bool
    """Whether there was a file before."""
    backup: str | None = None
    """File name of the backup that holds the old bytes; None before it is made."""
    saved_runs: str | None = None
    """Folder of the benchmark that was interrupted."""
    wrote: tuple[str, ...] = ()
    """`backups.digest` of each content that this run writes; empty before it writes any."""
    settings: tuple[tuple[str, str | None], ...] = ()
    """What was asked for: `(("wsl2.memory", "5GB"),)`; None removes the key."""


@record
class Unreadable:
    """What lies in the place of a journal and cannot be read as one."""

    work: Work
    place: Path
    why: Text
    kept: Path | None
    """The name that it has now; None where it could not be moved away, and stays in place."""


def begin(work: Work, path: Path, *, existed: bool) -> Entry:
    """The first entry of a run."""
    return Entry(work=work, step=Step.BACKUP, path=str(path), started=clock.now(), existed=existed)


@record
class Journal:
    """The journal of one kind of work on one configuration file."""

    state_dir: Path
    work: Work
    config: Path

    def write(self, entry: Entry) -> None:
        """Record what comes next, durably.

        Raises:
            CannotCreateError, CannotWriteError, NotPermittedError: it could not be; then do not go on.
        """
        place = self._places()[0]
        text = to_json(entry, schema=SCHEMA, indent=1)
        if files.write_own(place, text.encode("ascii")) is not files.Outcome.COMMITTED:
            raise CannotWriteError(
                Text("the journal could not be flushed to the disk"),
                place=str(place),
                next_step=Text("put the state folder on a sound local disk: set WSLMEM_STATE"),
            )

    def read(self) -> Entry | None:
        """What a killed run was doing; None where every run came to its end, or the journal cannot be read."""
        entries = (self._entry(place) for place in self._places())
        return next((entry for entry in entries if isinstance(entry, Entry)), None)

    def clear(self) -> tuple[Unreadable, ...]:
        """Keep aside whatever cannot be read in the place of this journal, and tell it. Never fails.

        The caller knows that no run is at work.
        """
        found = []
        for place in self._places():
            why = self._entry(place)
            if isinstance(why, Text):
                kept = _set_aside(place)
                found += [Unreadable(self.work, place, why, kept)] if kept or os.path.lexists(place) else []
        return tuple(found)

    def end(self) -> Text | None:
        """Everything came to its end. Returns why the journal is there still, None where it is gone as it should."""
        for place in self._places():
            if isinstance(self._entry(place), Entry):
                try:
                    place.unlink()
                    file_system.sync_folder(place.parent)
                except FileNotFoundError:
                    continue
                except OSError as error:
                    return Text(
                        "{place} cannot be removed ({why}): the next wslmem will call this run interrupted; "
                        "remove the file",
                        place=place,
                        why=error.strerror,
                    )
        return None

    def _places(self) -> tuple[Path, ...]:
        """Where it is; and where earlier versions had the only one of its kind."""
        earlier = self.state_dir / f"{backups.JOURNALS}{self.work}.json"
        with contextlib.suppress(OSError):  # a link in the path that cannot be read: it has no name of its own then
            mark = backups.mark(self.config)
            return (self.state_dir / f"{backups.JOURNALS}{self.work}-{mark}.json", earlier)
        return (earlier,)

    def _entry(self, place: Path) -> Entry | Text | None:
        """What the file says, None where it says nothing of this configuration file, or why it cannot be read."""
        try:
            data = files.read_own(place, limit=LIMIT).data
        except WslmemError as error:
            return error.cause
        if data is None:
            return None
        entry = parse(data, self.work, str(place))
        if isinstance(entry, Text) or self._is_about(entry):
            return entry
        return None if place == self._places()[-1] else Text("it is about another file, {path}", path=entry.path)

    def _is_about(self, entry: Entry) -> bool:
        with contextlib.suppress(OSError):
            return backups.mark(Path(entry.path)) == backups.mark(self.config)
        return Path(entry.path) == self.config


def parse(data: bytes, work: Work | None, place: str = "") -> Entry | Text:
    """The entry in the text of a journal, or why it is none."""
    try:
        entry = from_json(Entry, data, schema=SCHEMA, unmarked=True, place=place)
    except DecodeError as error:
        return error.cause
    if entry.work != work:
        return Text("it is about other work, {work}", work=entry.work)
    for name, fits in _FITS.items():
        if not fits(getattr(entry, name)):
            return Text("its field {name} does not say what it should", name=name)
    return entry


def _is_path(value: str) -> bool:
    if "\0" in value or not os.path.isabs(value):  # noqa: PTH117 - a text, perhaps no path
        return False
    try:
        os.fsencode(value)
    except UnicodeEncodeError:
        return False
    return True


_BACKUP = lazy(backups.NAME)
_MOMENT = lazy(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_FITS: dict[str, Callable[[Any], object]] = {
    "path": _is_path,
    "started": lambda value: _MOMENT.fullmatch(value),  # noqa: PLW0108 - compiled when it is called
    "backup": lambda value: value is None or _BACKUP.fullmatch(value),
    "saved_runs": lambda value: value is None or _is_path(value),
}
"""What the fields must be beyond their types: what a run does with them is beyond doubt then."""


def _set_aside(place: Path) -> Path | None:
    first = place.with_suffix(".unreadable")
    for number in range(1, MOST_ASIDE + 1):
        kept = first if number == 1 else first.with_name(f"{first.name}-{number}")
        try:
            file_system.rename_to_new(place, kept)
        except FileExistsError:
            continue
        except OSError:
            return None
        return kept
    return None
