"""The door to WSL against small programs: what is asked for, and what is made of the answers."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from wslmem.errors import Exit, NotFoundError, UnavailableError
from wslmem.machine.system.process import ProcessCancelledError, ProcessTimeLimitError
from wslmem.machine.wsl.wsl import Wsl
from wslmem.machine.wsl.wsl_errors import GuestLostError, WslNotFoundError, WslUnavailableError
from wslmem.units import Seconds

LIMIT = Seconds(20)
GUEST = 'while [ "$1" != sh ]; do shift; done; '
"""Leaves the shell's arguments: `sh NONCE FOLDER ARGV...`."""


def end(code: int) -> str:
    """What the shell in the guest says at the end of a program."""
    return f'echo "WSLMEM-END-$2 {code}" >&2'


VERSIONS = {
    "en": "WSL version: 2.6.1.0\r\nKernel version: 6.6.87.2-1\r\nWSLg version: 1.0.66\r\nMSRDC version: 1.2.6074\r\n"
    "Direct3D version: 1.611.1-81528511\r\nDXCore version: 10.0.26100.1-240331-1435.ge-release\r\n"
    "Windows version: 10.0.26100.4349\r\n",
    "fr": "Version WSL : 2.6.1.0\r\nVersion du noyau : 6.6.87.2-1\r\nVersion WSLg : 1.0.66\r\n"
    "Version MSRDC : 1.2.6074\r\nVersion direct3D : 1.611.1-81528511\r\n"
    "Version DXCore : 10.0.26100.1-240331-1435.ge-release\r\nVersion de Windows : 10.0.26100.4349\r\n",
    "zh": "WSL 版本\uff1a 2.6.1.0\r\n内核版本\uff1a 6.6.87.2-1\r\nWSLg 版本\uff1a 1.0.66\r\n"
    "MSRDC 版本\uff1a 1.2.6074\r\n"
    "Direct3D 版本\uff1a 1.611.1-81528511\r\nDXCore 版本\uff1a 10.0.26100.1-240331-1435.ge-release\r\n"
    "Windows\uff1a 10.0.26100.4349\r\n",
}


@pytest.fixture
def wsl(tmp_path, program):
    """A wsl.exe that prints `stdout`, `stderr` and ends with `code`, whatever it is asked; notes its environment."""

    def make(stdout: str | bytes = "", *, stderr: bytes = b"", code: int = 0, encoding: str = "utf-8", text: str = ""):
        (tmp_path / "out").write_bytes(stdout if isinstance(stdout, bytes) else stdout.encode(encoding))
        (tmp_path / "err").write_bytes(stderr)
        body = (
            f'echo "$WSL_UTF8:$*" >> {tmp_path}/calls\n{text}\ncat {tmp_path}/out\ncat {tmp_path}/err >&2\nexit {code}'
        )
        return Wsl(program("wsl.exe", body))

    return make


def calls(tmp_path: Path) -> list[str]:
    return (tmp_path / "calls").read_text().splitlines()


@pytest.mark.parametrize("language", VERSIONS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_the_version_is_read_in_every_language_and_encoding(wsl, tmp_path, language, encoding):
    version = wsl(VERSIONS[language], encoding=encoding).version()
    assert (version.wsl, version.kernel, version.windows) == ("2.6.1.0", "6.6.87.2-1", "10.0.26100.4349")
    assert str(version) == "2.6.1.0"
    assert calls(tmp_path) == ["1:--version"]


USAGE = (
    "Copyright (c) Microsoft\nVerwendung: wsl.exe [Argument]\n --export <Distro>\n --install\n Siehe "
    "'wsl.exe --list --online'.\n --shutdown\n --terminate, -t <Distro>"
)
"""Of every release, in every language: all options, and the command that the message about no distribution quotes."""


@pytest.mark.parametrize(
    ("text", "code", "problem"),
    [
        ("WSL: nicht installiert. https://aka.ms/wslinstall", 1, "not-installed"),
        (USAGE, 255, "inbox-old"),
        (USAGE, 0, "inbox-old"),
        ("Ungültig: --version\nSiehe 'wsl.exe --help'.", 255, "inbox-old"),
        ("Something else went wrong.", 255, "unknown"),
        ("no versions at all", 0, "unknown"),
        ("x\r\nError code: Wsl/ERROR_ACCESS_DISABLED_BY_POLICY", 255, "policy"),
        ("x\r\nError code: Wsl/Service/0x800704ec", 255, "policy"),
        ("x\r\nError code: Wsl/WSL_E_LOCAL_SYSTEM_NOT_SUPPORTED", 255, "system-account"),
        ("x\r\nFehlercode: Wsl/Service/CreateInstance/CreateVm/HCS/0x80070569", 255, "logon-right"),
        ("Nope.\r\nFehlercode: Wsl/0x80070422", 255, "service-stuck"),
        ("Nope.\r\nError code: Wsl/REGDB_E_CLASSNOTREG", 255, "service-stuck"),
        ("Nope.\r\nError code: Wsl/CallMsi/REGDB_E_CLASSNOTREG", 255, "installer-failed"),
        ("Nope.\r\nFehlercode: Wsl/CallMsi/Install/0x80070643", 255, "installer-failed"),
        ("x\r\nError code: Wsl/WSL_E_WSL_OPTIONAL_COMPONENT_REQUIRED", 255, "disabled"),
        (
            "x\r\nError code: Wsl/Service/CreateInstance/CreateVm/HCS/HCS_E_HYPERV_NOT_INSTALLED",
            255,
            "virtualization-off",
        ),
        ("x\r\nError code: Wsl/Service/0xdeadbeef", 255, "unknown"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_a_wsl_that_cannot_be_used_is_recognised_with_what_to_do(wsl, text, code, problem, encoding):
    found = wsl(text, code=code, encoding=encoding).problem()
    assert found is not None
    assert found.code == problem
    assert found.next_step


def test_the_usage_text_is_not_taken_for_a_wsl_without_distributions(wsl):
    door = wsl(text=f"cat <<'END'\n{USAGE}\nEND\nexit 255")
    with pytest.raises(WslUnavailableError) as caught:
        door.shutdown()
    assert caught.value.problem.code == "unknown-option"


def test_what_went_wrong_without_a_code_is_quoted(wsl):
    found = wsl("Etwas anderes ging schief.", code=255).problem()
    assert (found.code, found.quoted) == ("unknown", "Etwas anderes ging schief.")


def test_a_stub_that_waits_for_a_key_is_told_by_what_it_printed(wsl, tmp_path, an_hour_passes):
    an_hour_passes((tmp_path / "asked").exists)
    delivered = "sleep 2" if sys.platform == "win32" else ":"  # the bridge hands on what was said by and by
    said = "echo 'WSL fehlt: https://aka.ms/wslinstall'; echo 'Taste?'"
    door = wsl(text=f"{said}; {delivered}; touch {tmp_path}/asked; exec sleep 300")
    with pytest.raises(WslUnavailableError) as caught:
        door.shutdown(timeout=Seconds(200))
    assert caught.value.problem.code == "not-installed"


def test_a_wsl_that_hangs_in_silence_is_stuck_and_no_stub(wsl):
    with pytest.raises(ProcessTimeLimitError):
        wsl(text="exec sleep 60").shutdown(timeout=Seconds(0.5))


def test_without_wsl_exe_every_call_says_so(tmp_path):
    for door in (Wsl(None), Wsl(tmp_path / "wsl.exe")):
        assert door.problem().code == "missing"
        with pytest.raises(WslUnavailableError) as caught:
            door.distributions()
        assert caught.value.exit is Exit.UNAVAILABLE


def test_a_file_that_is_no_program_is_told_apart_from_a_missing_one(tmp_path):
    (tmp_path / "wsl.exe").touch()
    assert Wsl(tmp_path / "wsl.exe").problem().code == "not-started"


def test_a_wsl_without_distributions_is_a_problem_of_its_own(wsl):
    door = wsl(text=f'[ "$1" = --version ] && {{ printf "%s" "{VERSIONS["en"]}"; exit 0; }}')
    assert door.problem().code == "no-distributions"
    assert door.distributions() == ()


def test_an_old_list_without_the_known_columns_is_read_from_the_quiet_ones(wsl):
    door = wsl(
        text='case "$*" in *verbose*) echo NOM ETAT; exit;; *running*) echo Debian; exit;; esac; echo A; echo Debian'
    )
    found = door.distributions()
    assert [(one.name, one.state, one.version) for one in found] == [
        ("A", "Stopped", None),
        ("Debian", "Running", None),
    ]
    assert door.running() == ("Debian",)
    assert door.pick_running().name == "Debian"
    assert door.pick_distribution().name == "A"


def test_lines_that_are_no_names_are_passed_over(wsl):
    assert wsl("wsl: some warning\r\nUbuntu\r\n\r\n").running() == ("Ubuntu",)


@pytest.mark.parametrize("code", [0, 1, 9, 67, 87, 137, 255])
def test_a_guests_exit_code_is_its_own_whatever_wsl_makes_of_it(wsl, code):
    own = "User not found.\r\nError code: Wsl/WSL_E_USER_NOT_FOUND\r\n"
    door = wsl(own, code=255, text=f"{GUEST}echo mine; {end(code)}")
    result = door.run("Ubuntu", ["false"], timeout=LIMIT)
    assert (result.exit_code, result.text) == (code, f"mine\n{own}".replace("\r", ""))


def test_an_unknown_user_is_not_found(wsl):
    said = b"<3>WSL (1 - Relay) ERROR: CreateProcessParseCommon:1007: getpwnam(x) failed 0\n"
    door = wsl("User not found.\r\nError code: Wsl/WSL_E_USER_NOT_FOUND\r\n", stderr=said, code=255)
    with pytest.raises(WslNotFoundError, match="no such user"):
        door.run("Ubuntu", ["x"], user="x", timeout=LIMIT)


def test_an_unknown_distribution_is_not_found(wsl):
    door = wsl("Es gibt keine.\r\nFehlercode: Wsl/Service/WSL_E_DISTRO_NOT_FOUND\r\n", code=255, encoding="utf-16-le")
    with pytest.raises(WslNotFoundError) as caught:
        door.script("Nix", "true", timeout=LIMIT)
    assert caught.value.exit is Exit.NOT_FOUND
    assert caught.value.problem.wsl_code == "Wsl/Service/WSL_E_DISTRO_NOT_FOUND"
    assert "Es gibt keine." in str(caught.value)


def test_a_guest_that_quotes_an_error_of_wsl_and_is_lost_is_not_taken_for_that_error(wsl):
    with pytest.raises(GuestLostError):
        wsl("Error code: Wsl/Service/WSL_E_DISTRO_NOT_FOUND\n", code=1).run("Ubuntu", ["true"], timeout=LIMIT)


@pytest.mark.parametrize("code", [0, 1, 9, 255])
def test_a_command_that_did_not_reach_its_end_is_never_a_result(wsl, code):
    with pytest.raises(GuestLostError):
        wsl("half a line", code=code).run("Ubuntu", ["true"], timeout=LIMIT)
    with pytest.raises(GuestLostError):
        wsl("half a line", code=code).script("Ubuntu", "true", timeout=LIMIT)


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("CreateVm/0x800705aa", "no-resources"),
        ("CreateVm/HCS/ERROR_NO_SYSTEM_RESOURCES", "no-resources"),
        ("CreateVm/HCS/0x80070142", "no-resources"),
        ("CreateVm/HCS/ERROR_COMMITMENT_LIMIT", "no-resources"),
        ("CreateVm/E_OUTOFMEMORY", "no-resources"),
        ("E_OUTOFMEMORY", "service-stuck"),
        ("CreateVm/WSL_E_CUSTOM_KERNEL_NOT_FOUND", "config-refused"),
        ("CreateVm/WSL_E_CUSTOM_SYSTEM_DISTRO_ERROR", "config-refused"),
        ("CreateVm/ConfigureNetworking/WSL_E_VMSWITCH_NOT_SET", "network"),
        ("WSL_E_VMSWITCH_NOT_FOUND", "network"),
        ("0x80072747", "no-sockets"),
        ("CreateVm/HCS/HCS_E_SERVICE_NOT_AVAILABLE", "disabled"),
        ("CreateVm/WSL_E_VM_CRASHED", "vm-crashed"),
        ("CreateVm/HCS/HCS_E_CONNECTION_TIMEOUT", "vm-timeout"),
        ("CreateVm/ERROR_TIMEOUT", "vm-timeout"),
        ("CreateVm/ParseConfig/E_INVALIDARG", "config-refused"),
        ("MountDisk/HCS/ERROR_PATH_NOT_FOUND", "disk"),
        ("WSL_E_DISK_CORRUPTED", "disk"),
        ("E_ILLEGAL_STATE_CHANGE", "busy"),
    ],
)
def test_a_vm_that_does_not_start_is_told_with_its_reason(wsl, code, problem):
    code = f"Wsl/Service/CreateInstance/{code}"
    door = wsl(f"系统资源不足。\r\n错误代码: {code}\r\n", code=255, encoding="utf-16-le")
    with pytest.raises(WslUnavailableError) as caught:
        door.script("Ubuntu", "true", timeout=LIMIT)
    assert caught.value.problem.code == problem
    assert caught.value.problem.wsl_code == code
    assert str(caught.value.next_step)


def test_warnings_are_told_and_kept_out_of_the_guests_stderr(wsl, tmp_path):
    warning = "wsl: Unknown key 'wsl2.a' in C:\\Users\\me\\.wslconfig:21\r\n".encode("utf-16-le")
    door = wsl("out\n", text=f"{GUEST}cat {tmp_path}/warning >&2; echo err >&2; {end(0)}")
    (tmp_path / "warning").write_bytes(warning)
    result = door.run("Ubuntu", ["x"], timeout=LIMIT)
    assert result.warnings == ("Unknown key 'wsl2.a' in C:\\Users\\me\\.wslconfig:21",)
    assert result.stderr == b"err\n"


def test_a_folder_that_does_not_exist_is_not_found(wsl):
    with pytest.raises(NotFoundError, match="/nowhere"):
        wsl(text=f'{GUEST}echo "WSLMEM-NOWHERE-$2" >&2').run("Ubuntu", ["x"], cd="/nowhere", timeout=LIMIT)


def test_a_shutdown_asks_for_force_only_when_told(wsl, tmp_path):
    door = wsl()
    door.shutdown()
    door.shutdown(force=True)
    assert calls(tmp_path) == ["1:--shutdown", "1:--shutdown --force"]


def test_a_wsl_that_does_not_know_force_is_told(wsl):
    with pytest.raises(UnavailableError) as caught:
        wsl("Invalid command line argument: --force\r\nError code: Wsl/E_INVALIDARG", code=255).shutdown(force=True)
    assert caught.value.problem.code == "unknown-option"


def test_a_shutdown_that_hangs_ends_with_its_time_limit(wsl):
    with pytest.raises(ProcessTimeLimitError):
        wsl(text="sleep 60").shutdown(timeout=Seconds(0.3))


def test_one_event_ends_every_call_of_the_door(wsl):
    cancel = threading.Event()
    door = Wsl(wsl(text="sleep 60").exe, cancel)
    cancel.set()
    for call in (door.version, door.distributions, door.running, door.problem, door.shutdown):
        with pytest.raises(ProcessCancelledError):
            call()


ACCESS = {"en": "The file cannot be accessed by the system. ", "ru": "Доступ к этому файлу из системы отсутствует."}


@pytest.mark.posix_only(reason="over the bridge there is one wsl.exe alone")
@pytest.mark.parametrize("said", ACCESS.values(), ids=ACCESS.keys())
@pytest.mark.parametrize("place", ["Windows/System32", "Windows/Sysnative", "AppData/Local/Microsoft/WindowsApps"])
def test_a_wsl_exe_that_only_forwards_and_finds_nothing_is_told_by_its_place_in_every_language(tmp_path, place, said):
    exe = tmp_path / place / "wsl.exe"
    exe.parent.mkdir(parents=True)
    (tmp_path / "said").write_bytes(said.encode("utf-16-le"))
    exe.write_text(f"#!/bin/sh\ncat {tmp_path}/said; exit 1\n")
    exe.chmod(0o755)
    found = Wsl(exe).problem()
    assert (found.code, found.quoted) == ("forwarder", said.strip())
    assert "--update" in str(found.next_step)
    with pytest.raises(WslUnavailableError) as caught:
        Wsl(exe).shutdown()
    assert caught.value.problem.code == "forwarder"


@pytest.mark.posix_only(reason="an alias of the Store whose app is gone is played by a file that does not start")
def test_an_alias_of_the_store_that_leads_nowhere_is_told_as_one(tmp_path):
    alias = tmp_path / "WindowsApps" / "wsl.exe"
    alias.parent.mkdir()
    alias.touch()
    assert Wsl(alias).problem().code == "forwarder"


@pytest.mark.parametrize("why", [PermissionError(13, "Access is denied"), OSError(22, "cannot be accessed")])
def test_a_wsl_exe_that_may_not_be_looked_at_is_there_and_no_bug(tmp_path, monkeypatch, why):
    stat = Path.stat

    def refused(path: Path, **more: bool) -> object:
        if path.name == "wsl.exe":
            raise why
        return stat(path, **more)

    (tmp_path / "wsl.exe").touch()
    monkeypatch.setattr(Path, "stat", refused)
    assert Wsl(tmp_path / "wsl.exe").problem().code == "not-started"
