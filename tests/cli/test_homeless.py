"""A user whose home nothing tells, as in a container started for a number: told with the repair, no bug."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

import pytest

from wslmem.errors import Exit

pytestmark = pytest.mark.posix_only(reason="Windows knows the home of each user")


@pytest.fixture
def homeless(wslmem: Callable, monkeypatch: pytest.MonkeyPatch) -> Callable:
    """Run a command line as such a user."""

    def unknown(user: int | str) -> None:
        raise KeyError(user)

    pwd = importlib.import_module("pwd")
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    monkeypatch.setattr(pwd, "getpwnam", unknown)
    for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "WSLMEM_STATE", "WSLMEM_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    return wslmem


@pytest.mark.parametrize(
    "line", ["status", "show", "scan", "apply --memory 3GB --shutdown never", "config", "dsc get --input {}"]
)
def test_what_needs_a_home_says_how_to_name_one(homeless: Callable, line: str) -> None:
    done = homeless(*line.split())
    assert done.code == Exit.UNAVAILABLE
    assert "the home folder of this user is not known" in done.stderr
    assert "set HOME" in done.stderr


@pytest.mark.parametrize("line", ["explain LOG", "help", "version", "schema status", "completion bash"])
def test_what_needs_none_works(homeless: Callable, tmp_path: Path, line: str) -> None:
    log = tmp_path / "log"
    log.write_text("x: signal: killed\n")
    done = homeless(*(str(log) if one == "LOG" else one for one in line.split()))
    assert (done.code, "not known" in done.stderr) == (Exit.OK, False)


def test_a_log_in_the_home_of_nobody_is_told(wslmem: Callable) -> None:
    done = wslmem("show", "--log", "~nobody-of-this-name/log")
    assert done.code == Exit.CANNOT_CREATE
    assert "cannot be opened" in done.stderr
