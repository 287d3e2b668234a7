"""The console of Windows before, during and after an app; and terminals that are none. Windows' calls are played."""

from __future__ import annotations

import atexit
import types

import pytest

from wslmem.cli import output, streams
from wslmem.machine.system import console_windows, terminal
from wslmem.machine.system.console_windows import EXTENDED_FLAGS, QUICK_EDIT, STDERR, STDIN, STDOUT

PIPE = 0


class Kernel:
    """A console with its modes; `legacy` refuses to draw escapes, None is no console."""

    def __init__(self, modes: dict[int, int] | None, *, legacy: bool = False) -> None:
        self.modes, self.legacy, self.sets = modes or {}, legacy, []
        self.streams: dict[int, int] = {}
        self.own, self.closed = bool(modes), []

    def GetStdHandle(self, number: int) -> int:  # noqa: N802 - Windows' names
        return self.streams.get(number, number & 0xFFFF)

    def CreateFileW(self, name: str, *_) -> int:  # noqa: N802
        return (
            {"CONIN$": STDIN & 0xFFFF, "CONOUT$": STDOUT & 0xFFFF}[name] if self.own else console_windows.INVALID_HANDLE
        )

    def SetStdHandle(self, number: int, handle) -> int:  # noqa: N802
        self.streams[number] = handle.value
        return 1

    def CloseHandle(self, handle) -> int:  # noqa: N802
        self.closed.append(handle.value)
        return 1

    def _number(self, handle) -> int:
        return {one & 0xFFFF: one for one in (STDIN, STDOUT, STDERR)}.get(handle.value, PIPE)

    def GetConsoleMode(self, handle, mode) -> int:  # noqa: N802
        if self._number(handle) not in self.modes:
            return 0
        mode._obj.value = self.modes[self._number(handle)]
        return 1

    def SetConsoleMode(self, handle, mode) -> int:  # noqa: N802
        number, mode = self._number(handle), mode.value
        if number != STDIN and self.legacy and mode & 4:
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


@pytest.mark.parametrize("redirected", [False, True], ids=["both on the console", "stdout into a file"])
def test_colours_are_switched_on_for_the_time_of_a_command(console, monkeypatch, redirected):
    kernel = console()
    kernel.modes[STDERR] = 0x3
    if redirected:
        del kernel.modes[STDOUT]
    before, at_exit = dict(kernel.modes), []
    monkeypatch.setattr(atexit, "register", lambda *call: at_exit.append(call))
    assert terminal.let_colours_through()
    assert all(mode & 4 for number, mode in kernel.modes.items() if number != STDIN)
    for function, *arguments in at_exit:
        function(*arguments)
    assert kernel.modes == before


@pytest.mark.parametrize("choice", ["auto", "always", "never"])
def test_a_console_that_cannot_draw_colours_gets_none_unless_they_are_insisted_on(console, monkeypatch, choice):
    kernel = console(legacy=True)
    before = dict(kernel.modes)
    monkeypatch.setattr(streams, "is_terminal", lambda _: True)
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    output.use_color(choice)
    assert output._colours == dict.fromkeys(("stdout", "stderr"), choice == "always")
    assert kernel.modes == before
    output.use_color("never")


def test_a_console_that_draws_colours_already_is_left_alone(console, monkeypatch):
    kernel = console()
    kernel.modes[STDOUT] |= 4
    monkeypatch.setattr(atexit, "register", lambda *_: pytest.fail("there is nothing to put back"))
    assert terminal.let_colours_through()
    assert kernel.sets == []


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


def test_the_console_of_a_process_is_looked_at_also_where_its_streams_are_pipes(console):
    kernel = console()
    kernel.streams = {STDIN: 77, STDOUT: 78}
    assert console_windows.modes() is None
    with console_windows.attached():
        assert console_windows.modes().quick_edit
        assert console_windows.draws_escapes()
        with console_windows.without_quick_edit():
            assert not console_windows.modes().quick_edit
        assert console_windows.modes().quick_edit
    assert kernel.streams == {STDIN: 77, STDOUT: 78}
    assert len(kernel.closed) == len(kernel.streams)


def test_a_process_without_a_console_has_none_to_look_at(console):
    kernel = console(none=True)
    with console_windows.attached():
        assert console_windows.modes() is None
    assert kernel.closed == []
