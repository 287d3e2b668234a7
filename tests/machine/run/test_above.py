"""The limits of the groups above a command."""

from __future__ import annotations

import pytest

from wslmem.machine.run import above

pytestmark = pytest.mark.posix_only(reason="control groups are of Linux")
FILES = {1: ("memory.limit_in_bytes", "memory.failcnt", "{}\n"), 2: ("memory.max", "memory.events", "max 7\noom {}\n")}


@pytest.fixture(params=FILES)
def groups(tmp_path, monkeypatch, request):
    """Makes a group with a limit, and tells how often it was full."""
    root = tmp_path / "memory" if request.param == 1 else tmp_path
    monkeypatch.setattr(above, "ROOT", str(tmp_path))
    limit, count, told = FILES[request.param]

    def group(name, most, full):
        folder = root / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / limit).write_text(f"{most}\n")
        (folder / count).write_text(told.format(full))
        return str(folder)

    return group


def test_the_nearest_group_that_was_full_meanwhile_is_named_with_its_limit(groups):
    groups("user", 5000, 3)
    groups("user/unit", "max", 0)
    looking = above.Above(groups("user/unit/session", 2000, 9))
    assert looking.reached() is None  # what was full before says nothing
    groups("user", 5000, 4)
    assert looking.reached() == ("/user", 5000)
    groups("user/unit/session", 2000, 10)
    assert looking.reached() == ("/user/unit/session", 2000)


def test_a_mark_that_came_to_the_limit_tells_where_the_kernel_counts_no_failures(tmp_path, monkeypatch):
    monkeypatch.setattr(above, "ROOT", str(tmp_path))
    for name, number in (("limit_in_bytes", 5 << 20), ("failcnt", 0), ("max_usage_in_bytes", 1 << 20)):
        (tmp_path / f"unit/memory.{name}").parent.mkdir(exist_ok=True)
        (tmp_path / f"unit/memory.{name}").write_text(f"{number}\n")
    looking = above.Above(str(tmp_path / "unit"))
    assert looking.reached() is None
    (tmp_path / "unit/memory.max_usage_in_bytes").write_text(f"{5 << 20}\n")
    assert looking.reached() == ("/unit", 5 << 20)


def test_where_no_group_has_a_limit_none_is_full(groups):
    path = groups("user/session", 0x7FFFFFFFFFFFF000, 0)
    looking = above.Above(path)
    groups("user/session", 0x7FFFFFFFFFFFF000, 1)
    assert looking.reached() is None
    assert above.Above("").reached() is None
