"""Where everything is: flags, environment, and what is found."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from wslmem.errors import UnavailableError
from wslmem.machine.files import traces
from wslmem.machine.host import paths
from wslmem.machine.project import go_toolchain
from wslmem.machine.system import own_folders
from wslmem.machine.system.side import side

SIDES = ["windows", "linux", "wsl"]


def everything(tmp_path: Path, word: str) -> dict[str, str]:
    return {f"WSLMEM_{name}": str(tmp_path / word / name.lower()) for name in ("CONFIG", "WSL", "STATE", "POWERSHELL")}


@pytest.mark.parametrize("side", SIDES)
def test_the_environment_moves_every_path(tmp_path, side):
    found = paths.find(environ=everything(tmp_path, "a"), on=side)
    base = tmp_path / "a"
    assert (found.wslconfig, found.wsl_exe, found.state_dir) == (base / "config", base / "wsl", base / "state")
    assert (found.powershell_exe, found.config_toml) == (base / "powershell", base / "state" / "config.toml")
    assert found.side == side


@pytest.mark.parametrize("side", SIDES)
def test_a_flag_wins_over_the_environment(tmp_path, side):
    found = paths.find(
        config=tmp_path / "c", wsl=tmp_path / "w", state=tmp_path / "s", environ=everything(tmp_path, "a"), on=side
    )
    assert (found.wslconfig, found.wsl_exe, found.state_dir) == (tmp_path / "c", tmp_path / "w", tmp_path / "s")


def test_a_relative_path_means_the_working_folder_of_now(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert (
        paths.find(config="x/.wslconfig", environ={"HOME": "/h"}, on="linux").wslconfig == tmp_path / "x" / ".wslconfig"
    )


@pytest.mark.posix_only(reason="XDG folders")
@pytest.mark.parametrize("variables", [{}, {"XDG_STATE_HOME": "/s", "XDG_CONFIG_HOME": "/c"}, {"XDG_STATE_HOME": " "}])
def test_the_own_folders_are_those_that_platformdirs_names(monkeypatch, variables):
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("HOME", "/home/somebody")
    for environ in ({"HOME": "/home/somebody", **variables}, {}):
        found = paths.find(config="/f", environ=environ or variables, on="linux")
        assert found.state_dir == platformdirs.user_state_path("wslmem", appauthor=False)
        assert found.config_toml.parent == platformdirs.user_config_path("wslmem", appauthor=False)


def test_on_windows_the_own_folder_is_in_the_local_application_data():
    environ = {"LOCALAPPDATA": "/c/Users/me/AppData/Local"}
    found = paths.find(config="/f", environ=environ, on="windows")
    assert found.state_dir == Path("/c/Users/me/AppData/Local/wslmem")
    assert found.config_toml == found.state_dir / "config.toml"


def test_programs_of_windows_are_found_in_path_first_then_where_windows_has_them(tmp_path, program):
    exe = program("wsl.exe", "")
    system = tmp_path / "Windows" / "System32"
    (system / "WindowsPowerShell" / "v1.0").mkdir(parents=True)
    for file in (system / "wsl.exe", system / "WindowsPowerShell" / "v1.0" / "powershell.exe"):
        file.touch()
    environ = {"WINDIR": str(tmp_path / "Windows"), "LOCALAPPDATA": "/l"}
    assert paths.find(config="/f", environ=environ, on="windows").wsl_exe == system / "wsl.exe"
    found = paths.find(config="/f", environ=environ | {"PATH": str(exe.parent)}, on="windows")
    assert found.wsl_exe == exe
    assert found.powershell_exe == system / "WindowsPowerShell" / "v1.0" / "powershell.exe"


def test_the_wsl_exe_of_wsls_own_installer_comes_before_the_one_that_only_forwards(tmp_path, program):
    forwarder = program("wsl.exe", "")
    own = tmp_path / "Program Files" / "WSL" / "wsl.exe"
    own.parent.mkdir(parents=True)
    environ = {"PATH": str(forwarder.parent), "PROGRAMW6432": str(tmp_path / "Program Files"), "LOCALAPPDATA": "/l"}
    assert paths.find(config="/f", environ=environ, on="windows").wsl_exe == forwarder
    own.touch()
    assert paths.find(config="/f", environ=environ, on="windows").wsl_exe == own
    assert paths.find(config="/f", environ=environ, on="wsl").wsl_exe == forwarder


def test_a_folder_of_path_that_cannot_be_looked_into_is_passed_over(program, monkeypatch):
    exe = program("wsl.exe", "")
    closed = exe.parent.parent / "closed"
    is_file = Path.is_file

    def refused(path: Path) -> bool:
        if path.parent == closed:
            raise PermissionError(13, "Access is denied", str(path))
        return is_file(path)

    monkeypatch.setattr(Path, "is_file", refused)
    environ = {"PATH": os.pathsep.join([str(closed), str(exe.parent)]), "HOME": "/h"}
    assert paths.find(config="/f", environ=environ, on="wsl").wsl_exe == exe
    assert go_toolchain.find({"PATH": str(closed)}, beside=closed / "python") is None


@pytest.mark.parametrize(
    ("prefix", "virtual"),
    [
        (r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.13_3.13.2544.0_x64__qbz5n2kfra8p0", True),
        (r"C:\Users\me\AppData\Local\Programs\Python\Python313", False),
        (r"C:\Users\me\AppData\Roaming\uv\python\cpython-3.13-windows-x86_64-none", False),
        (r"C:\Users\windowsapps-fan\miniconda3", False),
    ],
)
def test_with_a_python_of_the_store_nothing_lasting_is_kept_where_windows_hides_it(monkeypatch, prefix, virtual):
    monkeypatch.setattr(sys, "base_prefix", prefix)
    environ = {"LOCALAPPDATA": "/c/Users/me/AppData/Local", "USERPROFILE": "/c/Users/me"}
    found = paths.find(config="/f", environ=environ, on="windows")
    place = "/c/Users/me/.wslmem" if virtual else "/c/Users/me/AppData/Local/wslmem"
    assert (found.state_dir, found.config_toml) == (Path(place), Path(place) / "config.toml")


def test_a_program_in_a_relative_folder_of_path_is_never_taken(program, monkeypatch):
    exe = program("wsl.exe", "")
    monkeypatch.chdir(exe.parent)
    assert paths.find(config="/f", environ={"PATH": ".::bin", "HOME": "/h"}, on="wsl").wsl_exe is None


def test_on_linux_there_is_no_wsl_unless_it_is_named(program):
    exe = program("wsl.exe", "")
    assert paths.find(config="/f", environ={"PATH": str(exe.parent), "HOME": "/h"}, on="linux").wsl_exe is None


def test_this_machine_has_a_side():
    assert side() in SIDES


def test_inside_wsl_the_profile_is_asked_of_windows(program):
    shell = program("powershell.exe", r"printf 'C:\\Users\\Jörg Ä\r\n'")
    program("wslpath", r"""[ "$1|$2" = '-u|C:\Users\Jörg Ä' ] && echo '/mnt/c/Users/Jörg Ä'""")
    environ = {"PATH": f"{shell.parent}:/usr/bin:/bin", "HOME": "/h"}
    assert paths.find(environ=environ, on="wsl").wslconfig == Path("/mnt/c/Users/Jörg Ä/.wslconfig")


def test_inside_wsl_without_an_answer_the_error_says_how_to_name_the_file():
    with pytest.raises(UnavailableError, match="user folder") as caught:
        paths.find(environ={"PATH": "", "HOME": "/h"}, on="wsl")
    assert "--config" in str(caught.value.next_step)


@pytest.mark.parametrize("known", [None, "A/u:B"])
def test_wsl_is_asked_for_utf8_and_for_its_warnings(monkeypatch, known):
    monkeypatch.setenv("WSL_DISABLE_WARNINGS", "1")
    if known is None:
        monkeypatch.delenv("WSLENV", raising=False)
    else:
        monkeypatch.setenv("WSLENV", known)
    outside = paths.wsl_environment(inside=False)
    assert outside["WSL_UTF8"] == "1"
    assert "WSL_DISABLE_WARNINGS" not in outside
    assert outside.get("WSLENV") == known
    assert paths.wsl_environment(inside=True)["WSLENV"] == ("WSL_UTF8" if known is None else "A/u:B:WSL_UTF8")


def test_finding_the_paths_imports_nothing_heavy():
    code = (
        "import sys; from wslmem.machine.host import paths; environ = dict.fromkeys(('HOME', 'LOCALAPPDATA'), '/h'); "
        "paths.find(config='/f', wsl='/w', environ=environ); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    heavy = {"platformdirs", "subprocess", "psutil", "ctypes", "tomllib", "tomlkit", "threading", "shutil", "tempfile"}
    assert heavy.isdisjoint(done.stdout.split())


@pytest.mark.posix_only(reason="XDG folders")
@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"XDG_STATE_HOME": "/s", "XDG_CONFIG_HOME": "/c"},
        {"XDG_STATE_HOME": "relative"},
        {"XDG_STATE_HOME": " "},
        {"WSLMEM_STATE": "/given"},
        {"WSLMEM_STATE": "given/here"},
        {"WSLMEM_STATE": "~/given"},
        {"WSLMEM_STATE": "a/../b"},
    ],
    ids=str,
)
def test_the_express_lane_looks_for_journals_where_everybody_else_does(variables, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "WSLMEM_STATE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ({"HOME": str(tmp_path / "home")} | variables).items():
        monkeypatch.setenv(name, value.replace("/s", f"{tmp_path}/s") if value.startswith("/") else value)
    state = paths.find(config="/f").state_dir
    assert paths.state_folder() == state
    assert own_folders.find("state", os.environ, windows=False) == str(state)
    assert not traces.interrupted()
    if state.is_relative_to(tmp_path):
        (tmp_path / "a").mkdir()
        state.mkdir(parents=True)
        (state / "journal-apply-0123.json").touch()
        assert traces.interrupted()
