"""The braille chart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wslmem.tui.ascii import to_ascii
from wslmem.tui.chart import chart, with_limit
from wslmem.tui.widgets.memory_chart import Curve, drawn

points = st.lists(st.tuples(st.floats(0, 100), st.floats(0, 1e10)), min_size=1, max_size=60).map(sorted)


@given(points, st.integers(1, 80), st.integers(1, 20))
def test_every_row_is_as_wide_as_asked(readings, width, height):
    rows = chart(readings, width=width, height=height, top=1e10, span=100).rows
    assert [len(row) for row in rows] == [width] * height


@given(points, st.integers(2, 80))
def test_a_column_is_filled_from_below_without_holes(readings, width):
    rows = chart(readings, width=width, height=6, top=1e10, span=100).rows
    for column in zip(*rows, strict=True):
        filled = [cell != " " for cell in column]
        assert filled == sorted(filled)


def test_the_highest_value_fills_its_column_and_zero_leaves_it_empty():
    rows = chart([(0, 10.0), (9.99, 0.0)], width=1, height=2, top=10, span=10).rows
    assert rows == ("⡇", "⡇")


def test_the_limit_is_ruled_where_nothing_is_drawn():
    picture = with_limit(chart([(0, 1.0)], width=4, height=4, top=4, span=1), 3.5, 4)
    assert picture.limit_row == 0
    assert picture.rows[0] == "╌╌╌╌"


@given(points, st.integers(30, 120), st.integers(2, 12), st.none() | st.floats(0, 100))
def test_the_whole_chart_stays_inside_its_place(readings, width, height, killed_at):
    curve = Curve(tuple(readings), 8e9, killed_at)
    lines = drawn(curve, width, height).plain.split("\n")
    assert len(lines) == height + 1
    assert all(len(line) <= width for line in lines)
    assert ("✗" in lines[0] and "killed" in lines[0]) is (killed_at is not None)


@given(st.text(alphabet="─│╭╯▲✓✗⣿⠁█▌a b", max_size=40))
def test_drawing_with_ascii_keeps_every_cell(text):
    plain = to_ascii(text)
    assert len(plain) == len(text)
    assert plain.isascii()
