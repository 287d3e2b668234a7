"""The console of Windows before, during and after an app; and terminals that are none. Windows' calls are played."""

from __future__ import annotations

import types

import pytest

from wslmem.machine.system import console_windows, terminal
from wslmem.machine.system.console_windows import EXTENDED_FLAGS, QUICK_EDIT, STDIN, STDOUT


class Kernel:
    """A console with its modes; `legacy` refuses to draw escapes, None is no console."""

    def __init__(self, modes: dict[int, int] | None, *, legacy: bool = False) -> None:
        self.modes, self.legacy, self.sets = modes or {}, legacy, []

    def GetStdHandle(self, number: int) -> int:  # noqa: N802 - Windows' names
        return number & 0xFFFF

    def _number(self, handle) -> int:
        return {STDIN & 0xFFFF: STDIN, STDOUT & 0xFFFF: STDOUT}[handle.value]

    def GetConsoleMode(self, handle, mode) -> int:  # noqa: N802
        if self._number(handle) not in self.modes:
            return 0
        mode._obj.value = self.modes[self._number(handle)]
        return 1

    def SetConsoleMode(self, handle, mode) -> int:  # noqa: N802
        number, mode = self._number(handle), mode.value
        if number == STDOUT and self.legacy and mode & 4:
            return 0
        self.sets.append((number, mode))
        if number == STDIN and not mode & EXTENDED_FLAGS:
            mode = (mode & ~QUICK_EDIT) | (self.modes[number] & QUICK_EDIT)  # Windows leaves it as it is then
        self.modes[number] = mode
        return 1

    def set(self, number: int, mode: int) -> None:
        self.SetConsoleMode(types.SimpleNamespace(value=number & 0xFFFF), types.SimpleNamespace(value=mode))


@pytest.fixture
def console(monkeypatch):
    def make(*, quick: bool = True, legacy: bool = False, none: bool = False) -> Kernel:
        kernel = Kernel(None if none else {STDIN: 0x1A7 | (QUICK_EDIT * quick), STDOUT: 0x3}, legacy=legacy)
        monkeypatch.setattr(console_windows, "_kernel32", lambda: kernel)
        monkeypatch.setattr(terminal, "side", lambda: "windows")
        return kernel

    return make


@pytest.mark.parametrize("quick", [True, False])
def test_a_click_does_not_stop_the_app_and_afterwards_does_what_it_did(console, quick):
    kernel = console(quick=quick)
    with terminal.for_drawing():
        assert not kernel.modes[STDIN] & QUICK_EDIT
        kernel.SetConsoleMode(
            type("H", (), {"value": STDIN & 0xFFFF}), type("M", (), {"value": 0x200})
        )  # as Textual does
        assert not kernel.modes[STDIN] & QUICK_EDIT
    assert bool(kernel.modes[STDIN] & QUICK_EDIT) is quick


def test_the_console_is_put_back_also_when_the_app_fails(console):
    kernel = console()
    with pytest.raises(ZeroDivisionError), terminal.for_drawing():
        raise ZeroDivisionError
    assert kernel.modes[STDIN] & QUICK_EDIT


@pytest.mark.parametrize(("kinds", "plain"), [({}, False), ({"legacy": True}, True), ({"none": True}, False)])
def test_a_console_that_cannot_draw_gets_the_plain_questions(console, kinds, plain):
    kernel = console(**kinds)
    before = dict(kernel.modes)
    assert terminal.cannot_draw() is plain
    assert kernel.modes == before


@pytest.mark.parametrize(
    ("pipe", "mintty"),
    [
        (r"\msys-1888ae32e00d56aa-pty0-to-master", True),
        (r"\cygwin-e022582115c10879-pty12-from-master", True),
        (r"\anonymous", False),
        (None, False),
    ],
)
def test_the_terminal_of_git_bash_is_known_by_the_name_of_its_pipe(pipe, mintty):
    assert terminal.is_mintty({}, lambda: pipe) is mintty


def test_on_windows_a_pipe_is_looked_at_in_git_bash_alone(console):
    console()
    assert not terminal.is_mintty({})


@pytest.mark.parametrize(("program", "loses"), [("vscode", True), ("WezTerm", False), (None, False)])
def test_keys_are_given_back_in_the_terminal_of_vs_code_on_windows(console, program, loses):
    console()
    assert terminal.loses_keys({"TERM_PROGRAM": program} if program else {}) is loses


def test_elsewhere_nothing_is_asked(monkeypatch):
    monkeypatch.setattr(terminal, "side", lambda: "linux")
    assert not terminal.cannot_draw()
    assert not terminal.closes_with_us()
    assert not terminal.loses_keys({"TERM_PROGRAM": "vscode"})
    with terminal.for_drawing():
        pass


@pytest.mark.parametrize(
    ("environ", "name"),
    [
        ({"WT_SESSION": "x", "TERM_PROGRAM": "y"}, "Windows Terminal"),
        ({"TERM_PROGRAM": "vscode"}, "vscode"),
        ({"TERM": "xterm"}, "xterm"),
        ({}, "console"),
    ],
)
def test_a_terminal_is_named_for_a_bug_report(environ, name):
    assert terminal.name(environ) == name
