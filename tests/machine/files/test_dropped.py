"""A dropped file is known by the path that a terminal pastes; a line of a log is none."""

from __future__ import annotations

import pytest

from wslmem.machine.files import dropped


@pytest.mark.parametrize(
    "text", ["", "Killed", "signal: killed\n/etc/hosts", "/no/such/file", "x" * 5000, "~nobody-here/x"]
)
def test_what_is_no_path_of_a_file_is_none(text):
    assert dropped.named(text) is None


@pytest.mark.posix_only(reason="paths of POSIX")
def test_a_folder_is_no_log(tmp_path):
    assert dropped.named(str(tmp_path)) is None


@pytest.mark.posix_only(reason="paths of POSIX")
def test_a_path_of_windows_is_found_below_the_mounts_and_blanks_may_be_escaped(tmp_path):
    log = tmp_path / "c" / "my logs" / "build.log"
    log.parent.mkdir(parents=True)
    log.write_bytes(b"")
    assert dropped.named(r'"C:\my logs\build.log"', mounts=tmp_path) == log
    assert dropped.named(str(log).replace(" ", r"\ ")) == log
