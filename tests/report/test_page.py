"""The HTML report as text: well-formed, escaped, told to those who cannot see it, and complete in itself."""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wslmem.report.axis import Axis, byte_ticks, ticks
from wslmem.report.figures import show_size
from wslmem.report.markup import cut, element
from wslmem.report.page import html
from wslmem.visible import unseen, visible

OURS = {
    "html",
    "head",
    "meta",
    "link",
    "title",
    "style",
    "body",
    "header",
    "main",
    "footer",
    "section",
    "figure",
    "figcaption",
    "div",
    "p",
    "h1",
    "h2",
    "h3",
    "ul",
    "li",
    "span",
    "pre",
    "details",
    "summary",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "svg",
    "desc",
    "text",
    "line",
    "polyline",
    "polygon",
    "rect",
    "circle",
    "path",
}
VOID = {"meta", "link"}
EXAMPLES = 500 if os.environ.get("WSLMEM_THOROUGH") else 25
ANY = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Reader(HTMLParser):
    """Collects tags and attributes, and holds that every element is closed in turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


@ANY
@given(seed=st.integers(0, 2**32))
def test_nothing_in_a_benchmark_becomes_markup(seed, filled):
    page = html(filled(seed))
    reader = read(page)
    assert reader.tags <= OURS
    assert not [name for name, _ in reader.attributes if name.startswith("on") or name in {"style", "src", "href"}][1:]
    assert page.count("<style>") == page.count("</style>") == 1
    assert not unseen(page)


def test_the_page_names_nothing_outside_of_itself(any_result):
    page = html(any_result)
    assert "//" not in page.replace("<!doctype html>", "")
    assert not re.search(r"url\(|@import|<script|<img|<iframe", page)
    assert [value for name, value in read(page).attributes if name in {"href", "src"}] == ["data:,"]


def test_the_policy_allows_exactly_the_style_sheet_in_the_page(faster):
    from base64 import b64encode
    from hashlib import sha256

    page = html(faster)
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    known = b64encode(sha256(style.encode()).digest()).decode()
    (policy,) = [value for _, value in read(page).attributes if value and value.startswith("default-src")]
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{known}';")


def test_every_chart_is_well_formed_and_told_in_words(any_result):
    for drawing in re.findall(r"<svg.*?</svg>", html(any_result), re.DOTALL):
        svg = fromstring(drawing)  # noqa: S314 - made by ourselves
        title, desc = svg.find("title"), svg.find("desc")
        assert title.text
        assert desc.text
        assert svg.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
        assert svg.get("role") == "img"


def test_ids_are_unique(any_result):
    ids = [value for name, value in read(html(any_result)).attributes if name == "id"]
    assert len(ids) == len(set(ids))


def numbers(drawing: str) -> list[tuple[float, float]]:
    return [tuple(map(float, pair.split(","))) for pair in re.findall(r"-?[\d.]+,-?[\d.]+", drawing)]


def test_every_mark_lies_inside_its_chart(any_result):
    for drawing in re.findall(r"<svg.*?</svg>", html(any_result), re.DOTALL):
        width, height = map(float, re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawing).groups())
        assert all(
            0 <= x <= width and 0 <= y <= height for x, y in numbers(re.sub(r"<(title|desc).*?</\1>", "", drawing))
        )
        places = re.findall(r' (?:c?x[12]?)="(-?[\d.]+)"', drawing)
        assert all(0 <= float(x) <= width for x in places)


def test_the_memory_chart_shows_the_limit_the_kill_and_what_ran(killed_before):
    before, after, *_ = re.findall(r"<svg.*?</svg>", html(killed_before), re.DOTALL)
    assert f"VM memory: {show_size(killed_before.state('before').mem_total)}" in before
    assert 'class="cross kill"' in before
    assert "killed at 11.5 s" in before
    assert ">compile example.com/app/tables</text>" in before
    assert 'class="cross' not in after
    assert 'class="peak"' in after
    assert "Running at the peak: compile example.com/app/tables" in after


def test_each_run_is_a_dot_or_a_cross(killed_before):
    _, _, wall, peak, *_ = re.findall(r"<svg.*?</svg>", html(killed_before), re.DOTALL)
    assert (wall.count('class="dot after"'), wall.count("cross kill")) == (6, 0)  # a killed run has no time
    assert (peak.count('class="dot after"'), peak.count("cross kill")) == (6, 6)
    assert "6 runs did not complete" in wall


def test_figures_of_every_chart_stand_in_a_table(faster):
    page = html(faster)
    assert page.count("<summary>Figures</summary>") == 2
    assert "<summary>Figures of all runs</summary>" in page
    for run in faster.runs:
        assert f"{run.side}, block {run.leg + 1}, run {run.index + 1}" in page


def test_a_limit_far_above_the_build_is_named_and_not_drawn_to_scale(faster):
    from dataclasses import replace

    huge = replace(faster, runs=tuple(replace(run, mem_total=64 * 2**30, samples=tuple(
        replace(sample, available=61 * 2**30) for sample in run.samples)) for run in faster.runs))  # fmt: skip
    assert "VM memory: 64 GiB, above this chart" in html(huge)


@given(st.floats(1e-3, 1e14))
def test_ticks_are_round_and_few_and_reach_over_half_of_the_axis(top):
    marks = ticks(top)
    assert 2 <= len(marks) <= 6
    assert marks[0] == 0
    assert top / 2 < marks[-1] <= top * (1 + 1e-6)
    assert len({label for _, label in byte_ticks(max(top, 1))}) == len(byte_ticks(max(top, 1)))


def test_an_axis_keeps_values_inside():
    axis = Axis(10, 100, 0)
    assert (axis.at(0), axis.at(5), axis.at(10), axis.at(99), axis.at(-1)) == (100, 50, 0, 0, 100)
    with pytest.raises(ValueError, match="above 0"):
        ticks(0)


@given(st.text(), st.text())
def test_text_in_an_element_comes_back_as_text(attribute, text):
    made = fromstring(element("p", {"class": attribute}, text))  # noqa: S314 - made by ourselves
    assert (made.text or "") == visible(text).replace("\r\n", "\n")


@given(st.text(), st.integers(4, 60))
def test_a_cut_text_keeps_its_end(text, longest):
    short = cut(text, longest)
    assert len(short) <= longest
    assert text.endswith(short.removeprefix("..."))
