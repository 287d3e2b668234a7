"""Copies of a file as it was before each change: complete, flushed, numbered, never written over.

One folder for each configuration file, in it one file for each copy, named by time, number and hash of the content:
`20261123T114450Z-0007-0a1b2c3d4e5f6071.bak`; `.absent` instead of `.bak` says that there was no file.
"""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

from wslmem.errors import CannotWriteError, NotFoundError, UnsafeFileError
from wslmem.machine.files import file_errors, files
from wslmem.machine.system import clock
from wslmem.records import record
from wslmem.text import Text

KEEP = 20
"""How many of the newest copies stay. Beyond them stay the very first one, and the first one of the newest day."""

_NAME = re.compile(r"(\d{8}T\d{6}Z)-(\d{4,})-([0-9a-f]{16})\.(bak|absent)")


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
            target = os.path.realpath(path)
        except OSError as error:
            raise file_errors.unreadable(error, path) from error
        readable = re.sub(r"[^A-Za-z0-9]+", "-", Path(target).name).strip("-") or "file"
        return self.state_dir / "backups" / f"{readable[:40]}-{digest(os.fsencode(os.path.normcase(target)))}"

    def list(self, path: Path) -> tuple[Backup, ...]:
        """All copies of the file at `path`, oldest first; empty where none was ever taken.

        Raises:
            NotPermittedError, NotFoundError: there is a folder of copies, and it cannot be read.
        """
        folder = self.folder(path)
        try:
            found = [_parse(one) for one in folder.iterdir()]
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise file_errors.unreadable(error, folder) from error
        return tuple(sorted((one for one in found if one is not None), key=lambda one: one.number))

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

    def save(self, path: Path, data: bytes | None) -> Backup:
        """Keep `data`, what the file at `path` holds now (None: there is no file), and prune what is too many.

        The copy is complete and flushed when this returns. Where the newest copy holds the same already, that is it.

        Raises:
            CannotCreateError, CannotWriteError, NotPermittedError: no copy could be made; then change nothing.
        """
        every = self.list(path)
        if every and self._holds(every[-1], data):
            return every[-1]
        made = self._next(path, every, data)
        if files.write_state(made.path, data or b"") is not files.Outcome.COMMITTED:
            raise CannotWriteError(
                Text("the backup could not be flushed to the disk"),
                place=str(made.path),
                on_disk=Text("the configuration file is unchanged"),
                next_step=Text("put the state folder on a sound local disk: set WSLMEM_STATE"),
            )
        _prune((*every, made))
        return made

    def read(self, backup: Backup) -> bytes | None:
        """What `backup` holds, None for "no file", after comparing it with the hash in its name.

        Raises:
            NotFoundError: the copy is gone.
            UnsafeFileError: it does not hold what was put into it.
        """
        data = files.read_file(backup.path).data
        if data is None:
            raise NotFoundError(
                Text("this backup is gone"), place=str(backup.path), next_step=Text("`wslmem restore` lists them")
            )
        if digest(data) != backup.sha256:
            raise UnsafeFileError(
                Text("this backup is damaged: its content does not have the hash in its name"),
                place=str(backup.path),
                on_disk=Text("the configuration file is unchanged"),
                next_step=Text("choose another one: `wslmem restore` lists them"),
            )
        return None if backup.absent else data

    def _holds(self, backup: Backup, data: bytes | None) -> bool:
        if (backup.absent, backup.sha256) != (data is None, digest(data or b"")):
            return False
        try:
            return self.read(backup) == data
        except (NotFoundError, UnsafeFileError):  # a damaged copy is no reason not to make a sound one
            return False

    def _next(self, path: Path, every: tuple[Backup, ...], data: bytes | None) -> Backup:
        number = every[-1].number + 1 if every else 1
        taken = clock.now().replace("-", "").replace(":", "")
        sha256 = digest(data or b"")
        ending = "absent" if data is None else "bak"
        name = f"{taken}-{number:04}-{sha256}.{ending}"
        return Backup(self.folder(path) / name, number, taken, sha256, data is None)


def _prune(every: tuple[Backup, ...]) -> None:
    for backup in _spare(every):
        with contextlib.suppress(OSError):  # one copy too many does no harm; the next save tries again
            backup.path.unlink()


def _spare(every: tuple[Backup, ...]) -> tuple[Backup, ...]:
    """The copies that may go: not the newest ones, not the first of all, not the first of the newest day."""
    newest_day = every[-1].taken[:8]
    of_the_day = next(one for one in every if one.taken[:8] == newest_day)
    return tuple(one for one in every[1:-KEEP] if one is not of_the_day)


def _parse(path: Path) -> Backup | None:
    match = _NAME.fullmatch(path.name)
    if match is None:
        return None
    return Backup(path, int(match[2]), match[1], match[3], match[4] == "absent")


def digest(data: bytes) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of `data`."""
    import hashlib  # 2 ms that a run with nothing to do must not pay

    return hashlib.sha256(data).hexdigest()[:16]
