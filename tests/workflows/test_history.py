"""Each backup tells what it held, and when it was made by the clock of the reader."""

from __future__ import annotations

import time

import pytest

from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own.backups import Backups
from wslmem.machine.system import clock
from wslmem.telling.restore import version
from wslmem.workflows.history import versions


@pytest.fixture
def in_zone(monkeypatch):
    """The clock of another place; its own again afterwards."""

    def move(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield move
    monkeypatch.undo()
    time.tzset()


@pytest.mark.posix_only(reason="Windows takes its time zone from the registry")
@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("UTC", "2026-11-23 11:44:50 +00:00"),
        ("Asia/Kolkata", "2026-11-23 17:14:50 +05:30"),
        ("America/New_York", "2026-11-23 06:44:50 -05:00"),
    ],
)
@pytest.mark.parametrize("written", ["20261123T114450Z", "2026-11-23T11:44:50Z"])
def test_a_moment_is_shown_by_the_local_clock_with_its_zone(in_zone, zone, written, shown):
    in_zone(zone)
    assert clock.local(written) == shown


@pytest.mark.parametrize("odd", ["", "yesterday", "99999999T999999Z"])
def test_what_is_no_moment_stays_as_it_is(odd):
    assert clock.local(odd) == odd


def test_each_version_tells_what_the_file_held(tmp_path):
    config, state = tmp_path / ".wslconfig", tmp_path / "state"
    kept = Backups(state)
    contents = [
        None,
        b"",
        b"[wsl2]\nmemory=4GB\nswap=0\n",
        b"[wsl2]\nmemory=8gb\n",
        b"[wsl2]\nprocessors=2\n",
    ]
    for content in contents:
        kept.keep(config, content)
    paths = MachinePaths("linux", config, None, None, state, state / "config.toml")
    found = versions(paths)
    assert [one.held for one in found] == [
        (), (), (("memory", "4GB"), ("swap", "0")), (("memory", "8gb"),), (("processors", "2"),),
    ]  # fmt: skip
    assert [str(version(one).text) for one in found] == [
        "no file: restoring removes it", "no limits set", "memory=4GB, swap=0", "memory=8gb", "processors=2",
    ]  # fmt: skip


def test_a_copy_that_cannot_be_read_is_listed_as_such(tmp_path):
    config, state = tmp_path / ".wslconfig", tmp_path / "state"
    backup = Backups(state).keep(config, b"[wsl2]\nmemory=4GB\n").backup
    backup.path.write_bytes(b"damaged")
    (found,) = versions(MachinePaths("linux", config, None, None, state, state / "config.toml"))
    assert (found.held, str(version(found).text)) == (None, "cannot be read")
