"""Twelve commands at the same moment: each does its work or says who is before it, and nothing is lost."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from wslmem.machine.own.backups import Backups

COUNT = 12


@pytest.fixture
def environ(tmp_path: Path, config: Path) -> dict[str, str]:
    return os.environ | {
        "WSLMEM_CONFIG": str(config),
        "WSLMEM_WSL": str(tmp_path / "no-wsl.exe"),
        "WSLMEM_STATE": str(tmp_path / "state"),
    }


def at_once(lines: list[list[str]], environ: dict[str, str]) -> list[tuple[int, str]]:
    """Exit code and stderr of each, all started before one is waited for."""
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "wslmem", *line], env=environ, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for line in lines
    ]  # fmt: skip
    told = [one.communicate()[1] for one in running]
    return [(one.returncode, text) for one, text in zip(running, told, strict=True)]


def test_twelve_applies_leave_one_whole_file_and_a_backup_of_each_that_was_replaced(
    tmp_path: Path, config: Path, environ: dict[str, str]
) -> None:
    first = config.read_bytes()
    every = {first.replace(b"memory=4GB", b"memory=%dMB" % (2100 + number)) for number in range(COUNT)}
    lines = [["apply", "--memory", f"{2100 + number}MB", "--shutdown", "never"] for number in range(COUNT)]
    ended = at_once(lines, environ)
    codes = Counter(code for code, _ in ended)
    assert set(codes) <= {0, 75}, ended
    assert codes[0] >= 1
    assert all("on disk:" in told for code, told in ended if code == 75), "the others are told how things are"
    kept = Backups(tmp_path / "state")
    copies = [kept.read(one) for one in kept.list(config)]
    assert len(copies) == codes[0], "one for each that wrote"
    assert copies[0] == first
    chain = {*copies[1:], config.read_bytes()}
    assert len(chain) == codes[0]
    assert chain <= every, "each is one of those that were asked for, whole"
    assert not list((tmp_path / "state").glob("journal-*"))
    assert not list(config.parent.glob(".wslmem*"))


@pytest.mark.posix_only(reason="the lane has no time for it")
def test_twelve_that_find_a_damaged_journal_keep_it_once(tmp_path: Path, environ: dict[str, str]) -> None:
    state = tmp_path / "state"
    state.mkdir(mode=0o700)
    (state / "journal-apply.json").write_bytes(b"damaged")
    ended = at_once([["status"]] * COUNT, environ)
    assert {code for code, _ in ended} == {0}
    (kept,) = state.glob("journal-*")
    assert kept.read_bytes() == b"damaged"
    assert re.fullmatch(r"journal-apply\.unreadable", kept.name)
