"""What is handed to PowerShell: one line that no alarm of Windows, and no restricted mode, stumbles over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wslmem.machine.host import host_memory_from_wsl, profile, toast
from wslmem.machine.system import powershell
from wslmem.machine.wsl import inside_wsl

EXE = Path("/p/powershell.exe")
SCRIPTS = {
    "memory": host_memory_from_wsl._SCRIPT,
    "profile": profile._SCRIPT,
    "toast": toast._SCRIPT.format(text="a 'b' & c".translate(toast._SPELLED)),
    "shutdown": inside_wsl.command(force=True, restart="Ubuntu"),
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_a_script_goes_in_the_clear_on_one_line_that_every_quoting_leaves_alone(script):
    argv = powershell.command(EXE, script)
    assert argv[:-1] == [str(EXE), "-NoProfile", "-NonInteractive", "-Command"]
    assert not {'"', "\n", "`"} & set(argv[-1])


@pytest.mark.parametrize("script", [SCRIPTS["memory"], SCRIPTS["profile"]], ids=["memory", "profile"])
def test_what_constrained_language_mode_refuses_is_tried_and_not_relied_on(script):
    line = powershell.command(EXE, script)[-1]
    guarded, _, rest = line.partition("catch { };")
    assert guarded.startswith("try { [Console]")
    assert "[" not in re.sub(r"\$\w+\[0\]", "", rest)


def test_every_statement_of_a_script_ends_with_its_own_sign():
    lines = [line.strip() for line in SCRIPTS["memory"].splitlines()]
    assert [line for line in lines if not line.endswith((";", "{", "|", ",", "| ConvertTo-Json -Compress"))] == []


def test_a_double_quote_is_refused():
    with pytest.raises(ValueError, match="say"):
        powershell.command(EXE, 'say "x"')
