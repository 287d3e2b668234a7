"""Sandboxes that a killed demo left in the folder for temporary files, which every user can write."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wslmem.machine.own import sandbox, trust
from wslmem.text import verbatim

pytestmark = pytest.mark.posix_only(reason="the demo runs on Linux")

NOBODY = 1 << 22
"""More than any process is numbered (kernel: PID_MAX_LIMIT)."""


@pytest.fixture
def left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The mark of a sandbox whose maker is gone."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder = tmp_path / f"{sandbox.PREFIX}x"
    folder.mkdir(mode=0o700)
    mark = folder / sandbox.MARK
    mark.write_text(json.dumps({"pid": NOBODY}))
    return mark


def test_ours_is_found(left: Path) -> None:
    assert sandbox.abandoned() == [left.parent]


def test_what_another_user_laid_there_is_passed_over(left: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        trust, "doubt", lambda folder: verbatim("it belongs to user 7") if folder == left.parent else None
    )
    assert sandbox.abandoned() == []


def test_a_folder_that_others_can_write_is_passed_over(left: Path) -> None:
    left.parent.chmod(0o777)
    assert sandbox.abandoned() == []


@pytest.mark.parametrize(
    "said", ["", "[]", "3", '{"pid": null}', '{"pid": 1e999}', '{"pid": "x"}', "[" * 100_000, "\ud800"]
)
def test_a_mark_that_is_none_is_passed_over(left: Path, said: str) -> None:
    left.write_bytes(said.encode("utf-8", "surrogatepass"))
    assert sandbox.abandoned() == []
