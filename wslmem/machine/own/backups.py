"""Copies of a file as it was before each change: complete, flushed, numbered, never written over.

One folder for each configuration file, in it one file for each copy, named by time, number and hash of the content:
`20261123T114450Z-0007-0a1b2c3d4e5f6071.bak`; `.absent` instead of `.bak` says that there was no file.
"""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

from wslmem.errors import CannotCreateError, CannotWriteError, NotFoundError, UnsafeFileError, WslmemError
from wslmem.machine.files import file_errors, files
from wslmem.machine.files.files import FileContent
from wslmem.machine.own import trust
from wslmem.machine.system import clock
from wslmem.patterns import lazy
from wslmem.records import record
from wslmem.text import Text
from wslmem.units import MIB, Bytes

KEEP = 20
"""How many of the newest copies stay. Beyond them stay the very first one, and the first one of the newest day."""

LAST_NUMBER = 999_999_999
NAME = r"([0-9]{8}T[0-9]{6}Z)-([0-9]{4,9})-([0-9a-f]{16})\.(bak|absent)"
"""Of a copy: time, number, hash, and whether there was a file."""
_NAME = lazy(NAME)
_NAMED = lazy(NAME.encode("ascii"))
JOURNALS = "journal-"
"""With this begins the name of every journal in the state folder, also of one that could not be read."""
_JOURNAL_LIMIT = Bytes(MIB)


@record
class Backup:
    """One copy of the file as it was."""

    path: Path
    """Of the copy."""
    number: int
    """Counts up from 1 within one configuration file; the order, whatever the clock did."""
    taken: str
    """UTC, ISO 8601 basic form: `20261123T114450Z`."""
    sha256: str
    """The first 16 hexadecimal digits of the hash of what it holds."""
    absent: bool
    """There was no file; putting this one back means removing the file."""

    def says(self, data: bytes | None) -> bool:
        """Whether its name says that it holds `data` (None: "no file"); the copy itself is not looked at."""
        return (self.absent, self.sha256) == (data is None, digest(data or b""))


@record
class Kept:
    """A copy that holds what was to be kept."""

    backup: Backup
    new: bool
    """False where an earlier run had made it."""


@record
class Backups:
    """The backups under one state folder. Callers that write hold the lock of that folder."""

    state_dir: Path

    def folder(self, path: Path) -> Path:
        """Where the copies of the configuration file at `path` are; the same for every link to it.

        Raises:
            NotPermittedError, NotFoundError: a link in the path cannot be read.
        """
        try:
            readable = re.sub(r"[^A-Za-z0-9]+", "-", Path(os.path.realpath(path)).name).strip("-") or "file"
            return self.state_dir / "backups" / f"{readable[:40]}-{mark(path)}"
        except OSError as error:
            raise file_errors.unreadable(error, path) from error

    def list(self, path: Path) -> tuple[Backup, ...]:
        """All copies of the file at `path`, oldest first; empty where none was ever taken.

        Raises:
            NotPermittedError, NotFoundError: there is a folder of copies, and it cannot be read.
        """
        folder = self.folder(path)
        try:
            found = [parse(one) for one in folder.iterdir()]
        except (FileNotFoundError, NotADirectoryError):
            return ()
        except OSError as error:
            raise file_errors.unreadable(error, folder, own=True) from error
        return tuple(sorted((one for one in found if one is not None), key=lambda one: (one.number, one.path.name)))

    def find(self, path: Path, name: str) -> Backup:
        """The one copy of the file at `path` that `name` means: its path, name, number, or a piece of its name.

        Up to five digits are a number and nothing else: as a piece they would stand in some date by chance.

        Raises:
            NotFoundError: none, or more than one.
        """
        every = self.list(path)
        if re.fullmatch(r"[0-9]{1,5}", name):
            matches = [one for one in every if one.number == int(name)]
        else:
            exact = [one for one in every if name in (str(one.path), one.path.name)]
            matches = exact or [one for one in every if name and name in one.path.name]
        if len(matches) != 1:
            raise NotFoundError(
                Text("{matches} backups are meant by {name}", matches=len(matches) or "no", name=repr(name)),
                place=str(self.folder(path)),
                next_step=Text("`wslmem restore` lists them; give a number or a whole name"),
            )
        return matches[0]

    def named(self, path: Path, name: str) -> Backup | None:
        """The copy of the file at `path` that has this very name; None where the name is none, or there is no copy."""
        return next((one for one in self.list(path) if one.path.name == name), None)

    def keep(self, path: Path, data: bytes | None, *, like: FileContent | None = None) -> Kept:
        """Keep `data`, what the file at `path` holds now (None: there is no file).

        The copy is complete and flushed when this returns. Where the newest copy holds the same already, that is it.

        Args:
            path: the configuration file.
            data: what it holds.
            like: the file itself; the copy gets its owner and mode. None: for this user alone.

        Raises:
            CannotCreateError, CannotWriteError, NotPermittedError: no copy could be made; then change nothing.
            UnsafeFileError: the folder of the copies is a link.
        """
        every = self.list(path)
        if every and self._holds(every[-1], data):
            return Kept(every[-1], new=False)
        made = self._next(path, every, data)
        _insist_on_own(made.path.parent)
        if files.write_own(made.path, data or b"", like=like) is not files.Outcome.COMMITTED:
            raise CannotWriteError(
                Text("the backup could not be flushed to the disk"),
                place=str(made.path),
                on_disk=Text("nothing changed"),
                next_step=Text("put the state folder on a sound local disk: set WSLMEM_STATE"),
            )
        return Kept(made, new=True)

    def prune(self, path: Path) -> None:
        """Take away the copies of the file at `path` that are too many; never one that a journal names, or may name.

        One too many does no harm: what cannot be read or removed stays, and is not told.
        """
        with contextlib.suppress(WslmemError):
            every = self.list(path)
            spare = _spare(every) if every else ()
            needed = self._named_in_journals() if spare else None
            if needed is not None:
                for backup in spare:
                    if backup.path.name not in needed:
                        drop(backup)

    def read(self, backup: Backup) -> bytes | None:
        """What `backup` holds, None for "no file"; as `content`."""
        return None if backup.absent else self.content(backup).data

    def content(self, backup: Backup) -> FileContent:
        """The copy itself with its owner and mode, after comparing it with the hash in its name.

        Raises:
            NotFoundError: the copy is gone.
            UnsafeFileError: it does not hold what was put into it, or is no file but a link or the like.
            NotPermittedError, BusyError: it cannot be read, or others could have written it.
        """
        _insist_on_own(backup.path.parent)
        content = files.read_own(backup.path)
        if content.data is None:
            raise NotFoundError(
                Text("this backup is gone"), place=str(backup.path), next_step=Text("`wslmem restore` lists them")
            )
        if digest(content.data) != backup.sha256:
            raise UnsafeFileError(
                Text("this backup is damaged: its content does not have the hash in its name"),
                place=str(backup.path),
                on_disk=Text("nothing changed"),
                next_step=Text("choose another one: `wslmem restore` lists them"),
            )
        return content

    def _holds(self, backup: Backup, data: bytes | None) -> bool:
        if not backup.says(data):
            return False
        try:
            return self.read(backup) == data
        except WslmemError:  # a damaged copy is no reason not to make a sound one
            return False

    def _next(self, path: Path, every: tuple[Backup, ...], data: bytes | None) -> Backup:
        number = every[-1].number + 1 if every else 1
        if number > LAST_NUMBER:
            raise CannotCreateError(
                Text("no number is left for another backup"),
                place=str(every[-1].path),
                on_disk=Text("nothing changed"),
                next_step=Text("move this file away: wslmem did not give it its number"),
            )
        taken = clock.now().replace("-", "").replace(":", "")
        sha256 = digest(data or b"")
        ending = "absent" if data is None else "bak"
        name = f"{taken}-{number:04}-{sha256}.{ending}"
        return Backup(self.folder(path) / name, number, taken, sha256, data is None)

    def _named_in_journals(self) -> frozenset[str] | None:
        """Names of copies in any journal, sound or not; None where one cannot be read: then any copy may be needed."""
        try:
            journals = [one for one in self.state_dir.iterdir() if one.name.startswith(JOURNALS)]
            texts = [files.read_own(one, limit=_JOURNAL_LIMIT).data or b"" for one in journals]
        except (OSError, WslmemError):
            return None
        return frozenset(match[0].decode("ascii") for text in texts for match in _NAMED.finditer(text))


def drop(backup: Backup) -> None:
    """Take a copy away that is of no use; one too many does no harm, so a disk that refuses is not told."""
    with contextlib.suppress(OSError):
        backup.path.unlink()


def _insist_on_own(folder: Path) -> None:
    """No link, and nothing that others can write, between the state folder and the copies in `folder`."""
    for one in (folder.parent, folder):
        try:
            if one.is_symlink():
                raise UnsafeFileError(
                    Text("is a link, not a folder of wslmem's"),
                    place=str(one),
                    on_disk=Text("nothing changed"),
                    next_step=Text("move it away; or move the whole state folder: set WSLMEM_STATE"),
                )
            trust.insist(one)
        except FileNotFoundError:
            return  # made by us in a moment
        except OSError as error:
            raise file_errors.unreadable(error, one) from error


def _spare(every: tuple[Backup, ...]) -> tuple[Backup, ...]:
    """The copies that may go: not the newest ones, not the first of all, not the first of the newest day."""
    newest_day = every[-1].taken[:8]
    of_the_day = next(one for one in every if one.taken[:8] == newest_day)
    return tuple(one for one in every[1:-KEEP] if one is not of_the_day)


def parse(path: Path) -> Backup | None:
    """What the name of a copy says; None where it is no such name."""
    match = _NAME.fullmatch(path.name)
    if match is None:
        return None
    return Backup(path, int(match[2]), match[1], match[3], match[4] == "absent")


def mark(path: Path) -> str:
    """What stands for the file at `path` in names of our own, by whichever link it is reached.

    Raises:
        OSError: a link in the path cannot be read.
    """
    return digest(os.fsencode(os.path.normcase(os.path.realpath(path))))


def digest(data: bytes) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of `data`."""
    import hashlib  # 2 ms that a run with nothing to do must not pay

    return hashlib.sha256(data).hexdigest()[:16]
