"""Exit codes that a script can rest on, and what it finds beside them: documents, quiet, a log."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from wslmem import __version__
from wslmem.machine.host import host_memory
from wslmem.machine.host.paths import find

CASES = [
    (b"[wsl2]\nmemory=8GB\n", 0, 0),
    (b"[wsl2]\nmemory=8gb\n", 2, 2),
    (b"[wsl2]\nmemory=8GB\npageReporting=true\nnosuchkey=1\n", None, 2),
    (None, 0, 0),
]


@pytest.mark.parametrize(("text", "on_errors", "on_warnings"), CASES)
def test_strict_ends_with_2_on_what_it_does_not_let_pass(
    wslmem: Callable, config: Path, text: bytes | None, on_errors: int | None, on_warnings: int
):
    config.unlink()
    if text is not None:
        config.write_bytes(text)
    plain, strict, errors = wslmem("show", "--json"), wslmem("show", "--strict", "--json"), None
    errors = wslmem("show", "--strict", "errors", "--json")
    assert plain.code == 0
    severities = {one["severity"] for one in plain.json["findings"]}
    assert strict.code == (2 if severities & {"error", "warning"} else 0)
    assert errors.code == (2 if "error" in severities else 0)
    assert strict.code == on_warnings
    assert on_errors is None or errors.code == on_errors
    assert strict.json["findings"] == plain.json["findings"]


def test_strict_after_a_fix_judges_what_is_left(wslmem: Callable, config: Path):
    config.write_bytes(b"[wsl2]\nmemory=8gb\n")
    assert wslmem("show", "--strict", "--fix", "all").code == 0
    assert config.read_bytes() == b"[wsl2]\nmemory=8GB\n"


def test_more_processors_than_there_are_is_told_as_too_much_memory_is(wslmem: Callable, config: Path):
    old = config.read_bytes()
    for line in (["--processors", "9999"], ["--memory", "9000GB"]):
        for way in (["--check"], ["--shutdown", "never"], ["--yes", "--shutdown", "never"]):
            ran = wslmem("apply", *line, *way, "--json")
            assert ran.code == 64
            assert "is outside what WSL can give" in ran.json["error"]["cause"]
    assert config.read_bytes() == old


def just_too_much(config: Path) -> str:
    total = host_memory.read(find(config=config)).total
    return f"{total * 15 // 16 // 1024**2}MB"


def test_check_foretells_every_warning_of_the_real_run_and_writes_nothing(wslmem: Callable, config: Path):
    config.write_bytes(b"[wsl2]\nswap=4gb\n")
    old, memory = config.read_bytes(), just_too_much(config)
    told = wslmem("apply", "--check", "--memory", memory, "--yes", "--json")
    assert config.read_bytes() == old
    done = wslmem("apply", "--memory", memory, "--yes", "--shutdown", "never", "--json")
    assert (told.code, done.code) == (2, 0)
    assert [one["rule"] for one in told.json["findings"]] == [one["rule"] for one in done.json["findings"]] != []
    assert [one["code"] for one in told.json["warnings"]] == [one["code"] for one in done.json["warnings"]] != []
    for caution in told.json["warnings"]:
        assert caution["text"] in told.stderr


@pytest.mark.posix_only(reason="Windows has no hard links that wslmem would count here, and other rights")
def test_check_refuses_what_the_real_run_would(wslmem: Callable, config: Path):
    os.link(config, config.with_name("second"))
    assert wslmem("apply", "--check", "--memory", "5GB").code == wslmem("apply", "--memory", "5GB").code == 65


@pytest.mark.parametrize("line", ["status", "show", "restore", "apply --check --memory 5GB", "show --nonsense"])
def test_json_says_where_when_and_by_which_version_it_was_made(wslmem: Callable, line: str):
    made = wslmem(*line.split(), "--json").json["made"]
    assert made["wslmem"] == __version__
    assert made["at"].endswith("Z")
    assert made["host"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("scan X", 66), ("recommend X", 66), ("apply X", 66), ("status X", 66), ("bench X --as-is", 66),
        ("bench --sweep gcflag=1,2 --yes", 64), ("bench --sweep p=1,two --yes", 64),
    ],
)  # fmt: skip
def test_no_project_and_wrong_sweeps_are_found_before_anything_runs(
    wslmem: Callable, tmp_path: Path, config: Path, line: str, code: int
):
    old = config.read_bytes()
    empty = tmp_path / "empty"
    empty.mkdir()
    assert wslmem(*line.replace("X", str(empty)).split()).code == code
    assert config.read_bytes() == old


def test_quiet_leaves_warnings_and_errors(wslmem: Callable, config: Path):
    told, quiet = (wslmem("apply", "--memory", size, "--shutdown", "never", *more) for size, more in
                   (("5GB", ()), ("6GB", ("-q",))))  # fmt: skip
    assert told.stderr
    assert not quiet.stderr
    assert quiet.stdout
    config.write_bytes(b"[wsl2]\nswap=4gb\n")
    assert "error: line 2" in wslmem("--quiet", "apply", "--memory", "5GB", "--shutdown", "never").stderr
    assert "error" in wslmem("show", "--nonsense", "--quiet").stderr


def test_the_log_tells_what_was_done_by_which_version_and_is_only_added_to(wslmem: Callable, tmp_path: Path):
    log = tmp_path / "wslmem.log"
    log.write_text("mine\n", encoding="utf-8")
    wslmem("apply", "--memory", "5GB", "--shutdown", "never", "-q", "--log", str(log))
    wslmem("apply", "--memory", "5zB", "--log", str(log))
    wslmem(f"--log={log}", "shwo")
    lines = log.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "mine"
    assert all(f" wslmem {__version__} [{os.getpid()}] " in line for line in lines[1:])
    told = [line.split("] ", 1)[1] for line in lines[1:]]
    assert told[0].startswith("begins: apply --memory 5GB --shutdown never -q --log ")
    assert any("4GB -> 5GB" in line for line in told)
    assert [line for line in told if line.startswith("ends")] == [f"ends: exit code {code}" for code in (0, 64, 64)]


@pytest.mark.posix_only(reason="links of Windows take a right that tests lack")
def test_the_log_follows_no_link_and_waits_for_no_pipe(wslmem: Callable, tmp_path: Path, config: Path):
    precious, old = tmp_path / "precious", config.read_bytes()
    precious.write_text("mine\n")
    (tmp_path / "link").symlink_to(precious)
    (tmp_path / "dangling").symlink_to(tmp_path / "nothing")
    os.link(precious, tmp_path / "second")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "dangling", "second", "pipe", "missing/log", "."):
        ran = wslmem("apply", "--memory", "5GB", "--shutdown", "never", "--log", str(tmp_path / name))
        assert ran.code in (65, 73), name
    assert precious.read_text() == "mine\n"
    assert not (tmp_path / "nothing").exists()
    assert config.read_bytes() == old
