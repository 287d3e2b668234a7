"""The options of wsl.exe (WSL: WslClient.cpp, Main and its parsers). Each case names the source it rests on."""

from __future__ import annotations

import json

import pytest

INVALID = "Invalid command line argument: {}\r\nPlease use 'wsl.exe --help' to get a list of supported arguments.\r\n"


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        pytest.param(["--nonsense"], INVALID.format("--nonsense"), id="WslClient.cpp:unknown option"),
        pytest.param(["-lv"], INVALID.format("-lv"), id="WslClient.cpp:-lv is no -l -v"),
        pytest.param(["-L"], INVALID.format("-L"), id="WslClient.cpp:options are case-sensitive"),
        pytest.param(["-d"], "Argument -d is missing a required parameter.\r\n", id="WslClient.cpp:-d without a name"),
        pytest.param(
            ["--distribution", "Ubuntu-24.04", "-d", "Ubuntu-24.04"],
            "The distribution name has already been set.\r\n",
            id="WslClient.cpp:-d twice",
        ),
        pytest.param(
            ["-d", "No such"],
            "There is no distribution with the supplied name.\r\nError code: Wsl/Service/WSL_E_DISTRO_NOT_FOUND\r\n",
            id="helpers.cpp:-d is cut at the first blank, quotes and all",
        ),
        pytest.param(
            ["--distribution-id", "nonsense"],
            "The parameter is incorrect. \r\nError code: Wsl/E_INVALIDARG\r\n",
            id="UnitTests.cpp:--distribution-id that is no GUID",
        ),
        pytest.param(
            ["--shell-type", "fish", "true"],
            "The parameter is incorrect. \r\nError code: Wsl/E_INVALIDARG\r\n",
            id="WslClient.cpp:ParseShellType",
        ),
        pytest.param(
            ["--cd", "Z:\\nowhere", "-e", "true"],
            "The system cannot find the file specified. \r\nError code: Wsl/ERROR_FILE_NOT_FOUND\r\n",
            id="WslClient.cpp:SetCurrentDirectory",
        ),
        pytest.param(
            ["--terminate"], "Argument --terminate is missing a required parameter.\r\n", id="WslClient.cpp:-t"
        ),
        pytest.param(
            ["--list", "--nonsense"],
            INVALID.format("--nonsense") + "Error code: Wsl/E_INVALIDARG\r\n",
            id="CommandLine.h:ArgumentParser",
        ),
        pytest.param(
            ["--shutdown", "--nonsense"],
            INVALID.format("--nonsense") + "Error code: Wsl/E_INVALIDARG\r\n",
            id="CommandLine.h:ArgumentParser of --shutdown",
        ),
    ],
)
def test_a_wrong_line_is_answered_on_stdout_with_minus_one(shared, argv, said):
    answer = shared(*argv)
    assert (answer.code, answer.text, answer.err) == (255, said, b"")


@pytest.mark.parametrize(
    ("argv", "seen"),
    [
        pytest.param(["-e", "/bin/echo", "$HOME", "*", ";"], "$HOME * ;\n", id="WslClient.cpp:-e knows no shell"),
        pytest.param(["--exec", "/bin/echo", "a"], "a\n", id="WslClient.cpp:--exec"),
        pytest.param(["--shell-type", "none", "/bin/echo", "$0"], "$0\n", id="WslClient.cpp:--shell-type none"),
        pytest.param(["--", "echo", "$((1+1))"], "2\n", id="LxssCreateProcess.cpp:-- goes through the shell"),
        pytest.param(["echo", "$((1+2))"], "3\n", id="LxssCreateProcess.cpp:a bare command goes through the shell"),
        pytest.param(["--shell-type", "login", "echo", "$0"], "-bash\n", id="WslClient.cpp:--shell-type login"),
        pytest.param(["--cd", "/usr", "-e", "/bin/pwd"], "/usr\n", id="WslClient.cpp:--cd"),
        pytest.param(["--cd", "~", "-e", "/bin/pwd"], "/root\n", id="WslClient.cpp:--cd ~"),
        pytest.param(["~", "-e", "/bin/pwd"], "/root\n", id="WslClient.cpp:a first ~"),
        pytest.param(["-u", "nobody", "-e", "/usr/bin/id", "-un"], "nobody\n", id="init.cpp:getpwnam"),
        pytest.param(["-d", "uBUNTU-24.04", "-e", "/bin/echo", "a"], "a\n", id="LxssUserSession.cpp:names in any case"),
        pytest.param(["--system", "-e", "/bin/echo", "a"], "a\n", id="WslClient.cpp:--system"),
    ],
)
def test_the_command_runs_as_the_options_say(shared, argv, seen):
    answer = shared(*argv)
    assert (answer.code, answer.text, answer.err) == (0, seen, b"")


def test_one_pair_of_quotes_around_a_directory_is_understood(shared):
    """WSL: helpers.cpp, the parser of --cd alone looks at quotes."""
    folder = shared.folder / "a b"
    folder.mkdir()
    name = folder.as_posix().removeprefix("Z:")  # as Linux has it
    assert shared("--cd", name, "-e", "/bin/pwd").text == f"{name}\n"


def test_the_shared_profile_is_a_place_to_go_to(shared):
    assert shared("--cd", "C:\\Users\\tester", "-e", "/bin/ls", "-A").text == ".wslconfig\n"


def test_a_directory_that_is_not_there_is_told_and_the_command_runs_all_the_same(shared):
    """WSL: init.cpp, CreateProcessCommon goes on after chdir fails."""
    answer = shared("--cd", "/does/not/exist", "-e", "/bin/echo", "ran")
    assert (answer.code, answer.text) == (0, "ran\n")
    assert answer.err.endswith(b"ERROR: CreateProcessCommon:811: chdir(/does/not/exist) failed 2\n")


def test_a_distribution_is_found_by_its_identifier(shared):
    guid = json.loads((shared.folder / "distros.json").read_text())[0]["guid"]
    assert shared(guid, "-e", "/bin/echo", "a").text == "a\n"
    assert shared("--distribution-id", guid, "-e", "/bin/echo", "b").text == "b\n"


def test_the_guest_gets_wsls_environment_and_nothing_of_the_callers(windows):
    """WSL: DistributionRegistration.h, the default environment."""
    windows.knobs(guest_path=["/opt/go/bin"])
    found = dict(line.split("=", 1) for line in windows("-e", "/usr/bin/env", LEAK="1").text.splitlines())
    assert found["PATH"] == (
        "/opt/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/games:/usr/local/games"
    )
    assert (found["WSL_DISTRO_NAME"], found["HOME"], found["TERM"]) == ("Ubuntu-24.04", "/root", "xterm-256color")
    assert "LEAK" not in found


def test_wslenv_names_what_crosses_over(shared):
    """WSL: UnitTests.cpp, WslEnv."""
    given = {"WSLENV": "A/u:B/w:P/p:L/l:MISSING", "A": "1", "B": "2", "P": "C:\\Users\\x", "L": "C:\\a;D:\\b"}
    found = dict(line.split("=", 1) for line in shared("-e", "/usr/bin/env", **given).text.splitlines())
    assert (found["A"], found["P"], found["L"]) == ("1", "/mnt/c/Users/x", "/mnt/c/a:/mnt/d/b")
    assert "B" not in found
