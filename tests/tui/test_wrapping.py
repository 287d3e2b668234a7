"""Lines of Chinese and English."""

# ruff: noqa: RUF001 - Chinese marks are what this is about

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.widgets import OptionList

from wslmem.tui.widgets.facts import Fact
from wslmem.tui.widgets.paragraph import options
from wslmem.tui.wrapping import broken, wrapped

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


@given(
    st.lists(st.sampled_from(["used", "of", "(1.5 GiB),", "12 MiB", "1,024 KiB;", "9 s", "2 packages"]), max_size=12),
    st.integers(12, 40),
)
def test_no_figure_stands_in_another_line_than_its_unit(words, width):
    lines = [line.plain for line in wrapped(" ".join(words), width)]
    assert not any(line.startswith(("GiB", "MiB", "KiB", "s")) for line in lines)


class Listed(App[None]):
    """A list of two rows."""

    def compose(self) -> ComposeResult:
        rows = (
            Fact("错误", "只能是 true、false、1 或 0。WSL 会警告，并使用默认值。"),
            Fact("! 警告", "WSL 已不支持这个键"),
        )
        yield OptionList(*options(rows, "none"), compact=True)


async def test_the_rows_of_a_list_break_as_other_lines_do_and_their_texts_stand_below_each_other():
    app = Listed()
    async with app.run_test(size=(30, 6)) as pilot:
        await pilot.pause()
        drawn = [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]
    assert drawn[:4] == [
        "错误    只能是 true、false、1",
        "        或 0。WSL 会警告，并使",
        "        用默认值。",
        "! 警告  WSL 已不支持这个键",
    ]


def test_a_notice_in_chinese_is_broken_for_textual_and_one_in_english_is_left_to_it():
    assert broken("暂无建议：需要 Go 项目和本机内存数据。", 20) == "暂无建议：需要 Go 项\n目和本机内存数据。"
    assert (
        broken("No recommendation yet: it needs a Go project.", 20) == "No recommendation yet: it needs a Go project."
    )
