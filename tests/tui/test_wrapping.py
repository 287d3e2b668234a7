"""Lines of Chinese and English."""

# ruff: noqa: RUF001 - Chinese marks are what this is about

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wslmem.tui.wrapping import wrapped

CLOSING = "，。、；：！？）」』》】"
texts = st.text(alphabet="abc GiB-/内存构建需要虚拟机，。、；：（）《》 ", max_size=80)


@given(texts, st.integers(4, 60))
def test_nothing_is_lost_and_no_line_is_wider_than_its_place(text, width):
    lines = wrapped(text, width)
    assert "".join("".join(line.plain for line in lines).split()) == "".join(text.split())
    assert all(line.cell_length <= width for line in lines)


@given(st.lists(st.sampled_from(["内存", "构建，", "（需要）", "完。", "GiB；"])).map("".join), st.integers(8, 60))
def test_no_line_begins_with_a_mark_that_closes_or_ends_with_one_that_opens(text, width):
    lines = [line.plain for line in wrapped(text, width)]
    assert not any(line[:1] in tuple(CLOSING) for line in lines)
    assert not any(line.endswith("（") for line in lines)


def test_chinese_breaks_between_characters_and_words_stay_whole():
    lines = [line.plain for line in wrapped("条形图是本机内存：Windows 占用、虚拟机可用。", 20)]
    assert lines == ["条形图是本机内存：", "Windows 占用、虚拟机", "可用。"]
