"""WSL's own failures: sentence on stdout, code line, -1 (WSL: wslutil.cpp, Resources.resw, WslCoreVm.cpp)."""

from __future__ import annotations

import re

import pytest

CODE = re.compile(r"(Wsl(?:g|Config)?|Bash)(/[A-Za-z]+)*/([A-Z][A-Z0-9_]+|0x[0-9a-fA-F]+)\s*$")
VM = "Wsl/Service/CreateInstance/CreateVm"


@pytest.mark.parametrize(
    ("knobs", "sentence", "code"),
    [
        pytest.param(
            {"profile": "absent-vmp"},
            "WSL2 is unable to start since virtualization is not enabled on this machine.",
            f"{VM}/HCS/HCS_E_HYPERV_NOT_INSTALLED",
            id="Resources.resw:MessageVirtualMachinePlatform",
        ),
        pytest.param(
            {"faults": ["vm-no-resources:268435456"]},
            "Insufficient system resources exist to complete the requested service. ",
            f"{VM}/0x800705aa",
            id="WslCoreVm.cpp:0x800705aa in 2.6",
        ),
        pytest.param(
            {"faults": ["vm-no-resources:268435456"], "profile": "2.9.4"},
            "Insufficient system resources exist to complete the requested service. ",
            f"{VM}/HCS/ERROR_NO_SYSTEM_RESOURCES",
            id="wslutil.cpp:ERROR_NO_SYSTEM_RESOURCES",
        ),
        *(
            pytest.param({"faults": [f"boot-error:{name}"]}, sentence, code, id=f"wslutil.cpp:{name}")
            for name, sentence, code in (
                (
                    "feature-missing",
                    "The operation could not be started because a required feature is not installed. ",
                    f"{VM}/HCS/HCS_E_SERVICE_NOT_AVAILABLE",
                ),
                (
                    "device-resources",
                    "The target device has insufficient resources to complete the operation. ",
                    f"{VM}/HCS/0x80070142",
                ),
                (
                    "commitment-limit",
                    "The paging file is too small for this operation to complete. ",
                    f"{VM}/HCS/ERROR_COMMITMENT_LIMIT",
                ),
                ("vm-crashed", "The WSL2 Virtual Machine crashed.", f"{VM}/WSL_E_VM_CRASHED"),
                ("connection-timeout", "The operation timed out because", f"{VM}/HCS/HCS_E_CONNECTION_TIMEOUT"),
                ("timeout", "This operation returned because the timeout period expired. ", f"{VM}/ERROR_TIMEOUT"),
                (
                    "disk-missing",
                    "Failed to attach disk '",
                    "Wsl/Service/CreateInstance/MountDisk/HCS/ERROR_PATH_NOT_FOUND",
                ),
                (
                    "disk-corrupted",
                    "The distribution failed to start because its virtual disk is corrupted.",
                    "Wsl/Service/CreateInstance/WSL_E_DISK_CORRUPTED",
                ),
                (
                    "disk-in-use",
                    "Failed to attach disk '",
                    "Wsl/Service/CreateInstance/MountDisk/HCS/ERROR_SHARING_VIOLATION",
                ),
                (
                    "distribution-busy",
                    "An install, uninstall, or conversion is in progress for this distribution.",
                    "Wsl/Service/CreateInstance/E_ILLEGAL_STATE_CHANGE",
                ),
                (
                    "lower-integrity",
                    "Cannot launch because another instance is running elevated.",
                    "Wsl/Service/CreateInstance/WSL_E_LOWER_INTEGRITY",
                ),
                ("service-missing", "Class not registered ", "Wsl/REGDB_E_CLASSNOTREG"),
                ("service-disabled", "The service cannot be started", "Wsl/0x80070422"),
                (
                    "component-missing",
                    "This application requires the Windows Subsystem for Linux Optional Component.",
                    "Wsl/WSL_E_WSL_OPTIONAL_COMPONENT_REQUIRED",
                ),
            )
        ),
    ],
)
def test_a_vm_that_cannot_start_says_why_and_leaves_nothing(windows, knobs, sentence, code):
    windows.knobs(**knobs)
    answer = windows("-e", "/bin/true")
    lines = answer.text.split("\r\n")
    assert answer.code == 255
    assert lines[0].startswith(sentence)
    assert lines[-2] == f"Error code: {code}"
    assert CODE.search(lines[-2])
    assert windows("-l", "--running", "-q").text == ""


def test_a_smaller_vm_starts_where_a_larger_one_has_no_resources(windows):
    windows.knobs(faults=[f"vm-no-resources:{1 << 30}"])
    assert windows("-e", "/bin/true").code == 0
    windows("--shutdown")
    windows.config("[wsl2]\nmemory=2GB\nswap=0")
    assert windows("-e", "/bin/true").code == 255


@pytest.mark.parametrize("language", ["en", "de", "fr", "ja", "zh"])
@pytest.mark.parametrize("profile", ["2.6", "2.9.4", "head"])
def test_a_failure_is_a_sentence_and_a_code_line_in_every_language(windows, language, profile):
    """wslutil.cpp: sentence, then the label in the user's language and the path that is never translated."""
    windows.knobs(profile=profile, language=language, faults=["vm-no-resources:1"])
    *_, last = windows("-e", "/bin/true").text.splitlines()
    assert CODE.search(last)


@pytest.mark.parametrize("argv", [["--list"], ["-l", "-v"], ["-e", "/bin/true"], []])
def test_without_a_distribution_the_way_to_one_is_told_and_no_code(windows, argv):
    """wslutil.cpp: WSL_E_DEFAULT_DISTRO_NOT_FOUND has no code line."""
    (windows.folder / "distros.json").write_text("[]")
    answer = windows(*argv)
    assert answer.code == 255
    assert answer.text == (
        "Windows Subsystem for Linux has no installed distributions.\r\n"
        "You can resolve this by installing a distribution with the instructions below:\r\n\r\n"
        "Use 'wsl.exe --list --online' to list available distributions\r\n"
        "and 'wsl.exe --install <Distro>' to install.\r\n"
    )
    assert (windows("-l", "-q").out, windows("-l", "-q").code) == (b"", 0)


def test_an_unknown_identifier_is_found_out_by_the_service(windows):
    """LxssUserSession.cpp: another path than that of a name."""
    answer = windows("{11111111-1111-1111-1111-111111111111}", "-e", "/bin/true")
    assert answer.text == (
        "There is no distribution with the supplied name.\r\n"
        "Error code: Wsl/Service/CreateInstance/ReadDistroConfig/WSL_E_DISTRO_NOT_FOUND\r\n"
    )


def test_the_old_wsl_of_windows_knows_neither_version_nor_force(windows):
    windows.knobs(profile="inbox")
    for argv in (["--version"], ["--shutdown", "--force"]):
        answer = windows(*argv)
        assert answer.code == 255
        assert answer.out.decode("utf-16-le").startswith("Invalid command line ")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("policy", "Wsl/ERROR_ACCESS_DISABLED_BY_POLICY"),
        ("local-system", "Wsl/WSL_E_LOCAL_SYSTEM_NOT_SUPPORTED"),
        ("service-disabled", "Wsl/0x80070422"),
    ],
)
def test_a_service_that_refuses_keeps_every_call_from_working_that_needs_it(windows, name, code):
    """LxssUserSessionFactory.cpp: before there is a session; `--version` and `--help` ask for none."""
    windows.knobs(faults=[f"service-refuses:{name}"])
    for argv in (["--list", "--quiet"], ["--status"], ["--shutdown"], ["-e", "/bin/true"]):
        answer = windows(*argv)
        assert (answer.code, answer.text.split("\r\n")[-2]) == (255, f"Error code: {code}"), argv
    assert windows("--version").code == 0


def test_a_wsl_exe_that_only_forwards_says_in_windows_words_that_it_gets_nowhere(windows):
    """microsoft/WSL#9197, #9980: one sentence of Windows, no code line, exit code 1."""
    windows.knobs(profile="forwarder")
    for argv in (["--version"], ["--list", "--quiet"], ["-e", "/bin/true"]):
        answer = windows(*argv)
        assert (answer.code, answer.out) == (1, "The file cannot be accessed by the system. \r\n".encode("utf-16-le"))


def test_a_setup_that_did_not_end_fails_every_call_with_its_own_path_of_names(windows):
    """microsoft/WSL#10882, #11497: the package of the Store, which starts the installer first."""
    windows.knobs(profile="installer")
    answer = windows("--version")
    assert (answer.code, answer.text) == (
        255,
        "Class not registered \r\nError code: Wsl/CallMsi/REGDB_E_CLASSNOTREG\r\n",
    )


@pytest.mark.parametrize("argv", [["--help"], ["--list", "--verbose", "--quiet"]])
def test_the_usage_text_lists_every_option_and_quotes_the_way_to_a_distribution(windows, argv):
    """MessageWslUsage: the same words as in the message about no distribution."""
    answer = windows(*argv)
    assert answer.code == 255
    assert all(word in answer.text for word in ("--shutdown", "--terminate", "--export", "'wsl.exe --list --online'"))


@pytest.mark.parametrize(
    "knobs",
    [
        {"faults": ["no-such-fault"]},
        {"faults": ["boot-error:x"]},
        {"faults": ["service-refuses:vm-crashed"]},
        {"no_such_knob": 1},
        {"time_scale": "x"},
        {"profile": "3"},
        {"language": "xx"},
    ],
)
def test_a_wrong_knob_is_refused_in_plain_words(windows, knobs):
    windows.knobs(**knobs)
    answer = windows("--status")
    assert (answer.code, answer.out) == (64, b"")
    assert answer.err.startswith(b"wslmem emulator: ")
