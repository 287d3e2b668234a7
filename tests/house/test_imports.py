"""The walls that import-linter cannot see: what a fresh process really loads."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from wslmem.cli.verbs import VERBS

DRAWING = {"textual", "rich"}
HEAVY = DRAWING | {"asyncio", "psutil", "tomlkit", "configobj", "platformdirs", "logging", "typing_extensions"}

PROBE = """
import json, sys
from wslmem.cli import main
try:
    code = main(json.loads(sys.argv[1]))
except SystemExit as leaving:
    code = leaving.code
print(json.dumps({"code": code, "modules": sorted(sys.modules)}), file=sys.stderr)
"""


def loaded(*arguments: str) -> tuple[int, set[str]]:
    """The exit code and the top-level modules of `wslmem ARGUMENTS` in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, json.dumps(arguments)], capture_output=True, text=True, check=True
    )
    seen = json.loads(done.stderr.splitlines()[-1])
    return seen["code"] or 0, {name.split(".")[0] for name in seen["modules"]}


@pytest.mark.parametrize("verb", [verb.name for verb in VERBS])
def test_the_help_of_a_verb_loads_no_drawing_library(verb: str) -> None:
    code, modules = loaded(verb, "--help")
    assert code == 0
    assert not modules & DRAWING


def test_the_help_of_the_program_loads_nothing_heavy() -> None:
    code, modules = loaded("--help")
    assert code == 0
    assert not modules & HEAVY


def test_an_apply_with_nothing_to_do_loads_nothing_heavy(tmp_path: Path) -> None:
    config = tmp_path / ".wslconfig"
    config.write_bytes(b"[wsl2]\r\nmemory=6GB\r\n")
    code, modules = loaded("--apply", "--config", str(config), "--memory", "6GB", "--shutdown", "never")
    assert code == 0
    assert not modules & HEAVY


@pytest.mark.posix_only(reason="on Windows the memory is asked of psutil")
@pytest.mark.parametrize("verb", ["show", "status"])
def test_a_look_loads_nothing_that_making_dataclasses_or_asking_psutil_takes(verb: str, tmp_path: Path) -> None:
    """Half of what a cold look took went into types that nobody used (docs/decisions)."""
    config = tmp_path / ".wslconfig"
    config.write_bytes(b"[wsl2]\r\nmemory=6GB\r\n")
    _, modules = loaded(verb, "--config", str(config))
    assert not modules & {"psutil", "secrets", "inspect", "dataclasses", "tempfile", "random"}


@pytest.mark.posix_only(reason="on Windows the memory is asked of psutil")
def test_a_scan_loads_nothing_that_it_does_without(tmp_path: Path) -> None:
    """To import what it does not use took a third of a scan of a small program (docs/sizing)."""
    _, modules = loaded("scan", str(tmp_path))
    assert not modules & {"psutil", "secrets", "inspect", "dataclasses", "tempfile", "platform", "statistics"}


def test_reading_a_log_makes_no_dataclass(tmp_path: Path) -> None:
    log = tmp_path / "build.log"
    log.write_bytes(b"go build: signal: killed\n")
    _, modules = loaded("explain", str(log))
    assert not modules & {"inspect", "dataclasses", "tempfile", "random"}


def test_a_whole_apply_loads_no_drawing_library(tmp_path: Path) -> None:
    config = tmp_path / ".wslconfig"
    config.write_bytes(b"[wsl2]\r\nmemory=6GB\r\n")
    code, modules = loaded("apply", "--config", str(config), "--memory", "3GB", "--shutdown", "never")
    assert code == 0
    assert config.read_bytes() == b"[wsl2]\r\nmemory=3GB\r\n"
    assert not modules & DRAWING
