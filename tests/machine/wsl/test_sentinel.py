"""Scripts whose end can be trusted, run by the shells of this machine."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wslmem.machine.system import process
from wslmem.machine.wsl.sentinel import PROGRAM, Frame

TWICE = b"WSLMEM-BEGIN-00\nWSLMEM-END-00 0\nWSLMEM-END-00 1\n"
SHELLS = [path for path in (shutil.which("dash"), shutil.which("bash")) if path]


def run(text: str, *args: str, shell: str = "/bin/sh", cd: str = "/", frame: Frame | None = None):
    frame = frame or Frame.fresh()
    done = process.run([shell, "-s", "--", cd, *args], stdin=frame.wrap(text), timeout=20)
    assert done.returncode == 0
    return frame.of_script(done.stdout)


@pytest.mark.posix_only(reason="runs the guest's shell")
@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("code", [0, 1, 9, 67, 87, 126, 137, 255])
def test_every_exit_code_comes_through(shell, code):
    assert run(f"exit {code}", shell=shell).exit_code == code


@pytest.mark.posix_only(reason="runs the guest's shell")
@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("text", "code"), [("kill -9 $$", None), ("sh -c 'kill -9 $$'", 137), ("no-such-program", 127)]
)
def test_a_death_by_signal_and_a_missing_program_are_told_as_shells_do(shell, text, code):
    if code is None:
        frame = Frame.fresh()
        done = process.run([shell, "-s", "--", "/"], stdin=frame.wrap(text), timeout=20)
        assert frame.of_script(done.stdout) is None
    else:
        assert run(text, shell=shell).exit_code == code


@pytest.mark.posix_only(reason="runs the guest's shell")
@settings(deadline=None, max_examples=30)
@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_output_comes_through_to_the_byte(text):
    ended = run('printf %s "$1"', text)
    assert ended.output == text.encode()


@pytest.mark.posix_only(reason="runs the guest's shell")
@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_sees_its_arguments_an_empty_stdin_and_the_c_locale(shell):
    ended = run('cat; printf "%s|" "$@" "$#" "$LC_ALL"', "a b", "", "$x", shell=shell)
    assert ended.output == b"a b||$x|3|C|"


@pytest.mark.posix_only(reason="runs the guest's shell")
def test_the_script_runs_in_its_folder(tmp_path):
    folder = tmp_path / "a b'\"$"
    folder.mkdir()
    assert run("pwd", cd=str(folder)).output.decode() == f"{folder}\n"


@pytest.mark.posix_only(reason="runs the guest's shell")
def test_a_folder_that_does_not_exist_is_told():
    with pytest.raises(LookupError):
        run("pwd", cd="/no/such/folder")


@pytest.mark.posix_only(reason="runs the guest's shell")
def test_a_script_with_a_syntax_error_never_counts_as_ended():
    frame = Frame.fresh()
    done = process.run(["/bin/sh", "-s", "--", "/"], stdin=frame.wrap("if true"), timeout=20)
    assert frame.of_script(done.stdout) is None


def test_noise_around_the_script_is_cut_off():
    frame = Frame("00")
    noise = "wsl: noise\r\n".encode("utf-16-le")
    data = noise + b"WSLMEM-BEGIN-00\nmine\nWSLMEM-END-00 4\n" + noise
    assert frame.of_script(data).output == b"mine\n"
    assert frame.of_script(data).exit_code == 4


@pytest.mark.parametrize(
    "data", [b"", b"WSLMEM-BEGIN-00\n", b"WSLMEM-END-00 0\n", b"WSLMEM-BEGIN-00\nWSLMEM-END-00 0", TWICE]
)
def test_a_cut_off_or_doubled_stream_never_counts_as_ended(data):
    assert Frame("00").of_script(data) is None


def test_no_two_calls_share_their_lines():
    assert Frame.fresh() != Frame.fresh()


def program(*argv: str, cd: str = "/", stdin: bytes = b""):
    frame = Frame.fresh()
    done = process.run(["/bin/sh", "-c", PROGRAM, "sh", frame.nonce, cd, *argv], stdin=stdin, timeout=20)
    assert done.returncode == 0
    return done.stdout, frame.of_program(done.stderr)


@pytest.mark.posix_only(reason="runs the guest's shell")
@pytest.mark.parametrize("code", [0, 1, 9, 67, 87, 255])
def test_every_exit_code_of_a_program_comes_through_and_its_stdout_stays_its_own(code):
    stdout, ended = program("sh", "-c", f"cat; echo moaned >&2; exit {code}", stdin=b"in")
    assert (stdout, ended.output, ended.exit_code) == (b"in", b"moaned\n", code)


@pytest.mark.posix_only(reason="runs the guest's shell")
def test_a_word_that_the_shell_knows_too_is_run_as_a_program():
    assert program("printf", "%s", "a\\nb")[0] == b"a\\nb"
    assert program("exit", "3")[1].exit_code == 127


@pytest.mark.posix_only(reason="runs the guest's shell")
def test_a_program_that_is_killed_is_told_as_128_and_the_signal():
    assert program("sh", "-c", "kill -9 $$")[1].exit_code == 137


@pytest.mark.posix_only(reason="runs the guest's shell")
def test_a_program_has_no_place_in_a_folder_that_does_not_exist(tmp_path):
    with pytest.raises(LookupError):
        program("true", cd=str(tmp_path / "nowhere"))
