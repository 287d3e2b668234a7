"""The arithmetic of the bar, and that it is drawn to the cell."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from wslmem.sizing.budget import SNAP, budget
from wslmem.sizing.host import HostMemory
from wslmem.tui.widgets.budget_bar import drawn_bar, drawn_legend, drawn_marks, with_missing
from wslmem.units import GIB, MIB, Bytes

sizes = st.integers(0, 200 * 1024).map(lambda mib: Bytes(mib * MIB))
totals = st.integers(1024, 128 * 1024).map(lambda mib: Bytes(mib * MIB))


@st.composite
def budgets(draw):
    total = draw(totals)
    host = HostMemory(
        total, Bytes(draw(st.integers(0, total))), 8, "windows",
        vm_working_set=draw(st.none() | sizes), wslc_working_set=draw(st.none() | sizes),
    )  # fmt: skip
    return budget(host, draw(sizes), used=draw(sizes), need=draw(st.none() | sizes))


@given(budgets())
def test_the_shares_add_up_to_the_whole_bar_and_none_is_negative(shared):
    assert sum(share.size for share in shared.shares) == shared.span
    assert all(share.size > 0 for share in shared.shares)


@given(budgets())
def test_nothing_is_left_where_the_ram_cannot_hold_windows_and_the_full_vm(shared):
    names = [share.name for share in shared.shares]
    assert shared.left >= 0 or ("left" not in names and "beyond" in names)


def test_what_wslc_holds_is_a_stretch_of_its_own_and_not_windows():
    host = HostMemory(
        Bytes(16 * GIB), Bytes(4 * GIB), 8, "windows", vm_working_set=Bytes(3 * GIB), wslc_working_set=Bytes(2 * GIB)
    )
    shared = budget(host, Bytes(8 * GIB))
    assert [(share.name, share.size // GIB) for share in shared.shares] == [
        ("windows", 7), ("wslc", 2), ("used", 3), ("limit", 4), ("beyond", 1),
    ]  # fmt: skip
    assert "wslc 2 GiB" in drawn_legend(shared, 100).plain
    assert shared.limit_at(9 + 5, 17) == 5 * GIB


@given(budgets(), st.integers(1, 200), st.booleans())
def test_the_bar_is_exactly_as_wide_as_its_place(shared, width, labels):
    assert drawn_bar(shared, width, labels=labels).cell_length == width


@given(budgets(), st.integers(1, 200))
def test_each_number_in_the_bar_is_one_of_the_legend_with_its_unit(shared, width):
    legend = drawn_legend(shared, 200).plain
    for told in re.findall(r"[0-9][0-9.,]*(?: [A-Za-z]+)?", drawn_bar(shared, width, labels=True).plain):
        assert re.fullmatch(r"[0-9.,]+ \w+", told)
        assert f" {told}" in legend


@given(budgets(), st.integers(40, 200))
def test_marks_and_legend_stay_inside_their_place(shared, width):
    assert drawn_marks(shared, width).cell_length <= width
    assert all(Content(line).cell_length <= width for line in drawn_legend(shared, width).plain.split("\n"))


@given(budgets(), st.integers(10, 200), st.integers(0, 200))
def test_a_picked_limit_is_one_that_the_host_can_give(shared, width, column):
    picked = shared.limit_at(column, width)
    assert picked % SNAP == 0 or picked == shared.total
    assert min(2 * GIB, shared.total) <= picked <= shared.total or shared.total < SNAP


@given(budgets(), st.integers(10, 200), st.integers(0, 199), st.integers(0, 199))
def test_dragging_to_the_right_never_picks_less(shared, width, one, other):
    low, high = sorted((one, other))
    assert shared.limit_at(low, width) <= shared.limit_at(high, width)


@given(budgets(), st.integers(20, 120))
def test_what_is_missing_is_marked_from_the_limit_to_the_need_and_moves_nothing(shared, width):
    row = drawn_bar(shared, width, labels=False)
    marked = with_missing(row, shared)
    assert marked.cell_length == row.cell_length
    assert ("!" in marked.plain) <= (shared.missing > 0)
    assert all(a == b for a, b in zip(row.plain, marked.plain, strict=True) if b != "!")
