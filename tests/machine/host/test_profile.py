"""The Windows profile, found from inside WSL, and what may be wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from wslmem.errors import UnavailableError
from wslmem.machine.host import profile, profile_windows
from wslmem.machine.host.paths import MachinePaths

PROFILE = r"D:\Profiles\me"


def at(wslconfig: Path, side: str = "wsl") -> MachinePaths:
    return MachinePaths(side, wslconfig, None, None, wslconfig.parent / "state", wslconfig.parent / "config.toml")


def test_cmd_answers_where_powershell_does_not(program):
    (program("answer", "").parent / "answer").write_bytes(f"{PROFILE}\r\n".encode("utf-16-le"))
    text = """[ "$1 $2 $3 $4" = '/d /u /c echo %USERPROFILE%' ] && cat answer"""
    cmd = program("cmd.exe", text)
    broken = program("powershell.exe", "echo 'exec format error' >&2; exit 126")
    environ = {"PATH": str(cmd.parent)}
    assert profile.from_wsl(broken, environ) == Path("/mnt/d/Profiles/me")
    assert profile.from_wsl(None, environ) == Path("/mnt/d/Profiles/me")


@pytest.mark.parametrize("text", ["exit 1", r"printf '%%USERPROFILE%%\r\n' | iconv -t utf-16le"])
def test_an_answer_that_is_none_is_not_believed(program, text):
    cmd = program("cmd.exe", text)
    program("wslpath", 'echo "/mnt/c/$2"')
    with pytest.raises(UnavailableError):
        profile.from_wsl(None, {"PATH": str(cmd.parent)})


def test_wslpath_knows_other_mount_points(program):
    wslpath = program("wslpath", "echo /windir/d/Profiles/me")
    assert profile.to_linux(PROFILE, {"PATH": str(wslpath.parent)}) == Path("/windir/d/Profiles/me")


def test_a_wslpath_that_fails_leaves_the_usual_mount_point(program):
    wslpath = program("wslpath", "exit 1")
    assert profile.to_linux(PROFILE, {"PATH": str(wslpath.parent)}) == Path("/mnt/d/Profiles/me")


@pytest.mark.parametrize("text", ["", "me", r"\\server\share\me", "C:me", "error: no"])
def test_what_is_no_path_of_a_drive_is_refused(text):
    with pytest.raises(UnavailableError):
        profile.to_linux(text, {"PATH": ""})


def codes(paths: MachinePaths) -> list[str]:
    return [caution.code for caution in profile.cautions(paths, {})]


def test_a_sound_profile_needs_no_caution(tmp_path):
    assert codes(at(tmp_path / ".wslconfig")) == []


@pytest.mark.parametrize("name", [".wslconfig.txt", ".wslconf", "wslconfig"])
def test_a_file_that_wsl_never_reads_is_named(tmp_path, name):
    (tmp_path / name).touch()
    assert codes(at(tmp_path / ".wslconfig")) == ["misspelt-file"]


def test_a_profile_in_onedrive_or_on_the_network_is_told():
    assert codes(at(Path("/mnt/c/Users/me/OneDrive - Firm/.wslconfig"))) == ["profile-in-onedrive"]
    assert codes(at(Path("//server/home/me/.wslconfig"))) == ["profile-on-network"]


def test_on_plain_linux_a_folder_may_be_called_what_it_likes(tmp_path):
    assert codes(at(tmp_path / "OneDrive" / ".wslconfig", "linux")) == []


@pytest.fixture
def told_by_windows(monkeypatch):
    """Play what Windows tells of the account."""

    def play(*, kinds=(), signed_in=None) -> None:
        monkeypatch.setattr(profile_windows, "kinds", lambda: kinds)
        monkeypatch.setattr(profile_windows, "other_session_user", lambda: signed_in)

    return play


@pytest.mark.parametrize("kind", ["temporary", "roaming", "mandatory"])
def test_a_profile_that_windows_copies_or_deletes_is_told(told_by_windows, tmp_path, kind):
    told_by_windows(kinds=(kind,))
    assert codes(at(tmp_path / ".wslconfig", "windows")) == [f"profile-{kind}"]


def test_an_elevated_run_under_another_account_is_told_with_who_is_signed_in(told_by_windows, tmp_path):
    told_by_windows(signed_in="dev")
    (caution,) = profile.cautions(at(tmp_path / ".wslconfig", "windows"), {})
    assert caution.code == "elevated-as-another"
    assert "dev" in str(caution.text)


def test_a_redirected_profile_is_told_when_the_variable_names_another(told_by_windows, tmp_path):
    told_by_windows()
    environ = {"USERPROFILE": str(tmp_path / "elsewhere")}
    found = profile.cautions(at(tmp_path / ".wslconfig", "windows"), environ)
    assert [one.code for one in found] == ["other-profile"]
