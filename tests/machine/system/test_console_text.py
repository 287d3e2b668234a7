"""Decoding what wsl.exe prints."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wslmem.machine.system.console_text import ascii_only, decode, lines
from wslmem.machine.wsl.guest_result import split_warnings

CODE = "Wsl/Service/CreateInstance/CreateVm/HCS/ERROR_NO_SYSTEM_RESOURCES"

guest_line = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufeff"), max_size=40
)
own_line = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=2, max_size=60).map(str.rstrip)


def own(line: str, end: str = "\r\n") -> bytes:
    return (line + end).encode("utf-16-le")


@given(st.lists(guest_line))
def test_utf8_alone_passes_unchanged(texts):
    text = "".join(f"{line}\n" for line in texts)
    assert decode(text.encode()) == text


@given(
    st.text(
        st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufeff")
    )
)
def test_an_own_line_in_utf16_passes_unchanged_in_any_script(text):
    assert decode(own(f"wsl: {text}")) == f"wsl: {text}\n"


@settings(max_examples=300)
@given(st.lists(st.one_of(st.tuples(st.just("own"), own_line), st.tuples(st.just("guest"), guest_line)), max_size=12))
def test_a_stream_may_mix_own_lines_and_guest_lines(parts):
    data = b"".join(own(text) if kind == "own" else f"{text}\n".encode() for kind, text in parts)
    assert decode(data) == "".join(f"{text}\n" for _, text in parts)


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1), own_line)
def test_an_own_line_may_follow_guest_output_that_lacks_its_line_end(before, line):
    assert decode(before.encode() + own(line)) == f"{before}{line}\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_noise_does_not_spoil_the_lines_behind_it(encoding):
    assert lines(b"\xff\x00\xfe\x9d?\r\n" + "Ubuntu\r\nDebian\r\n".encode(encoding))[1:] == ["Ubuntu", "Debian"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_every_line_end_becomes_one_newline(encoding, end):
    assert lines(f"one{end}two{end}".encode(encoding)) == ["one", "two"]


def test_a_byte_order_mark_is_dropped():
    assert decode("\ufeffUbuntu\r\n".encode("utf-16-le")) == "Ubuntu\n"


@pytest.mark.parametrize(
    "message",
    ["系统资源不足以完成上述请求的服务。", "システム リソースが不足しているため、要求されたサービスを完了できません。"],
)
@pytest.mark.parametrize("label", ["错误代码:", "エラー コード:", "Fehlercode:"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_the_error_code_is_found_in_every_language(message, label, encoding):
    data = f"{message}\r\n{label} {CODE}\r\n".encode(encoding)
    assert CODE in ascii_only(data)
    assert decode(data).endswith(f"{label} {CODE}\n")


@settings(max_examples=300)
@given(
    warnings=st.lists(own_line.filter(lambda line: "Wsl" not in line), max_size=4),
    guest=st.binary(max_size=200).filter(lambda data: not data.startswith(b"wsl: ") and b"\0" not in data),
    encoding=st.sampled_from(["utf-8", "utf-16-le"]),
)
def test_warnings_are_told_from_the_guests_bytes_which_stay_as_they_are(warnings, guest, encoding):
    data = b"".join(f"wsl: {line}\r\n".encode(encoding) for line in warnings)
    found, rest = split_warnings(data + guest)
    assert found == tuple(warnings)
    assert rest == guest
