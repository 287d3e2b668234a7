"""The account and the memory of Windows, as Windows itself tells them."""

from __future__ import annotations

import os
import platform
import sys
from importlib import import_module
from pathlib import Path

import psutil
import pytest

from wslmem.machine.host import host_memory, paths, profile, profile_windows
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.system import account_windows, architecture, process, terminal, version_windows
from wslmem.workflows.selftest import header


@pytest.fixture
def here() -> MachinePaths:
    return paths.find()


def test_the_profile_is_found_by_the_call_that_wsl_uses(here):
    assert here.wslconfig == Path(profile_windows.known_folder()) / ".wslconfig"
    assert here.wslconfig.parent.is_dir()


def test_a_variable_that_leads_elsewhere_is_not_believed_and_told(here):
    environ = dict(os.environ) | {"USERPROFILE": r"C:\Users\somebody else"}
    assert paths.find(environ=environ).wslconfig == here.wslconfig
    assert "other-profile" in {one.code for one in profile.cautions(here, environ)}


def test_a_profile_on_the_network_or_in_onedrive_is_told(here, tmp_path):
    for place, code in ((r"\\server\home\me", "profile-on-network"), (r"C:\Users\me\OneDrive", "profile-in-onedrive")):
        elsewhere = paths.find(config=Path(place) / ".wslconfig", state=tmp_path)
        assert code in {one.code for one in profile.cautions(elsewhere, {})}


def test_the_profile_of_this_machine_is_a_plain_one():
    assert profile_windows.kinds() == ()


def test_the_account_that_is_signed_in_is_our_own():
    assert profile_windows.other_session_user() is None


def test_the_memory_of_this_machine_is_told(here):
    host = host_memory.read(here)
    assert host.source == "windows"
    assert host.total == psutil.virtual_memory().total
    assert 0 < host.commit_charge <= host.commit_limit
    assert 0 < host.available <= host.total


def test_the_programs_that_hold_most_are_told_and_this_python_is_among_them(here):
    held = bytearray(b"x") * (64 << 20)
    found = {one.name.casefold(): one for one in host_memory.read(here).largest}
    assert found["python"].size > len(held)
    assert list(found.values()) == sorted(found.values(), key=lambda one: -one.size)


def test_disabled_performance_counters_do_not_matter(here, monkeypatch):
    def disabled() -> None:
        raise RuntimeError("PdhAddEnglishCounterW failed. Performance counters may be disabled.")

    monkeypatch.setattr(psutil, "swap_memory", disabled)
    assert host_memory.read(here).commit_limit is not None


def test_a_list_of_processes_that_is_refused_leaves_the_vm_unknown(here, monkeypatch):
    def refused() -> None:
        raise OSError(0, "Invalid parameter", None, 87)

    monkeypatch.setattr(psutil, "process_iter", refused)
    host = host_memory.read(here)
    assert (host.vm_process, host.vm_working_set) == (None, None)
    assert host.commit_limit is not None


BY_WMI = ("uname", "system", "release", "version", "machine", "processor", "win32_ver", "platform")
"""What asks WMI from Python 3.12 on, which hangs where that is sick (python/cpython#125315)."""


def test_windows_is_not_asked_by_way_of_wmi_neither_by_us_nor_by_what_draws_the_app(here, monkeypatch):
    for name in BY_WMI:
        monkeypatch.setattr(platform, name, lambda *_, name=name, **__: pytest.fail(f"platform.{name} was called"))
    assert header.read(here).system.startswith("Win")
    assert import_module("wslmem.tui.app").WslmemApp(here, None).title == "wslmem"


STORE = r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.13_3.13.2544.0_x64__qbz5n2kfra8p0"
AS_OF_THE_STORE = "import sys; sys.base_prefix = sys.argv[1]; from wslmem.cli import main; sys.exit(main(sys.argv[2:]))"


def test_with_a_python_of_the_store_a_change_and_its_way_back_lie_where_every_program_sees_them(tmp_path):
    environ = {name: value for name, value in os.environ.items() if not name.startswith("WSLMEM_")}
    environ |= {"USERPROFILE": str(tmp_path), "WSLMEM_CONFIG": str(tmp_path / ".wslconfig")}
    (tmp_path / ".wslconfig").write_bytes(b"[wsl2]\r\nmemory=4GB\r\n")

    def wslmem(*arguments: str) -> None:
        line = [sys.executable, "-c", AS_OF_THE_STORE, STORE, *arguments]
        process.run(line, env=environ, timeout=120, check=True)

    wslmem("apply", "--memory", "2GB", "--shutdown", "never", "--yes")
    assert b"memory=2GB" in (tmp_path / ".wslconfig").read_bytes()
    assert len(list((tmp_path / ".wslmem" / "backups").rglob("*.bak"))) == 1
    wslmem("restore", "1")
    assert b"memory=4GB" in (tmp_path / ".wslconfig").read_bytes()


def test_windows_or_wine_is_told_with_its_version():
    system = version_windows.read()
    assert system.name in {"Windows", "Wine"}
    assert platform.version() in system.version


@pytest.mark.parametrize(
    ("signed_in", "own", "other"),
    [
        (r"WORK\me", r"WORK\me", None),
        (r"Work\Me", r"WORK\me", None),
        (r"WORK\me", r"PC\me", r"WORK\me"),
        (r"PC\me", r"PC\admin", r"PC\me"),
    ],
)
def test_two_accounts_of_one_name_in_two_domains_are_two(signed_in, own, other):
    assert profile_windows.other_account(signed_in, own) == other


def test_the_window_that_a_double_click_opened_is_not_this_one():
    assert terminal.closes_with_us() is False


def test_what_a_bug_report_needs_is_told():
    assert architecture.native() in ("amd64", "arm64")
    assert account_windows.elevated() in (True, False)
    assert account_windows.session() is not None
    assert profile_windows.local_application_data()
