"""One file for what scans found of each module, shared by all projects and by processes that scan at one time."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from wslmem.machine.files import file_system
from wslmem.units import MIB, Bytes

if TYPE_CHECKING:
    import sqlite3

ROOM = Bytes(128 * MIB)
"""What all shelves may take; those that were not used for longest go first."""
_DAY = 86400.0
"""Seconds for which a use need not be noted again."""
PATIENCE = 2.0
"""Seconds to wait for another process that writes, which takes it some hundredths."""
_PAGE = 1 << 15
"""Bytes that are written at a time; most shelves have less."""
_TABLES = (
    "create table if not exists shelf (name blob primary key, body blob)",
    "create table if not exists used (name blob primary key, at real, size integer)",
)
_BODY = "select cast(body as blob) from shelf where name = ?"
_USED = "update used set at = ? where name = ? and abs(? - at) > ?"
_TOO_MUCH = """
    delete from used where name in
    (select name from (select name, sum(size) over (order by at desc, name) as total from used) where total > ?)
"""


class Shelves:
    """What is kept by name, in a database: hundreds of files take ten times as long to make (measured).

    Whatever is wrong with it costs a scan its time and nothing else: it is then empty, and made anew.
    """

    def __init__(self, path: Path) -> None:
        """Kept in the file `path`, which need not be there."""
        self._path = path
        self._bodies: sqlite3.Connection | None = None
        self._silent = False
        """Whether it gave no answer: to wait for another process anew with each shelf would take minutes."""
        self._damaged = False

    def body(self, name: str) -> bytes:
        """What is kept by this name, empty for nothing."""
        if self._silent:
            return b""
        try:
            import sqlite3
        except ImportError:  # a Python that was built without it
            return b""
        try:
            if self._bodies is None:
                self._bodies = sqlite3.connect(_readable(self._path), timeout=PATIENCE, isolation_level=None)
            found = self._bodies.execute(_BODY, (_key(name),)).fetchone()
        except (OSError, sqlite3.OperationalError):  # somebody writes, or nobody did yet
            self._silent = True
            return b""
        except sqlite3.DatabaseError:
            self._silent = self._damaged = True
            return b""
        return (found and found[0]) or b""

    def keep(self, bodies: Iterable[tuple[str, bytes]], used: Iterable[str]) -> None:
        """Keep what is new, each in turn, and note what was `used`."""
        self.close()
        try:
            import sqlite3
        except ImportError:
            return
        with suppress(OSError):
            file_system.make_folder(self._path.parent)
            if self._damaged or self._path.is_symlink():
                self._path.unlink(missing_ok=True)
            try:
                with closing(sqlite3.connect(self._path, timeout=PATIENCE, isolation_level=None)) as database:
                    _write(database, bodies, used)
            except sqlite3.OperationalError:  # no room, no right, or somebody writes
                return
            except sqlite3.DatabaseError:  # damaged where only those who write look
                self._path.unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the file; whoever asks again opens it anew."""
        if self._bodies is not None:
            self._bodies.close()
        self._bodies, self._silent = None, False


def _readable(path: Path) -> Path | str:
    """The database where it is there, and none in memory instead; behind a link is somebody else's file."""
    return path if path.is_file() and not path.is_symlink() else ":memory:"


def _write(database: sqlite3.Connection, bodies: Iterable[tuple[str, bytes]], used: Iterable[str]) -> None:
    """Write in one step what is new, and when what was used; take away what is too much."""
    now = time.time()
    database.execute("pragma synchronous = off")  # what a power cut takes is found anew
    database.execute(f"pragma page_size = {_PAGE}")  # of a file that is there it stays as it is
    database.execute("begin immediate")
    for table in _TABLES:
        database.execute(table)
    for name, body in bodies:
        database.execute("insert or replace into shelf values (?, ?)", (_key(name), body))
        database.execute("insert or replace into used values (?, ?, ?)", (_key(name), now, len(body)))
    database.executemany(_USED, [(now, _key(name), now, _DAY) for name in used])
    if database.execute("select total(size) from used").fetchone()[0] > ROOM:
        database.execute(_TOO_MUCH, (ROOM,))
        database.execute("delete from shelf where name not in (select name from used)")
    database.execute("commit")


def _key(name: str) -> bytes:
    """A name as it is kept: of a folder it may hold bytes that are no text."""
    return name.encode("utf-8", "surrogateescape")
