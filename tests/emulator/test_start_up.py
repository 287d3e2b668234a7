"""What a call of wsl.exe costs before it does anything: the modules that it imports."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[2] / "wslmem" / "emulator"
COSTLY = {"dataclasses", "inspect", "typing", "subprocess", "argparse"}


@pytest.mark.posix_only(reason="the emulated wsl.exe is a Linux program")
@pytest.mark.parametrize("words", [["--list", "--verbose"], ["--version"], ["--status"], ["--shutdown"]])
def test_a_call_imports_nothing_that_costs_more_than_the_call(windows, words):
    line = [sys.executable, "-X", "importtime", "-IS", str(PROGRAM), "wsl", str(windows.folder), *words]
    told = subprocess.run(line, capture_output=True, check=True).stderr.decode()
    imported = {row.rpartition("|")[2].strip() for row in told.splitlines() if row.startswith("import time:")}
    assert "wslemu.client" in imported
    assert not imported & COSTLY


def test_a_value_is_what_a_dataclass_would_be(part):
    request = part("options").Request
    one = request(user="ann")
    assert (one.command, one.user, one) == ("run", "ann", request("run", user="ann"))
    assert hash(one) == hash(request(user="ann"))
    assert part("lean").replace(one, user="bob") == request(user="bob") != one
    for wrong in ({"no_such": 1}, {"command": "x", "user": "y"}):
        with pytest.raises(TypeError):
            request("run", **wrong)
    with pytest.raises(TypeError):
        part("folder").Folder()
    with pytest.raises(AttributeError):
        one.user = "eve"
    plans = part("config.read").Reading
    assert plans().warnings is not plans().warnings
