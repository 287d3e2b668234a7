"""The journal: whatever lies in its place, looking never fails, nothing is lost, and each file has its own."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wslmem.codec import to_json
from wslmem.machine.own.backups import Backups
from wslmem.machine.own.journal import SCHEMA, Entry, Journal, Step, begin, parse

STARTED = begin("apply", Path(), existed=True).started
NAME = "20261128T204100Z-0012-0a1b2c3d4e5f6071.bak"


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "state", "apply", tmp_path / "profile" / ".wslconfig")


def entry(journal: Journal) -> Entry:
    """The same one each time, whenever it is asked for."""
    started = replace(begin("apply", journal.config, existed=True), started=STARTED)
    return replace(started, step=Step.WRITE, backup=NAME, wrote=("0" * 16,), settings=(("wsl2.memory", "5GB"),))


def place(journal: Journal) -> Path:
    """Where it is written."""
    journal.write(entry(journal))
    (path,) = journal.state_dir.glob("journal-*.json")
    return path


def test_what_was_written_is_read(journal):
    journal.write(entry(journal))
    assert journal.read() == entry(journal)
    assert journal.clear() == ()
    assert journal.end() is None
    assert journal.read() is None
    assert list(journal.state_dir.iterdir()) == []


@pytest.mark.posix_only(reason="permission bits are POSIX's; Windows has access lists")
def test_it_is_for_its_user_alone(journal):
    assert place(journal).stat().st_mode & 0o077 == 0


def test_two_configuration_files_do_not_share_one(journal, tmp_path):
    other = Journal(journal.state_dir, "apply", tmp_path / "other" / ".wslconfig")
    journal.write(entry(journal))
    other.write(replace(entry(journal), path=str(other.config)))
    assert (journal.read().path, other.read().path) == (str(journal.config), str(other.config))
    other.end()
    assert journal.read() == entry(journal)


def test_the_one_of_an_earlier_version_is_read_and_ended(journal):
    path = place(journal)
    path.rename(journal.state_dir / "journal-apply.json")
    assert journal.read() == entry(journal)
    journal.end()
    assert list(journal.state_dir.iterdir()) == []


def test_the_one_of_an_earlier_version_about_another_file_stays(journal, tmp_path):
    path = place(journal)
    path.rename(journal.state_dir / "journal-apply.json")
    other = Journal(journal.state_dir, "apply", tmp_path / "other")
    assert (other.read(), other.clear(), other.end()) == (None, (), None)
    assert journal.read() == entry(journal)


WRONG = {
    "empty": b"",
    "cut off": b'{"work": "apply"',
    "no object": b"[]",
    "nested": b"[" * 60_000,
    "nested object": b'{"path":' * 8_000,
    "large number": b'{"existed": ' + b"9" * 5_000 + b"}",
    "not UTF-8": b'{"work": "\xff"}',
    "UTF-16": '{"work": "apply"}'.encode("utf-16"),
    "zeros": bytes(3000),
}
MISTYPED = {
    "work": [5, None, "bench", "", []],
    "step": ["paint", 1, None],
    "path": [5, None, "", "relative", "/nul\0inside", "/\ud800", []],
    "backup": [5, "../../etc/passwd", "1", NAME + "/x", ""],
    "existed": ["yes", 1, None],
    "started": ["yesterday", 5, "2026-11-28T20:41:00Z\n"],
    "saved_runs": [5, "relative", "/\0"],
    "wrote": ["0" * 16, [5], None],
    "settings": [{"a": "b"}, [["wsl2.memory"]], [["a", 5]], 7],
    "schema": ["wslmem/journal/2", "other", 5],
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_a_text_that_is_no_entry_is_told_in_one_sentence(text):
    why = parse(text, "apply")
    assert not isinstance(why, Entry)
    assert str(why)
    assert "\n" not in str(why)


@pytest.mark.posix_only(reason="a lone surrogate is a path on Windows")
@pytest.mark.parametrize(
    ("field", "value"), [(field, value) for field, values in MISTYPED.items() for value in values], ids=repr
)
def test_a_field_that_says_nothing_sensible_makes_it_unreadable(journal, field, value):
    fields = json.loads(to_json(entry(journal), schema=SCHEMA)) | {field: value}
    assert not isinstance(parse(json.dumps(fields).encode(), "apply"), Entry)


@settings(deadline=None, max_examples=200)
@given(data=st.binary(max_size=300))
def test_no_bytes_make_reading_fail(data):
    assert not isinstance(parse(data, "apply"), Entry)


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)


@settings(deadline=None, max_examples=200)
@given(changes=st.dictionaries(st.sampled_from([*MISTYPED, "new"]), json_values, max_size=4))
def test_no_value_in_any_field_makes_reading_fail(changes, tmp_path_factory):
    config = Path("/home/me/.wslconfig")
    fields = json.loads(to_json(begin("apply", config, existed=True), schema=SCHEMA)) | changes
    data = json.dumps(fields).encode("utf-8", "surrogatepass")
    folder = tmp_path_factory.mktemp("any")
    (folder / "journal-apply.json").write_bytes(data)
    journal = Journal(folder, "apply", config)
    found, unreadable = journal.read(), journal.clear()
    assert found is None or not unreadable
    assert [one.read_bytes() for one in folder.iterdir()] == [data]


def test_what_cannot_be_read_is_kept_under_a_new_name_each_time(journal):
    path = place(journal)
    for number in range(5):
        path.write_bytes(b"damaged %d" % number)
        (one,) = journal.clear()
        assert one.place == path
        assert one.kept.read_bytes() == b"damaged %d" % number
        assert journal.read() is None
    assert sorted(kept.read_bytes() for kept in journal.state_dir.iterdir()) == [b"damaged %d" % n for n in range(5)]


@pytest.mark.posix_only(reason="on Windows a rename that replaces nothing is one step")
def test_a_run_ended_between_the_two_steps_of_a_renaming_leaves_one_copy(journal):
    path = place(journal)
    path.write_bytes(b"damaged")
    os.link(path, path.with_suffix(".unreadable"))
    (one,) = journal.clear()
    assert list(journal.state_dir.iterdir()) == [one.kept]


@pytest.mark.posix_only(reason="FIFOs, devices and links of POSIX")
@pytest.mark.timeout(10)
@pytest.mark.parametrize("kind", ["folder", "full folder", "fifo", "link", "dangling", "circle", "zero", "huge"])
def test_whatever_lies_there_instead_is_moved_away_as_it_is(journal, kind, tmp_path):
    path = place(journal)
    path.unlink()
    precious = tmp_path / "precious"
    precious.write_bytes(to_json(entry(journal), schema=SCHEMA).encode())
    {
        "folder": path.mkdir,
        "full folder": lambda: (path / "a" / "b").mkdir(parents=True),
        "fifo": lambda: os.mkfifo(path),
        "link": lambda: path.symlink_to(precious),
        "dangling": lambda: path.symlink_to("nowhere"),
        "circle": lambda: path.symlink_to(path.name),
        "zero": lambda: path.symlink_to("/dev/zero"),
        "huge": lambda: (path.touch(), os.truncate(path, 3 << 30)),
    }[kind]()
    before = path.lstat()
    assert journal.read() is None, "a link is not followed, wherever it leads"
    (one,) = journal.clear()
    assert not os.path.lexists(path)
    assert os.path.samestat(one.kept.lstat(), before)
    assert precious.exists()
    journal.write(entry(journal))
    assert journal.read() == entry(journal)


def test_an_end_that_is_refused_is_told(journal, monkeypatch):
    path = place(journal)

    def refuse(self: Path) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "unlink", refuse)
    assert str(path) in str(journal.end())


@pytest.mark.parametrize("text", [NAME, f'{{"work": "apply", "backup": "{NAME}", "pa', f"\xff{NAME}\0"])
def test_no_backup_that_any_journal_names_is_ever_pruned(journal, text, tmp_path):
    """Also one that cannot be read, and was kept aside."""
    config = tmp_path / ".wslconfig"
    backups = Backups(tmp_path / "state")
    made = [backups.keep(config, b"%d" % number).backup for number in range(40)]
    (tmp_path / "state" / "journal-apply.unreadable-3").write_bytes(text.replace(NAME, made[5].path.name).encode())
    backups.prune(config)
    left = backups.list(config)
    assert made[5] in left
    assert len(left) == 22


def test_nothing_is_pruned_where_a_journal_cannot_be_read(tmp_path):
    config = tmp_path / ".wslconfig"
    backups = Backups(tmp_path / "state")
    for number in range(40):
        backups.keep(config, b"%d" % number)
    (tmp_path / "state" / "journal-bench.json").mkdir()
    backups.prune(config)
    assert len(backups.list(config)) == 40
