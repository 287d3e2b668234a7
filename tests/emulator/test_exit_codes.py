"""The exit code of each case, as a Linux parent sees it (WSL: init.cpp, interop.cpp, WslClient.cpp)."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("code", [0, 1, 2, 9, 66, 68, 86, 88, 126, 127, 137, 254, 255])
def test_a_guests_own_code_passes_through(shared, code):
    """init.cpp: WIFEXITED is decoded."""
    assert shared.sh(f"exit {code}").code == code


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (67, "User not found.\r\nError code: Wsl/WSL_E_USER_NOT_FOUND\r\n"),
        (87, "The maximum number of terminals has been reached.\r\nError code: Wsl/WSL_E_TTY_LIMIT\r\n"),
    ],
)
def test_sixty_seven_and_eighty_seven_are_taken_for_wsls_own_failures(shared, code, said):
    """lxinitshared.h and WslClient.cpp."""
    answer = shared.sh(f"exit {code}")
    assert (answer.code, answer.text) == (255, said)


@pytest.mark.parametrize("number", [1, 9, 11, 15])
def test_a_signal_gives_the_raw_wait_status(shared, number):
    """init.cpp: only WIFEXITED is decoded."""
    assert shared.sh(f"ulimit -c 0; kill -{number} $$").code == number


@pytest.mark.posix_only(reason="decodes a wait status of Linux")
@pytest.mark.parametrize(
    ("status", "code"),
    [(0, 0), (3 << 8, 3), (255 << 8, 255), (9, 9), (15, 15), (11, 11), (11 | 0x80, 139), (6 | 0x80, 134), (None, 1)],
)
def test_a_wait_status_becomes_an_exit_code(part, status, code):
    """init.cpp: 128 is added by the kernel's mark for a core dump alone; no status at all is a VM that went away."""
    session = part("session").Session(None, part("knobs").Knobs(), None, None, None, {}, "/")
    assert part("run")._code(session, status) == code


@pytest.mark.parametrize(
    ("script", "code"),
    [
        pytest.param("sh -c 'kill -9 $$'; exit $?", 137, id="a shell in between survives"),
        pytest.param("no-such-program", 127, id="the shell finds no program"),
        pytest.param("/etc/passwd", 126, id="the shell may not execute it"),
    ],
)
def test_a_shell_in_between_gives_its_own_codes(shared, script, code):
    assert shared.sh(script).code == code


def test_a_program_that_is_not_there_is_one_and_a_line_on_stderr(shared):
    """init.cpp:CreateProcessCommon."""
    answer = shared("-e", "no-such-program")
    assert (answer.code, answer.out) == (1, b"")
    assert answer.err.startswith(b"<3>WSL (")
    assert answer.err.endswith(b"CreateProcessCommon:818: execvpe(no-such-program) failed: No such file or directory\n")


def test_an_unknown_user_is_told_by_guest_and_client(shared):
    """init.cpp:CreateProcessParseCommon, then WslClient.cpp."""
    answer = shared("-u", "no-such-user", "-e", "/bin/true")
    assert answer.code == 255
    assert answer.err.endswith(b"ERROR: CreateProcessParseCommon:1007: getpwnam(no-such-user) failed 0\n")
    assert answer.text == "User not found.\r\nError code: Wsl/WSL_E_USER_NOT_FOUND\r\n"


def test_a_refusal_that_comes_before_the_client_looks_is_heard_the_first_time(shared):
    for _ in range(20):
        assert shared("-u", "no-such-user", "-e", "/bin/true").err.count(b"\n") == 1


def test_a_vm_that_dies_under_the_command_is_one_and_silence(windows):
    """interop.cpp: the channel closes, the client returns 1."""
    windows.knobs(faults=["die-during-exec:0.1"])
    answer = windows("-e", "/bin/sleep", "60")
    assert (answer.code, answer.out, answer.err) == (1, b"", b"")


@pytest.mark.parametrize("end", [["--terminate", "Ubuntu-24.04"], ["--shutdown"]])
def test_clients_of_what_is_ended_see_one_and_silence(windows, end):
    """interop.cpp."""
    running = windows.start("-e", "/bin/sh", "-c", "echo up; exec sleep 60")
    assert running.stdout.readline() == b"up\n"
    assert windows(*end).code == 0
    out, err = running.communicate()
    assert (running.returncode, out, err) == (1, b"", b"")


@pytest.mark.parametrize(("argv", "code"), [(["--status"], 50), (["-l", "-v"], 1), (["-e", "/bin/true"], 1)])
def test_the_stub_of_windows_has_codes_of_its_own(windows, argv, code):
    """Reports of Windows 11 26200 without WSL."""
    windows.knobs(profile="stub")
    answer = windows(*argv)
    assert answer.code == code
    assert answer.text.startswith("The Windows Subsystem for Linux is not installed. You can install by running")


def test_a_fault_can_give_every_command_a_code(windows):
    windows.knobs(faults=["rc-67"])
    assert windows("-e", "/bin/true").text.endswith("Wsl/WSL_E_USER_NOT_FOUND\r\n")
    windows.knobs(faults=["rc-9"])
    assert windows("-e", "/bin/true").code == 9
