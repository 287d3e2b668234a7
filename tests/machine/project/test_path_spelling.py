"""Every way to spell the path of a project, on both sides of WSL: understood, or told what to write instead."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslmem.errors import UsageError
from wslmem.machine.project.path_spelling import Here, plain

WINDOWS = Here("windows", home=r"C:\Users\me", drive="D:")
WSL = Here("wsl", distribution="Ubuntu", home="/home/me")
LINUX = Here("linux", home="/home/me")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (r"C:\src\app", r"C:\src\app"), ("C:/src/app", r"C:\src\app"), (r"\\?\C:\src\app", r"C:\src\app"),
        ('c:\\src\\app"', r"c:\src\app"), (r"\src\app", r"D:\src\app"), ("app", "app"), (".", "."),
        (r"..\app", r"..\app"),
        ("/mnt/c/src/app", r"C:\src\app"), ("/c/Users/me/app", r"C:\Users\me\app"), ("/cygdrive/d/app", r"D:\app"),
        ("/mnt/d", "D:\\"), ("/home/me/app", "/home/me/app"), ("/mnt/wsl/x", "/mnt/wsl/x"), ("/srv", "/srv"),
        (r"\\wsl.localhost\Ubuntu\home\me", r"\\wsl.localhost\Ubuntu\home\me"),
        (r"\\wsl$\Ubuntu\srv", r"\\wsl$\Ubuntu\srv"),
        ("//wsl.localhost/Ubuntu/home/me", r"\\wsl.localhost\Ubuntu\home\me"),
        (r"\\?\UNC\wsl.localhost\Ubuntu\srv", r"\\wsl.localhost\Ubuntu\srv"),
        ("C:/Program Files/Git/home/me/app", "/home/me/app"), ("C:/Program Files/Git/mnt/c/app", r"C:\app"),
        (r"C:\Program Files\Git\home\me", "/home/me"),
        ("C:/Users/me/scoop/apps/git/current/home/me/app", "/home/me/app"),
        ("D:/msys64/home/me", "/home/me"), (r"C:\Program Files\Git", r"C:\Program Files\Git"),
        ("~/app", "~/app"), ("~", "~"),
    ],
)  # fmt: skip
def test_on_windows(typed: str, meant: str):
    assert plain(typed, WINDOWS) == meant


@pytest.mark.parametrize("typed", ["~/app", r"~\app"])
def test_the_home_of_windows_comes_before_that_of_the_vm_where_it_has_the_folder(typed: str):
    assert plain(typed, WINDOWS, lambda path: path == r"C:\Users\me\app") == r"C:\Users\me\app"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (r"C:\src\app", "/mnt/c/src/app"), ("C:/src/app", "/mnt/c/src/app"), (r"\\?\D:\app", "/mnt/d/app"),
        ("C:", "/mnt/c"), ("/mnt/c/app", "/mnt/c/app"), ("/c/Users/me", "/mnt/c/Users/me"), ("/home/me", "/home/me"),
        (r"\\wsl.localhost\Ubuntu\home\me\app", "/home/me/app"), (r"\\wsl$\ubuntu", "/"), ("~/app", "~/app"),
        (".", "."), ("C:/Program Files/Git/home/me/app", "/home/me/app"), ("a\\b", "a\\b"), ("/x", "/mnt/x"),
    ],
)  # fmt: skip
def test_in_linux_inside_wsl(typed: str, meant: str):
    assert plain(typed, WSL) == meant


@pytest.mark.parametrize("typed", ["/x", "C:", "a\\b", "/c/Users", r"\\server\share"])
def test_in_linux_what_is_there_is_meant_however_it_is_spelt(typed: str):
    assert plain(typed, WSL, lambda path: path == typed) == typed


@pytest.mark.parametrize(
    ("typed", "here", "told"),
    [
        (r"\\server\share\app", WINDOWS, "/home/YOU"), ("//server/share", WSL, "/home/YOU"),
        (r"\\?\UNC\server\share", WINDOWS, "/home/YOU"), (r"\\wsl.localhost\Debian\srv", WSL, "run wslmem there"),
        (r"\\wsl.localhost\Debian\srv", LINUX, "run wslmem there"), (r"C:\app", LINUX, "/home/YOU"),
        ("C:srcapp", WSL, "quotes"), ("C:Usersmeapp", LINUX, "quotes"), (r"\src\app", WSL, "its drive"),
    ],
)  # fmt: skip
def test_what_names_nothing_here_is_told(typed: str, here: Here, told: str):
    with pytest.raises(UsageError) as caught:
        plain(typed, here)
    assert told in str(caught.value.next_step)
    assert typed in str(caught.value.place)


@given(st.text(alphabet="/\\CcwslGit.$?:~ ähome", max_size=40), st.sampled_from([WINDOWS, WSL, LINUX]))
def test_whatever_is_typed_is_a_path_or_told(typed: str, here: Here):
    with contextlib.suppress(UsageError):
        assert isinstance(plain(typed, here), str)


@pytest.mark.parametrize("here", [WINDOWS, WSL])
def test_half_a_character_is_refused_before_anything_looks_for_it(here):
    with pytest.raises(UsageError, match="half a character"):
        plain("/home/me/\ud800", here, pytest.fail)
