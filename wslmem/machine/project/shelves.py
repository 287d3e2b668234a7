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
        self._damaged = False

    def body(self, name: str) -> bytes:
        """What is kept by this name, empty for nothing."""
        try:
            import sqlite3
        except ImportError:  # a Python that was built without it
            return b""
        try:
            if self._bodies is None:
                self._bodies = _opened(self._path, to_read=True)
            found = self._bodies.execute("select body from shelf where name = ?", (_key(name),)).fetchone()
            return bytes(found[0]) if found is not None else b""
        except sqlite3.OperationalError:  # somebody writes, or nobody did yet
            return b""
        except (sqlite3.DatabaseError, TypeError, ValueError):
            self._damaged = True
            return b""

    def keep(self, bodies: Iterable[tuple[str, bytes]], used: Iterable[str]) -> None:
        """Keep what is new, each in turn, and note what was `used`."""
        self.close()
        try:
            import sqlite3
        except ImportError:
            return
        with suppress(OSError, sqlite3.Error):
            file_system.make_folder(self._path.parent)
            if self._damaged:
                self._path.unlink()
            with closing(_opened(self._path)) as database:
                _write(database, bodies, used)

    def close(self) -> None:
        """Let go of the file."""
        if self._bodies is not None:
            self._bodies.close()
        self._bodies = None


def _opened(path: Path, *, to_read: bool = False) -> sqlite3.Connection:
    """The database; to read it where it is there, and none in memory instead."""
    import sqlite3

    place = path if not to_read or path.is_file() else ":memory:"
    database = sqlite3.connect(place, timeout=PATIENCE, isolation_level=None)
    database.execute("pragma synchronous = off")  # what a power cut takes is found anew
    return database


def _write(database: sqlite3.Connection, bodies: Iterable[tuple[str, bytes]], used: Iterable[str]) -> None:
    """Write in one step what is new, and when what was used; take away what is too much."""
    now = time.time()
    database.execute(f"pragma page_size = {_PAGE}")  # of a file that is there it stays as it is
    database.execute("begin immediate")
    for table in _TABLES:
        database.execute(table)
    known = dict(database.execute("select name, at from used").fetchall())
    for name, body in bodies:
        database.execute("insert or replace into shelf values (?, ?)", (_key(name), body))
        database.execute("insert or replace into used values (?, ?, ?)", (_key(name), now, len(body)))
    old = [(now, key) for key in map(_key, used) if now - known.get(key, now) > _DAY]
    database.executemany("update used set at = ? where name = ?", old)
    if database.execute("select total(size) from used").fetchone()[0] > ROOM:
        database.execute(_TOO_MUCH, (ROOM,))
        database.execute("delete from shelf where name not in (select name from used)")
    database.execute("commit")


def _key(name: str) -> bytes:
    """A name as it is kept: of a folder it may hold bytes that are no text."""
    return name.encode("utf-8", "surrogateescape")
