"""Names that no file can have for their length are told as such, wherever they are first looked at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from wslmem.machine.project import instead

pytestmark = pytest.mark.posix_only(reason="Windows says of such a name that nothing is there")

LONG = "a" * 300


@pytest.mark.parametrize(
    "line",
    [
        LONG, f"report {LONG}", f"report --fleet {LONG}", f"bench --resume {LONG}", f"show --log {LONG}",
        f"scan {LONG}", f"show --config {LONG}", f"explain {LONG}", f"apply --profile {LONG}",
    ],
)  # fmt: skip
def test_a_name_that_is_too_long_is_no_bug(wslmem: Callable, line: str) -> None:
    done = wslmem(*line.split())
    assert done.code in (64, 65, 66), done.stderr


def test_the_picker_of_projects_looks_around_a_path_that_can_not_be(tmp_path: Path) -> None:
    assert instead.beside(tmp_path / ("[" * 5_000)) == ()
