"""What `wslmem` alone opens in each kind of terminal: the app where it can draw, else what works there, and why."""

from __future__ import annotations

import argparse

import pytest

from wslmem.cli import open_app, output, plain, status
from wslmem.errors import Exit
from wslmem.machine.system import terminal

TERMINALS = {
    "Windows Terminal": ({"WT_SESSION": "x"}, {}, "app"),
    "the console of Windows": ({}, {}, "app"),
    "the terminal of VS Code": ({"TERM_PROGRAM": "vscode"}, {}, "app"),
    "a console that draws no escapes": ({}, {"cannot_draw": True}, "plain"),
    "a dumb terminal": ({"TERM": "dumb"}, {}, "plain"),
    "the terminal of Git Bash": ({"MSYSTEM": "MINGW64"}, {"terminal": False, "mintty": True}, "status winpty"),
    "a pipe": ({}, {"terminal": False}, "status"),
    "a pipe of a dumb terminal": ({"TERM": "dumb"}, {"terminal": False}, "status"),
}


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch):
    """What was opened, in a terminal that is played."""
    seen: list[str] = []
    monkeypatch.setattr(open_app, "paths_of", lambda _: None)
    monkeypatch.setattr(open_app, "open_on", lambda *_: seen.append("app") or Exit.OK)
    monkeypatch.setattr(plain, "ask", lambda *_: seen.append("plain") or Exit.OK)
    monkeypatch.setattr(status, "show", lambda _: seen.append("status"))
    monkeypatch.setattr(output, "story", lambda text: seen.append("winpty" if "winpty" in str(text) else str(text)))

    def play(environ: dict[str, str], kinds: dict[str, bool], **given: object) -> set[str]:
        monkeypatch.setattr(terminal, "environ", lambda: environ)
        monkeypatch.setattr(terminal, "cannot_draw", lambda: kinds.get("cannot_draw", False))
        monkeypatch.setattr(terminal, "is_mintty", lambda _: kinds.get("mintty", False))
        monkeypatch.setattr(output, "is_terminal", lambda: kinds.get("terminal", True))
        options = {"plain": False, "json": False, "project": None, "color": "auto"} | given
        assert open_app.run(argparse.Namespace(**options)) is Exit.OK
        return set(seen)

    return play


@pytest.mark.parametrize(("environ", "kinds", "face"), TERMINALS.values(), ids=TERMINALS.keys())
def test_each_terminal_gets_the_face_that_works_there(opened, environ, kinds, face):
    assert opened(environ, kinds) == set(face.split())


@pytest.mark.parametrize(("environ", "kinds", "face"), TERMINALS.values(), ids=TERMINALS.keys())
def test_plain_questions_can_be_had_everywhere(opened, environ, kinds, face):
    del face
    assert opened(environ, kinds, plain=True) == {"plain"}


def test_with_json_git_bash_is_told_nothing(opened):
    environ, kinds, _ = TERMINALS["the terminal of Git Bash"]
    assert opened(environ, kinds, json=True) == {"status"}
