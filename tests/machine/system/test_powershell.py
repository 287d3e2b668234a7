"""What is handed to PowerShell: one line that no alarm of Windows, and no restricted mode, stumbles over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wslmem.errors import UnavailableError
from wslmem.machine.host import host_memory_from_wsl, profile, toast, windows_events
from wslmem.machine.system import powershell
from wslmem.machine.wsl import inside_wsl
from wslmem.units import Seconds

EXE = Path("/p/powershell.exe")
SCRIPTS = {
    "memory": host_memory_from_wsl.SCRIPT,
    "events": windows_events.SCRIPT,
    "profile": profile.SCRIPT,
    "toast": toast._SCRIPT.format(text="a 'b' & c".translate(toast._SPELLED)),
    "shutdown": inside_wsl.command(force=True, restart="Ubuntu"),
    "later": inside_wsl.later(inside_wsl.command(), Seconds(3)),
}
LUXURY = frozenset({"toast"})
"""What may fail under a policy: nothing is missing without it."""
TRIED = re.compile(r"try \{.*?\} catch \{ \}")
REFUSED = re.compile(r"\[[A-Z][\w.]+\]|\.\w+\(|\b(?:New-Object|Add-Type)\b", re.IGNORECASE)
"""What Constrained Language mode refuses of types that are not its own: names, methods, new ones."""
CORE = ("(Get-Date).ToString('yyyy-MM-ddTHH:mm:sszzz', [Globalization.CultureInfo]::InvariantCulture)",)
"""Methods of its own types (about_Language_Modes: datetime, cultureinfo)."""


def refused(line: str) -> list[str]:
    """What of a line that mode refuses, and is relied on all the same."""
    for own in CORE:
        line = line.replace(own, "")
    return REFUSED.findall(TRIED.sub("", line))


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_a_script_goes_in_the_clear_on_one_line_that_every_quoting_leaves_alone(script):
    argv = powershell.command(EXE, script)
    assert argv[:-1] == [str(EXE), "-NoProfile", "-NonInteractive", "-Command"]
    assert not {'"', "\n", "`"} & set(argv[-1])


@pytest.mark.parametrize("name", SCRIPTS)
def test_what_constrained_language_mode_refuses_is_tried_and_not_relied_on(name):
    line = powershell.command(EXE, SCRIPTS[name])[-1]
    assert line.startswith("try { [Console]")
    assert bool(refused(line)) is (name in LUXURY)


@pytest.mark.parametrize(
    "line", ["$_.ToXml();", "[Environment]::GetFolderPath('x');", "New-Object Net.WebClient;", "add-type x;"]
)
def test_what_that_mode_refuses_is_known(line):
    assert refused(line)


def test_every_statement_of_a_script_ends_with_its_own_sign():
    lines = [line.strip() for name in ("memory", "events") for line in SCRIPTS[name].splitlines()]
    assert [line for line in lines if not line.endswith((";", "{", "|", ",", "| ConvertTo-Json -Compress"))] == []


def test_a_double_quote_is_refused():
    with pytest.raises(ValueError, match="say"):
        powershell.command(EXE, 'say "x"')


@pytest.mark.parametrize("wrong", [ValueError, KeyError, IndexError, TypeError, OverflowError, RecursionError])
def test_an_answer_to_another_question_is_quoted_with_what_to_do(program, wrong):
    def parse(_: str) -> None:
        raise wrong("no")

    with pytest.raises(UnavailableError, match=r"another answer.*hm") as caught:
        powershell.ask_for(parse, program("powershell.exe", "echo hm"), "x;")
    assert "interop" in str(caught.value.next_step)


def test_a_mistake_of_our_own_is_not_told_as_one_of_windows(program):
    with pytest.raises(ZeroDivisionError):
        powershell.ask_for(lambda _: 1 // 0, program("powershell.exe", "echo hm"), "x;")
