"""Each assumption broken on purpose, one at a time: its row says "does not hold", so none of them is there for show."""

from __future__ import annotations

import errno
import itertools
import os
import subprocess
import sys
import types
from collections.abc import Callable
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from wslmem.documents.selftest import Truth
from wslmem.machine.files import file_errors, files
from wslmem.machine.host import host_memory, installed_windows, vm_process, windows_events
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own import lock, trust
from wslmem.machine.system import clock, timed
from wslmem.text import verbatim
from wslmem.units import Bytes, Seconds
from wslmem.workflows.selftest import calls, guest, names, restart
from wslmem.workflows.selftest import files as file_rows
from wslmem.workflows.selftest.selftest import Check, Outcome, _outcome, checks, selftest

pytestmark = pytest.mark.posix_only(reason="what Windows is asked is played; what it says itself is tests/windows'")

BY_NAME = {one.name: one for one in checks()}
LISTING = "  NAME            STATE           VERSION\r\n* Ubuntu-24.04    Running         2\r\n"
VERSIONS = "".join(f"{name}: 1.0.{i}\r\n" for i, name in enumerate(["WSL", "Kernel", *"abcde"]))


def look(name: str, paths: MachinePaths) -> Outcome:
    return _outcome(BY_NAME[name], paths, restart=False)


@pytest.fixture
def answers(paths: MachinePaths, tmp_path: Path) -> Callable[..., MachinePaths]:
    """A machine whose wsl.exe is a script."""
    fake = tmp_path / "fake" / "wsl.exe"
    fake.parent.mkdir()

    def make(script: str) -> MachinePaths:
        fake.write_text(f"#!/bin/sh\n{script}\n")
        fake.chmod(0o755)
        return replace(paths, wsl_exe=fake)

    return make


FINE = f"""case "$*" in
*verbose*) printf '{LISTING}' ;; *quiet*) echo Ubuntu-24.04 ;; *version*) printf '{VERSIONS}' ;; esac"""
WSL = {
    "version-lines": "echo 'WSL: 2.6.1'",
    "utf8-on-request": f"printf '{VERSIONS}'",
    "list-verbose-parsed": FINE.replace("Running  ", "zwei Worte"),
    "list-forms-agree": FINE.replace("echo Ubuntu-24.04", "echo Debian"),
    "usage-text": "echo \"Use 'wsl.exe --list --online' to list distributions\"; exit 255",
    "stub-answer": "echo 'something else'; exit 1",
    "own-failure": "echo no >&2; exit 255",
    "unknown-distribution": "echo 'Error code: Wsl/Service/OTHER'; exit 255",
    "name-cut-at-blank": "exit 0",
    "running-list": "exit 255",
    "exit-code-passes": f"{FINE}; exit 8",
    "signal-is-raw-status": f"{FINE}; exit 137",
    "code-67-is-trapped": f"{FINE}; exit 67",
    "code-87-is-trapped": f"{FINE}; exit 87",
    "arguments-arrive": f"{FINE}; printf 'other'",
    "guest-bytes-are-raw": f"{FINE}; printf 'other'",
    "missing-folder-is-ignored": f"{FINE}; exit 1",
    "kernel-evidence": f'{FINE}; case "$*" in *vmstat*) echo 0 ;; esac',
    "own-group": f'{FINE}; case "$*" in *cgroup*) echo 0::/wsl-user/distro-1 ;; esac',
    "killed-call-ends-in-guest": f'{FINE}\ncase "$*" in *sleep*) echo 7; exec sleep 60 ;; *kill*) echo alive ;; esac',
}
"""What wsl.exe would have to say for the assumption to be wrong."""


@pytest.mark.parametrize("name", WSL)
def test_a_wsl_that_answers_otherwise_is_seen(name: str, answers: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "GONE", Seconds(0.2))
    assert look(name, answers(WSL[name])).truth is Truth.FAILS


def test_other_limits_than_the_file_gives_are_seen(paths: MachinePaths, boot: Callable, stand_in: Any) -> None:
    stand_in.wslconfig.write_bytes(b"[wsl2]\nmemory=512MB\nswap=64MB\n")
    os.utime(stand_in.wslconfig, (1, 1))
    stand_in.knobs(faults=["config-ignored"], host_memory=8 << 30, swap="cosmetic")
    boot()
    assert look("memtotal-in-band", paths).truth is Truth.FAILS
    assert look("swaptotal-exact", paths).truth is Truth.FAILS


def test_a_file_that_is_newer_than_the_vm_says_nothing_of_it(paths: MachinePaths, boot: Callable) -> None:
    boot()
    os.utime(paths.wslconfig, (4e9, 4e9))
    assert look("memtotal-in-band", paths).truth is look("swaptotal-exact", paths).truth is Truth.UNSEEN


@pytest.mark.parametrize(
    ("name", "faults"),
    [("shutdown-ends-the-vm", ["shutdown-noop"]), ("swap-comes-late", ["swap-disk-fails"])],
)
def test_a_restart_that_goes_otherwise_is_seen(
    name: str, faults: list[str], paths: MachinePaths, stand_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restart, "SWAP", Seconds(1))
    stand_in.wslconfig.write_bytes(b"[wsl2]\nmemory=512MB\nswap=64MB\n")
    stand_in.knobs(faults=faults, swap="cosmetic")
    assert look(name, paths).truth is Truth.FAILS


@pytest.mark.parametrize(("idle", "truth"), [(b"-1", Truth.FAILS), (b"100", Truth.HOLDS)])
def test_a_distribution_that_stays_is_seen(
    idle: bytes, truth: Truth, paths: MachinePaths, stand_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restart, "IDLE", Seconds(2 if truth is Truth.FAILS else 60))
    stand_in.wslconfig.write_bytes(b"[general]\ninstanceIdleTimeout=" + idle + b"\n[wsl2]\nmemory=512MB\n")
    assert look("watch-lets-go", paths).truth is truth


def test_what_dies_with_the_vm_is_seen(paths: MachinePaths, stand_in: Any, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(restart, "DELAY", Seconds(0.5))
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "powershell.exe").write_text("#!/bin/sh\nsleep 60 &\necho handed over\n")
    (programs / "powershell.exe").chmod(0o755)
    stand_in.knobs(guest_path=[str(programs)])
    here = replace(paths, powershell_exe=programs / "powershell.exe")
    assert look("handed-over-shutdown", here).truth is Truth.FAILS


@pytest.mark.parametrize("name", ["replace-whole", "path-with-letters", "path-of-300"])
def test_a_file_that_is_not_replaced_is_seen(name: str, paths: MachinePaths, monkeypatch: pytest.MonkeyPatch) -> None:
    write = files.write_file
    monkeypatch.setattr(
        files, "write_file", lambda path, data, *, expected: expected is None and write(path, data, expected=None)
    )
    assert look(name, paths).truth is Truth.FAILS


def test_a_lock_that_two_hold_is_seen(paths: MachinePaths, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def nobody(_: Path):
        yield

    monkeypatch.setattr(lock, "lock", nobody)
    assert look("lock-excludes", paths).truth is Truth.FAILS


class Calls(types.ModuleType):
    """Windows' calls on files, played."""

    HELD = 32

    def __init__(self, *, keeps: bool = True, held: int = 32, denied: int = 5) -> None:
        super().__init__("calls_windows")
        self.keeps, self.held = keeps, held
        self.set_attributes = lambda *_: 0
        self.attributes = lambda _: 0x2 if self.keeps else 0x80
        self.move_file = lambda *_, **__: 5
        self.replace_file = lambda *_: 32
        found = itertools.chain([held], itertools.repeat(0))
        self.open_to_delete = lambda path: denied if path.name == "wsl.exe" else next(found)


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("replace-keeps-hidden", Calls(), Calls(keeps=False)),
        ("open-file-told-apart", Calls(), Calls(held=5)),
        ("open-file-told-apart", Calls(denied=2), Calls(denied=32)),
    ],
)
def test_calls_of_windows_that_answer_otherwise_are_seen(name, right, wrong, paths, monkeypatch) -> None:
    for module, truth in ((right, Truth.HOLDS), (wrong, Truth.FAILS)):
        monkeypatch.setitem(sys.modules, "wslmem.machine.files.calls_windows", module)
        monkeypatch.setattr("wslmem.machine.files.calls_windows", module, raising=False)
        assert look(name, paths).truth is truth


def test_an_alternate_stream_that_is_lost_is_seen(paths: MachinePaths, monkeypatch: pytest.MonkeyPatch) -> None:
    def lossy(path: Path) -> bool:
        Path(f"{path}:wslmem.try").unlink()
        return True

    monkeypatch.setattr(file_rows, "_replaced", lossy)
    assert look("replace-keeps-streams", paths).truth is Truth.FAILS


def test_an_open_file_that_is_replaced_is_seen(paths: MachinePaths) -> None:
    assert look("replace-of-open-file", paths).truth is Truth.FAILS, "as Linux does"


def test_a_state_folder_that_others_can_write_is_seen(paths: MachinePaths, monkeypatch: pytest.MonkeyPatch) -> None:
    assert look("state-folder-is-ours", paths).truth is Truth.HOLDS
    monkeypatch.setattr(trust, "doubt", lambda _: verbatim("mode 0777"))
    assert look("state-folder-is-ours", paths).truth is Truth.FAILS


def test_a_state_folder_that_is_another_one_is_seen(paths: MachinePaths, tmp_path: Path) -> None:
    assert look("state-folder-is-real", paths).truth is Truth.HOLDS
    (tmp_path / "real").mkdir()
    (tmp_path / "shown").symlink_to(tmp_path / "real")
    assert look("state-folder-is-real", replace(paths, state_dir=tmp_path / "shown")).truth is Truth.FAILS


def windows(**told: Any) -> types.ModuleType:
    module = types.ModuleType("told")
    for name, value in told.items():
        setattr(module, name, value if callable(value) or isinstance(value, int) else lambda value=value: value)
    return module


MODES = types.SimpleNamespace(input=0x1F7, output=0x3, quick_edit=True)
HOST = "wslmem.machine.host."
SYSTEM = "wslmem.machine.system."
PLAYED = {
    "profile-folder": (HOST + "profile_windows", {"directory": "C:\\a", "known_folder": "C:\\b"}),
    "who-is-signed-in": (
        HOST + "profile_windows",
        {"signed_in": "X\\y", "own_account": "X\\z", "other_account": lambda signed_in, _: signed_in},
    ),
    "physical-total": (HOST + "host_memory_windows", {"physical": Bytes(1)}),
    "console-modes": (SYSTEM + "console_windows", {"modes": MODES, "draws_escapes": False}),
    "code-integrity": (SYSTEM + "account_windows", {"code_integrity": lambda: 0x5, "SIGNED_PROGRAMS_ONLY": 4}),
    "quick-edit-comes-back": (SYSTEM + "console_windows", {"modes": MODES}),
    "vm-processes": (HOST + "vm_process", {"names": lambda: ["vmmem", "vmmem"], "OWN": "x", "SHARED": "vmmem"}),
}


@pytest.mark.parametrize("name", PLAYED)
def test_a_windows_that_tells_otherwise_is_seen(name: str, paths: MachinePaths, monkeypatch) -> None:
    module, told = PLAYED[name]
    told = {
        key: (value if callable(value) else (lambda value=value: value)) if key.islower() else value
        for key, value in told.items()
    }
    fake = types.SimpleNamespace(attached=nullcontext, without_quick_edit=nullcontext, **told)
    package, _, last = module.rpartition(".")
    monkeypatch.setitem(sys.modules, module, fake)
    monkeypatch.setattr(f"{package}.{last}", fake, raising=False)
    assert look(name, paths).truth is Truth.FAILS


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("commit-charge", {"commit_charge": Bytes(9), "commit_limit": Bytes(8)}),
        ("commit-charge", {"commit_charge": None}),
        ("vm-process", {"vm_process": "vmmem", "vm_working_set": Bytes(0)}),
        ("swap-file-place", {"vm_process": "vmmem", "vm_working_set": Bytes(1)}),
    ],
)
def test_memory_that_is_told_otherwise_is_seen(name: str, changes: Any, paths: MachinePaths, monkeypatch) -> None:
    told = replace(host_memory.read(paths), **changes)
    monkeypatch.setattr(host_memory, "read", lambda _: told)
    assert look(name, paths).truth is Truth.FAILS


def test_an_event_that_names_no_program_is_seen(paths: MachinePaths, monkeypatch: pytest.MonkeyPatch) -> None:
    told = types.SimpleNamespace(exhaustions=[types.SimpleNamespace(programs=())], commit_charge=1, commit_limit=2)
    monkeypatch.setattr(windows_events, "read", lambda _: told)
    assert look("exhaustion-events", paths).truth is Truth.FAILS


def test_the_forwarder_where_wsls_own_program_is_there_is_seen(
    paths: MachinePaths, tmp_path: Path, monkeypatch
) -> None:
    own = tmp_path / "Program Files" / "WSL" / "wsl.exe"
    own.parent.mkdir(parents=True)
    own.symlink_to("/bin/true")
    monkeypatch.setenv("PROGRAMW6432", str(tmp_path / "Program Files"))
    here = replace(paths, side="windows")
    assert look("which-wsl", here).truth is Truth.FAILS
    assert look("which-wsl", replace(here, wsl_exe=own)).truth is Truth.HOLDS


def test_what_windows_does_not_tell_is_not_seen_rather_than_well(paths: MachinePaths, answers, monkeypatch) -> None:
    nobody = types.SimpleNamespace(signed_in=lambda: None, own_account=lambda: "X\\y", other_account=None)
    monkeypatch.setitem(sys.modules, "wslmem.machine.host.profile_windows", nobody)
    monkeypatch.setattr("wslmem.machine.host.profile_windows", nobody, raising=False)
    assert look("who-is-signed-in", paths).truth is Truth.UNSEEN
    inbox = answers("echo \"Use 'wsl.exe --list --online' --shutdown --terminate --export\"; exit 255")
    assert look("stub-answer", inbox).truth is Truth.UNSEEN, "the WSL of Windows itself offers no installation"


def test_questions_that_take_long_are_seen(paths: MachinePaths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "SLOW", Seconds(0))
    assert look("call-times", paths).truth is Truth.FAILS


@pytest.mark.parametrize("end", [None, timed.End(Seconds(1), None), timed.End(Seconds(1), Seconds(0.9))])
def test_a_pipe_that_outlives_its_program_is_seen(end, paths: MachinePaths, boot: Callable, monkeypatch) -> None:
    boot()
    monkeypatch.setattr(timed, "end_of", lambda *_: end)
    assert look("pipes-end-with-wsl", paths).truth is Truth.FAILS


def test_a_process_that_a_killed_call_leaves_is_seen(paths: MachinePaths, boot: Callable, monkeypatch) -> None:
    boot()
    assert look("job-holds-wsl", paths).truth is Truth.HOLDS
    monkeypatch.setattr(calls, "GONE", Seconds(0.2))
    sight = itertools.chain([set()], itertools.repeat({7}))
    monkeypatch.setattr(timed, "children", lambda: next(sight))
    assert look("job-holds-wsl", paths).truth is Truth.FAILS


def test_a_folder_of_the_vm_that_windows_calls_otherwise_is_seen(
    paths: MachinePaths, boot: Callable, monkeypatch
) -> None:
    boot()
    for led, truth in ((r"\\?\UNC\wsl.localhost\Ubuntu-24.04\tmp", Truth.HOLDS), (r"C:\other", Truth.FAILS)):
        monkeypatch.setattr("wslmem.workflows.selftest.names.leads_to", lambda _, led=led: led)
        assert look("unc-project", paths).truth is truth


def test_a_vm_whose_programs_are_in_another_group_is_seen(paths: MachinePaths, boot: Callable, monkeypatch) -> None:
    boot()
    assert look("own-group", paths).truth is Truth.HOLDS
    monkeypatch.setattr("wslmem.workflows.selftest.guest.OWN_GROUP", (0,))
    assert look("own-group", paths).truth is Truth.FAILS


TAKEN = "ConstrainedLanguage\\nC:/Users/x"
MODE = "*LanguageMode*USERPROFILE*"
EVENT_2004 = '{"Now": "2026-11-01T00:00:00+00:00", "CommitLimitKB": 2, "CommitFreeKB": 1, "Found": 1, "Events": []}'
MEMORY = (
    '{"TotalKB": 4, "FreeKB": 2, "CommitLimitKB": 5, "CommitFreeKB": 3, "Processors": 2, "PageFilesAutomatic": true,'
    ' "PageFilesMB": []}'
)


@pytest.mark.parametrize(
    ("told", "truth"),
    [
        ((TAKEN, MEMORY, EVENT_2004), Truth.HOLDS),
        (("ConstrainedLanguage", MEMORY, EVENT_2004), Truth.FAILS),
        ((TAKEN, "", EVENT_2004), Truth.FAILS),
        ((TAKEN, MEMORY, "refused"), Truth.FAILS),
        (("FullLanguage", MEMORY, EVENT_2004), Truth.UNSEEN),
    ],
    ids=["all is told or known", "no profile", "no memory", "no events", "its rights stay"],
)
def test_a_policy_that_takes_more_from_powershell_is_seen(told, truth, paths, tmp_path) -> None:
    profile, memory, events = told
    program = tmp_path / "powershell.exe"
    program.write_text(
        f"#!/bin/sh\nfor script; do :; done\ncase \"$script\" in {MODE}) printf '{profile}' ;;"
        f" *vmmemwslc*) echo '{memory}' ;; *Get-WinEvent*) echo '{events}' ;; esac\n"
    )
    program.chmod(0o755)
    assert look("constrained-powershell", replace(paths, powershell_exe=program)).truth is truth


def test_a_file_that_opening_misses_is_seen(paths: MachinePaths, monkeypatch: pytest.MonkeyPatch) -> None:
    assert look("opening-decides", paths).truth is Truth.HOLDS
    monkeypatch.setattr(files, "read_file", lambda path: types.SimpleNamespace(path=path, data=None))
    assert look("opening-decides", paths).truth is Truth.FAILS


@pytest.mark.parametrize("error", [errno.ENOENT, errno.EACCES, errno.ENOSPC])
def test_a_guard_that_refuses_in_other_words_is_seen(error: int, paths: MachinePaths, monkeypatch) -> None:
    (paths.wslconfig.parent / "Documents").mkdir()
    monkeypatch.setattr(installed_windows, "folder_guard", lambda: installed_windows.GUARD_ON)
    assert look("guarded-folder", paths).truth is Truth.HOLDS
    write = files.write_file

    def guarded(path: Path, data: bytes, *, expected: bytes | None) -> None:
        if path.parent.name == "Documents":
            raise file_errors.unwritten(OSError(error, "played"), path)
        write(path, data, expected=expected)

    monkeypatch.setattr(files, "write_file", guarded)
    seen = look("guarded-folder", paths)
    assert seen.truth is (Truth.FAILS if error == errno.ENOSPC else Truth.HOLDS), seen.seen
    assert [one.name for one in paths.wslconfig.parent.rglob(".wslmem-try*")] == []


def test_a_docker_desktop_that_wsl_does_not_name_is_seen(
    paths: MachinePaths, boot: Callable, stand_in: Any, monkeypatch
) -> None:
    boot()
    monkeypatch.setattr(vm_process, "running", lambda: ["Docker Desktop.exe"])
    assert look("docker-is-named", paths).truth is Truth.FAILS
    stand_in.knobs(faults=["docker-present"])
    assert look("docker-is-named", paths).truth is Truth.HOLDS
    monkeypatch.setattr(vm_process, "running", lambda: ["explorer.exe"])
    assert look("docker-is-named", paths).truth is Truth.UNSEEN


def test_a_docker_desktop_that_stays_down_is_seen(
    paths: MachinePaths, boot: Callable, stand_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    boot()
    assert look("docker-comes-back", paths).truth is Truth.UNSEEN
    stand_in.knobs(faults=["docker-present"])
    monkeypatch.setattr(restart, "DOCKER", Seconds(1))
    assert look("docker-comes-back", paths).truth is Truth.FAILS
    boot()
    monkeypatch.setattr(clock, "sleep", lambda _: boot())
    monkeypatch.setattr(restart, "DOCKER", Seconds(60))
    assert look("docker-comes-back", paths).truth is Truth.HOLDS


def test_every_assumption_is_broken_here() -> None:
    told = Path(__file__).read_text(encoding="utf-8")
    assert [one.name for one in checks() if f'"{one.name}"' not in told] == []


def test_the_table_has_no_name_of_a_person_or_a_machine(paths: MachinePaths, boot: Callable, monkeypatch) -> None:
    boot()
    monkeypatch.setenv("USERNAME", "Jörg")
    monkeypatch.setenv("COMPUTERNAME", "JOERGS-PC")

    def telltale(_: MachinePaths) -> Any:
        raise OSError(2, "gone: JOERGS-PC, jörg, ubuntu-24.04", str(paths.wslconfig))

    telling = Check("telltale", "", telltale, frozenset(("linux", "windows", "wsl")))
    monkeypatch.setattr("wslmem.workflows.selftest.selftest.checks", lambda: (telling,))
    (seen,) = selftest(paths, restart=False)
    assert seen.seen.startswith(
        "FileNotFoundError: [Errno 2] gone: %COMPUTERNAME%, %USERNAME%, distro-1: '%USERPROFILE%"
    )


@pytest.mark.parametrize("name", ["VM", "root", "Windows"])
def test_a_name_that_tells_nobody_s_leaves_the_words_of_the_table_alone(name, paths: MachinePaths, monkeypatch) -> None:
    monkeypatch.setenv("COMPUTERNAME", name)
    assert names.of(paths).hidden("of Windows, root and the VM") == "of Windows, root and the VM"


def test_windows_programs_that_do_not_start_in_the_vm_show_nothing(paths: MachinePaths) -> None:
    here = replace(paths, powershell_exe=paths.wslconfig)
    assert look("handed-over-shutdown", here).truth is Truth.UNSEEN


def test_a_locale_that_cannot_write_a_name_costs_a_row_and_no_more(paths: MachinePaths) -> None:
    ascii_alone = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "WSLMEM_CONFIG": str(paths.wslconfig)}
    environ = ascii_alone | {"WSLMEM_STATE": str(paths.state_dir), "WSLMEM_WSL": str(paths.state_dir / "no-wsl.exe")}
    act = [sys.executable, "-m", "wslmem", "selftest"]
    done = subprocess.run(act, env=environ, capture_output=True, timeout=120, check=False)
    assert done.returncode in (0, 1), done.stderr
    assert b"UnicodeEncodeError" in done.stdout


def test_the_restart_rows_come_with_a_restart_alone() -> None:
    assert {one.name for one in (*restart.LEAVE_ONE, *restart.LEAVE_NONE)} == {
        one.name for one in checks() if one.restarts
    }
    assert guest.CHECKS
