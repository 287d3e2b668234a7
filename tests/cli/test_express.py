"""The express lane gives the answers of the whole way, only sooner."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslmem.cli import express
from wslmem.wslconfig import document as wslconfig
from wslmem.wslconfig.edits import plan
from wslmem.wslconfig.plain_file import says

LINES = st.sampled_from(
    [
        "[wsl2]",
        "[WSL2]",
        " [wsl2] # note",
        "[wsl2 ]",
        "[experimental]",
        "[wsl-2]",
        "[]",
        "[wsl2",
        "memory=8GB",
        "Memory = 8GB",
        "memory=8gb",
        "memory=4GB # x",
        "memory=8GB#x",
        'memory="8GB"',
        "memory=8GB \\",
        "memory",
        "=8GB",
        "mem ory=8GB",
        "swap=0",
        "swap=2GB",
        "processors=4",
        "processors=04",
        "# c",
        "",
        "  ",
        "\tmemory\t=\t8GB\t",
        "; c",
        "kernel=C:\\\\temp",
        "memory=8GB ; c",
        "memory=8GB\x0b",
        "memory=8GB\x1a",
        "memory=é",
        "8memory=8GB",
        "memory==8GB",
    ]
)
ENDS = st.sampled_from(["\n", "\r\n", "\r", "\r\r\n", ""])
FILES = st.lists(st.tuples(LINES, ENDS), max_size=8).map(lambda parts: "".join(line + end for line, end in parts))
WANTED = st.sampled_from(
    [("wsl2.memory", "8GB"), ("wsl2.memory", "4GB"), ("wsl2.swap", "2GB"), ("wsl2.processors", "4")]
)


@given(FILES, WANTED, st.sampled_from(["utf-8", "utf-8-sig", "utf-16-le"]))
def test_what_a_plain_reading_affirms_the_planner_affirms(text: str, wanted: tuple[str, str], encoding: str) -> None:
    data = text.encode(encoding)
    key, value = wanted
    if says(data, {key.encode(): value.encode()}):
        assert plan(wslconfig.read(data), [wanted]).empty


def test_a_plain_reading_affirms_the_plain_file_that_everybody_has() -> None:
    data = b"# mine\r\n[wsl2]\r\nmemory=8GB   # enough\r\nswap = 2GB\r\n"
    assert says(data, {b"wsl2.memory": b"8GB", b"wsl2.swap": b"2GB"})


@pytest.mark.parametrize("value", ["8gb", "0", "08GB", "8", "99999999GB", "GB", "8.5GB"])
def test_a_value_that_leaves_doubt_goes_the_whole_way(tmp_path: Path, value: str) -> None:
    config = tmp_path / ".wslconfig"
    config.write_text(f"[wsl2]\nmemory={value}\n")
    assert not express.nothing_to_do(["apply", "--config", str(config), "--memory", value, "--shutdown", "never"])


def test_a_journal_of_a_killed_run_is_never_passed_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WSLMEM_STATE", str(tmp_path))
    config = tmp_path / ".wslconfig"
    config.write_text("[wsl2]\nmemory=8GB\n")
    line = ["apply", "--config", str(config), "--memory", "8GB", "--shutdown", "never"]
    assert express.nothing_to_do(line)
    (tmp_path / "journal-apply.json").write_text("{}")
    assert not express.nothing_to_do(line)
