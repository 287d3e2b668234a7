"""Numbered questions: nothing is drawn, nothing is done without an answer."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def answered(wslmem: Callable, config: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Run `wslmem --plain` with answers typed in order; what it printed. The input ends behind them."""

    def run(*answers: str, language: str = "en") -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{one}\n" for one in answers)))
        done = wslmem("--plain", "--lang", language, str(config.parent))
        assert done.code == 0, done.stderr
        return done.stdout

    return run


@pytest.mark.parametrize("answers", [(), ("0",), ("9", "x", "", "0")], ids=["end of input", "0", "no number of these"])
def test_it_tells_how_things_are_and_leaves(answered: Callable, config: Path, answers: tuple[str, ...]) -> None:
    old = config.read_bytes()
    told = answered(*answers)
    assert told.index("processors") < told.index("0  Quit")
    assert config.read_bytes() == old


def test_typed_settings_are_asked_for_again_until_wsl_reads_them(answered: Callable, config: Path) -> None:
    old = config.read_bytes()
    told = answered("2", "8gb", "6GB", "", "", "y", "n", "0")
    assert "8gb" in told
    assert config.read_bytes() == old.replace(b"4GB", b"6GB")


@pytest.mark.parametrize("first", ["", "2"], ids=["what now", "a setting"])
def test_answers_without_end_that_fit_nothing_end_it(answered: Callable, config: Path, first: str) -> None:
    old = config.read_bytes()
    told = answered(first, *["y"] * 10_000)
    assert 90 < max(told.count("Enter one of the numbers."), told.count("use --memory 8GB")) < 300, told[-300:]
    assert config.read_bytes() == old


def test_without_a_yes_nothing_is_written(answered: Callable, config: Path) -> None:
    old = config.read_bytes()
    assert "+memory=6GB" in answered("2", "6GB", "", "", "", "0")
    assert config.read_bytes() == old


def test_a_backup_is_put_back_by_its_number(answered: Callable, config: Path) -> None:
    old = config.read_bytes()
    answered("2", "6GB", "", "", "y", "n", "0")
    assert "The old file is restored, byte for byte." in answered("3", "1", "0")
    assert config.read_bytes() == old


@pytest.mark.usefixtures("killed")
@pytest.mark.parametrize(("answer", "says"), [("1", b"4GB"), ("2", b"6GB"), ("0", b"6GB")])
def test_what_a_killed_run_left_is_asked_about_first(
    answered: Callable, wslmem: Callable, config: Path, answer: str, says: bytes
) -> None:
    told = answered(answer, "0")
    assert told.index("interrupted  apply") < told.index("0  Ask me later") < told.index("Checking this")
    assert says in config.read_bytes()
    assert ("interrupted" in wslmem("status").stdout) == (answer == "0")


@pytest.mark.usefixtures("killed")
def test_it_asks_in_chinese(answered: Callable) -> None:
    told = answered("0", "0", language="zh_CN")
    assert "What now?" not in told
    assert "接下来做什么" in told
