"""The output of each command, byte for byte (WSL: WslClient.cpp and localization/strings/en-US/Resources.resw)."""

from __future__ import annotations

import json
import re

import pytest


@pytest.fixture
def three(windows):
    """Three distributions; one of them is being installed."""
    path = windows.folder / "distros.json"
    (first,) = json.loads(path.read_text())
    docker = {"name": "docker-desktop", "guid": "{2}"}
    path.write_text(json.dumps([docker, first, {"name": "New", "guid": "{3}", "state": "Installing"}]))
    return windows


def test_the_verbose_list_has_the_default_first_and_four_blanks_behind_the_longest_name(three):
    """WslClient.cpp:ListDistributionsHelper."""
    three("-e", "/bin/true")
    assert three("--list", "--verbose").text == (
        "  NAME              STATE           VERSION\r\n"
        "* Ubuntu-24.04      Running         2\r\n"
        "  docker-desktop    Running         2\r\n"
        "  New               Installing      2\r\n"
    )


@pytest.mark.parametrize("argv", [["-l", "-v"], ["--list", "-v"], ["-l", "--verbose"]])
def test_the_state_words_are_english_in_every_language(windows, argv):
    """WslClient.cpp:ListDistributionsHelper, words that are not in Resources.resw."""
    windows.knobs(language="de")
    assert windows(*argv).text.splitlines() == [
        "  NAME            STATE           VERSION",
        "* Ubuntu-24.04    Stopped         2",
    ]


@pytest.mark.parametrize("state", ["Installing", "Uninstalling", "Converting", "Exporting"])
def test_a_distribution_that_is_worked_on_is_listed_with_what_is_done_to_it(windows, state):
    """WslClient.cpp:ListDistributionsHelper, the words of each state."""
    path = windows.folder / "distros.json"
    (first,) = json.loads(path.read_text())
    path.write_text(json.dumps([first, {"name": "Other", "guid": "{2}", "state": state}]))
    assert windows("-l", "-v").text.splitlines()[2] == f"  Other           {state:<16}2"


@pytest.mark.parametrize("language", ["de", "fr", "ja", "zh"])
def test_the_plain_list_is_translated_and_the_quiet_one_is_not(windows, language):
    """WslClient.cpp:--list; Resources.resw has its header and the mark of the default."""
    windows.knobs(language=language)
    header, name = windows("--list").text.splitlines()
    assert not header.startswith("Windows Subsystem")
    assert name.startswith("Ubuntu-24.04 (")
    assert name != "Ubuntu-24.04 (Default)"
    assert windows("--list", "--quiet").text == "Ubuntu-24.04\r\n"


@pytest.mark.parametrize(
    ("argv", "said", "code"),
    [
        pytest.param(["-l", "-q"], "Ubuntu-24.04\r\ndocker-desktop\r\n", 0, id="WslClient.cpp:--quiet"),
        pytest.param(
            ["--list"],
            "Windows Subsystem for Linux Distributions:\r\nUbuntu-24.04 (Default)\r\ndocker-desktop\r\n",
            0,
            id="WslClient.cpp:--list",
        ),
        pytest.param(["-l", "--all", "-q"], "Ubuntu-24.04\r\ndocker-desktop\r\nNew\r\n", 0, id="WslClient.cpp:--all"),
        pytest.param(["-l", "--running", "-q"], "", 0, id="WslClient.cpp:--running --quiet with none"),
        pytest.param(
            ["-l", "--running"], "There are no running distributions.\r\n", 255, id="WslClient.cpp:--running with none"
        ),
        pytest.param(
            ["-l", "-o"],
            "A connection with the server could not be established \r\nError code: Wsl/WININET_E_CANNOT_CONNECT\r\n",
            255,
            id="WslClient.cpp:--online without a network",
        ),
    ],
)
def test_each_form_of_the_list(three, argv, said, code):
    answer = three(*argv)
    assert (answer.text, answer.code, answer.err) == (said, code, b"")


@pytest.mark.parametrize("flags", [["-v", "-q"], ["-qv"], ["--all", "--running"], ["-o", "-v"], ["-o", "--all"]])
def test_flags_that_exclude_each_other_give_the_usage_and_no_code(windows, flags):
    """WslClient.cpp:WSL_E_INVALID_USAGE."""
    answer = windows("--list", *flags)
    assert answer.code == 255
    assert answer.text.startswith("Usage: wsl.exe")
    assert "Error code" not in answer.text


def test_a_running_distribution_is_listed_until_it_is_terminated(windows):
    """WslClient.cpp:TerminateDistribution; the word is Windows' own, with its blank at the end."""
    windows("-e", "/bin/true")
    assert windows("-l", "--running", "-q").text == "Ubuntu-24.04\r\n"
    answer = windows("--terminate", "Ubuntu-24.04")
    assert (answer.text, answer.code) == ("The operation completed successfully. \r\n", 0)
    assert windows("-l", "--running", "-q").text == ""
    assert windows("-t", "Ubuntu-24.04").code == 0


def test_status_says_the_default_and_that_wsl1_is_missing(windows):
    """WslClient.cpp:Status; the note on WSL1 is normal."""
    answer = windows("--status")
    assert answer.code == 0
    assert answer.text == (
        "Default Distribution: Ubuntu-24.04\r\nDefault Version: 2\r\n"
        "WSL1 is not supported with your current machine configuration.\r\n"
        'Please enable the "Windows Subsystem for Linux" optional component to use WSL1.\r\n'
    )


def test_status_names_no_default_where_there_is_none(windows):
    """WslClient.cpp:Status."""
    (windows.folder / "distros.json").write_text("[]")
    answer = windows("--status")
    assert (answer.code, answer.text.splitlines()[0]) == (0, "Default Version: 2")


def test_status_without_virtualization_says_so_and_still_ends_well(windows):
    """WslClient.cpp:Status, the check for vmcompute."""
    windows.knobs(profile="absent-vmp")
    answer = windows("--status")
    assert answer.code == 0
    assert "virtualization is not enabled on this machine" in answer.text


@pytest.mark.parametrize("option", ["--version", "-v"])
def test_version_has_seven_lines_in_a_fixed_order(windows, option):
    """WslClient.cpp:Version."""
    lines = windows(option).text.split("\r\n")
    assert [line.rpartition(": ")[2] for line in lines[:2]] == ["2.6.1.0", "6.6.87.2-1"]
    assert (len(lines), lines[-1]) == (8, "")


@pytest.mark.parametrize("language", ["en", "de", "fr", "ja", "zh"])
def test_version_has_its_figures_at_the_ends_of_its_lines_in_every_language(windows, language):
    """WslClient.cpp:Version; the labels are translated, their order is not."""
    windows.knobs(language=language)
    figures = [re.search(r"([0-9][0-9.\-]*\S*)\s*$", line) for line in windows("--version").text.splitlines()]
    assert [figure[1] for figure in figures[:2]] == ["2.6.1.0", "6.6.87.2-1"]
    assert len(figures) == 7
    assert all(figures)


def test_a_service_out_of_reach_is_the_one_failure_that_shutdown_tells(windows):
    """WSL issue 41449: an error of COM itself; what fails within the service is swallowed."""
    windows("-e", "/bin/true")
    windows.knobs(faults=["shutdown-fails"])
    answer = windows("--shutdown")
    assert answer.code == 255
    assert answer.text.endswith("\r\nError code: Wsl/E_OUTOFMEMORY\r\n")
    assert windows("-l", "--running", "-q").text == "Ubuntu-24.04\r\n"


def test_shutdown_says_nothing_and_ends_well_also_when_nothing_runs(windows):
    """LxssUserSession.cpp:Shutdown, which swallows its failures."""
    for argv in (["--shutdown"], ["--shutdown", "--force"]):
        answer = windows(*argv)
        assert (answer.code, answer.out, answer.err) == (0, b"", b"")


def test_help_is_printed_and_ends_with_minus_one(windows):
    """WslClient.cpp:Main, --help."""
    assert windows("--help").code == 255


def test_update_finds_no_network(windows):
    """WslClient.cpp:UpdatePackage."""
    assert windows("--update").text.startswith("Checking for updates.\r\n")


def test_every_call_is_in_the_journal_with_its_raw_line_and_code(windows):
    windows("-e", "/bin/sh", "-c", "exit 3")
    (entry,) = [entry for entry in windows.journal() if "line" in entry]
    assert (entry["line"], entry["rc"]) == ('wsl.exe -e /bin/sh -c "exit 3"', 3)
    assert entry["ms"] > 0
