"""What bytes come out: WSL's words in UTF-16LE or UTF-8, the guest's as they are (WSL: wslutil.cpp, svccomm.cpp)."""

from __future__ import annotations

import pytest

WARNING = "wsl: Unknown key 'wsl2.a' in C:\\Users\\tester\\.wslconfig:2\n"
NAME = "Ubuntu-24.04\n"
GUEST = b"\xff\x00\r\n\xe4\xb8\xad\n"


def encoded(text: str, *, utf8: bool, line_end: str = "\r\n") -> bytes:
    return text.replace("\n", line_end).encode("utf-8" if utf8 else "utf-16-le")


@pytest.mark.parametrize("profile", ["2.6", "2.9.4", "head", "inbox"])
@pytest.mark.parametrize("variable", ["1", "0", "true", ""])
@pytest.mark.parametrize("faults", [[], ["utf16"], ["crcrlf"], ["utf16", "crcrlf"]])
def test_own_text_is_utf_8_for_exactly_wsl_utf8_1(windows, profile, variable, faults):
    """WslClient.cpp:Main, WSL_UTF8; old inbox releases do not know it."""
    windows.knobs(profile=profile, faults=faults)
    utf8 = variable == "1" and profile != "inbox" and "utf16" not in faults
    line_end = "\r\r\n" if "crcrlf" in faults else "\r\n"
    assert windows("-l", "-q", WSL_UTF8=variable).out == encoded(NAME, utf8=utf8, line_end=line_end)


@pytest.mark.parametrize("variable", ["1", "0"])
@pytest.mark.parametrize("faults", [[], ["utf16"], ["crcrlf"]])
def test_the_guests_bytes_pass_through_raw_behind_the_warnings(windows, variable, faults):
    """svccomm.cpp: warnings are flushed before the guest's output, and that is relayed as bytes."""
    windows.config("[wsl2]\na=1\nmemory=512MB\nswap=0")
    windows.knobs(faults=faults)
    script = "printf '\\377\\000\\r\\n\\344\\270\\255\\n'; printf '\\377\\000\\r\\n\\344\\270\\255\\n' >&2"
    answer = windows("-e", "/bin/sh", "-c", script, WSL_UTF8=variable)
    utf8 = variable == "1" and "utf16" not in faults
    line_end = "\r\r\n" if "crcrlf" in faults else "\r\n"
    assert answer.out == GUEST
    assert answer.err == encoded(WARNING, utf8=utf8, line_end=line_end) + GUEST


def test_warnings_can_be_switched_off(windows):
    """WslClient.cpp:Main, WSL_DISABLE_WARNINGS."""
    windows.config("[wsl2]\na=1\nswap=0")
    assert windows("-e", "/bin/true", WSL_DISABLE_WARNINGS="1").err == b""


def test_garbage_on_stdout_stands_before_the_answer(windows):
    windows.knobs(faults=["garbage-stdout"])
    answer = windows("-l", "-q")
    assert answer.out.endswith(b"\r\nUbuntu-24.04\r\n")
    assert b"\xff\x00" in answer.out


def test_standard_input_reaches_the_guest_raw(windows):
    import subprocess

    data = bytes(range(256)) * 512
    done = subprocess.run(
        [str(windows.folder / "wsl.exe"), "-e", "/bin/cat"], input=data, capture_output=True, check=True
    )
    assert done.stdout == data


@pytest.mark.parametrize("language", ["en", "de", "fr", "ja", "zh"])
def test_an_error_has_its_code_behind_the_last_blank_in_every_language(windows, language):
    """wslutil.cpp: the label is localised, the path is not."""
    windows.knobs(language=language)
    last = windows("-d", "missing").text.rstrip().splitlines()[-1]
    assert last.rpartition(" ")[2] == "Wsl/Service/WSL_E_DISTRO_NOT_FOUND"
    label = {"en": "Error code:", "de": "Fehlercode:", "fr": "Code d'erreur :", "zh": "错误代码:"}.get(language)
    assert label is None or last.startswith(label)


@pytest.mark.parametrize("language", ["de", "fr", "ja", "zh"])
def test_no_language_breaks_a_place_in_a_sentence(part, language):
    """Every translated sentence takes what the English one takes."""
    text = part("text")
    for key, english in part("text.en").SENTENCES.items():
        values = [f"<{number}>" for number in range(5)]
        places = {value for value in values if value in english.format(*values)}
        translated = text.sentence(language, key, *values)
        assert {value for value in values if value in translated} == places


def test_version_in_chinese_ends_each_line_with_the_figure(windows):
    windows.knobs(language="zh")
    assert windows("--version").text.splitlines()[0] == "WSL 版本\N{FULLWIDTH COLON} 2.6.1.0"
