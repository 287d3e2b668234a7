"""What is kept by name: whatever is wrong with its file costs a scan its time, and nothing else."""

from __future__ import annotations

import functools
import sqlite3
from contextlib import closing

import pytest

from wslmem.machine.project import shelves
from wslmem.machine.project.shelves import Shelves

pytestmark = pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning", "error::ResourceWarning")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "kept"


def kept(path, **bodies):
    with closing(Shelves(path)) as shelf:
        shelf.keep(bodies.items(), bodies)


def change(path, statement, *values):
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute(statement, values)


class Counted(sqlite3.Connection):
    """A database that counts what it is asked."""

    asked = 0

    def execute(self, *given):
        Counted.asked += 1
        return super().execute(*given)


def test_a_database_that_another_process_writes_is_asked_once_for_all_shelves(path, monkeypatch):
    monkeypatch.setattr(shelves, "PATIENCE", 0.0)
    kept(path, a=b"1", b=b"2")
    with closing(sqlite3.connect(path, isolation_level=None)) as writer, closing(Shelves(path)) as shelf:
        writer.execute("begin exclusive")
        monkeypatch.setattr(Counted, "asked", 0)
        monkeypatch.setattr(sqlite3, "connect", functools.partial(sqlite3.connect, factory=Counted))
        assert {shelf.body(f"m{number}") for number in range(100)} == {b""}
        assert Counted.asked == 1
        writer.execute("rollback")


def test_what_a_link_leads_to_is_left_alone(path, tmp_path):
    kept(path, a=b"1")
    link = tmp_path / "link"
    link.symlink_to(path)
    before = path.read_bytes()
    with closing(Shelves(link)) as shelf:
        assert shelf.body("a") == b""
        shelf.keep([("a", b"2")], ["a"])
        assert shelf.body("a") == b"2"
    assert path.read_bytes() == before
    assert not link.is_symlink()


def test_after_it_was_written_it_is_asked_again(path):
    with closing(Shelves(path)) as shelf:
        assert shelf.body("a") == b""
        shelf.keep([("a", b"1")], ["a"])
        assert shelf.body("a") == b"1"


@pytest.mark.parametrize("value", [10**14, -1, "text", None, 1.5])
def test_a_body_of_another_kind_is_bytes_all_the_same(path, value):
    kept(path, a=b"1", b=b"2")
    change(path, "update shelf set body = ?", value)
    with closing(Shelves(path)) as shelf:
        assert isinstance(shelf.body("a"), bytes)
        shelf.keep([("b", b"3")], ["a", "b"])
        assert shelf.body("b") == b"3"


@pytest.mark.parametrize("value", [None, "yesterday", b"\0"])
def test_a_use_noted_at_no_time_keeps_nothing_from_being_written(path, value):
    kept(path, a=b"1")
    change(path, "update used set at = ?, size = ?", value, value)
    with closing(Shelves(path)) as shelf:
        shelf.keep([("b", b"2")], ["a", "b"])
        assert (shelf.body("a"), shelf.body("b")) == (b"1", b"2")


@pytest.mark.parametrize("table", ["shelf", "used"])
def test_damage_anywhere_in_the_file_ends_with_a_new_one(path, table):
    kept(path, a=b"1")
    with closing(sqlite3.connect(path)) as database:
        (page,) = database.execute("select rootpage from sqlite_master where name = ?", (table,)).fetchone()
        (size,) = database.execute("pragma page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    for _ in range(2):
        with closing(Shelves(path)) as shelf:
            shelf.body("a")
            shelf.keep([("a", b"2")], ["a"])
    with closing(Shelves(path)) as shelf:
        assert shelf.body("a") == b"2"


def test_a_file_of_something_else_is_let_go_of(path):
    path.write_bytes(b"no database" * 1000)
    with closing(Shelves(path)) as shelf:
        assert shelf.body("a") == b""
        shelf.keep([("a", b"1")], ["a"])
        assert shelf.body("a") == b"1"


def test_a_damaged_file_that_somebody_else_took_away_is_made_anew_all_the_same(path):
    path.write_bytes(b"no database" * 1000)
    with closing(Shelves(path)) as shelf:
        shelf.body("a")
        shelf.close()
        path.unlink()
        shelf.keep([("a", b"1")], ["a"])
        assert shelf.body("a") == b"1"


def test_a_place_that_may_not_even_be_looked_at_holds_nothing(tmp_path):
    with closing(Shelves(tmp_path / ("x" * 5000) / "kept")) as shelf:  # `stat` fails, as in a closed folder
        assert shelf.body("a") == b""
        shelf.keep([("a", b"1")], ["a"])
        assert shelf.body("a") == b""
