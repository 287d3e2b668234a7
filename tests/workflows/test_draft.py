"""What can be typed, stepped and chosen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslmem.errors import UsageError
from wslmem.machine.own.preferences import Profile
from wslmem.sizing.host import HostMemory
from wslmem.sizing.recommend import recommend
from wslmem.sizing.recommendation import Recommendation
from wslmem.text import Text
from wslmem.units import GIB, MIB, Bytes, parse_size
from wslmem.workflows import draft as drafts
from wslmem.workflows.draft import Draft, stepped, typed_size, why_not_processors, why_not_size
from wslmem.wslconfig import document as wslconfig
from wslmem.wslconfig.edits import plan
from wslmem.wslconfig.effective import effective

SIZES = st.sampled_from(["", "8", "8G", "12GB", "1536MB", "0", "300KB", "1T"])
RAM = 32 * GIB
HOST = HostMemory(Bytes(RAM), Bytes(RAM // 2), 8, "windows")


@given(SIZES, st.text(max_size=12))
def test_nothing_gets_into_a_size_field_that_cannot_become_a_size(before, text):
    after, _ = typed_size(before, text)
    assert after == "" or any(parse_size(after + rest) is not None for rest in ("", "B"))


@given(SIZES, st.text(max_size=12))
def test_whatever_is_changed_or_refused_is_said(before, text):
    after, word = typed_size(before, text)
    assert (after == text) == (word is None)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("8gb", "8GB"),
        ("8 GB", "8GB"),
        ("1.5GB", "1536MB"),
        ("8GiB", "8GB"),
        ("50%", "4GB"),
        ("1.", "4GB"),
        ("-1", "4GB"),
    ],
)
def test_what_a_person_means_is_put_into_a_spelling_that_works_or_kept_out(typed, kept):
    assert typed_size("4GB", typed)[0] == kept


@given(st.sampled_from(["memory", "swap"]), st.from_regex(r"[0-9]{1,5}([KMGT]B?|B)?", fullmatch=True))
def test_a_size_without_an_objection_is_read_by_wsl_as_written(name, text):
    if why_not_size(name, text, host_total=RAM, least=256 * MIB if name == "memory" else 0) == "":
        read = wslconfig.read(plan(wslconfig.read(b""), [(f"wsl2.{name}", text)]).after)
        assert read.readings[f"wsl2.{name}"].value == parse_size(text)


@pytest.mark.parametrize("text", ["8", "8192", "8B", "64GB", "100MB", "8XB", "G"])
def test_what_wsl_would_take_for_something_else_meets_an_objection(text):
    assert why_not_size("memory", text, host_total=RAM, least=256 * MIB) != ""


@pytest.mark.parametrize(
    ("text", "good"), [("", True), ("8", True), ("16", True), ("17", False), ("0", False), ("08", False)]
)
def test_processors_are_a_whole_number_that_the_host_has(text, good):
    assert (why_not_processors(text, host=16) is None) is good


@given(st.none() | st.integers(1, 40).map(lambda n: f"{n}GB"), st.integers(-9, 9).filter(bool), st.integers(1, 40))
def test_a_step_stays_between_the_limits_and_on_its_grid(value, steps, most):
    found = parse_size(stepped(value, 4 * GIB, steps, GIB, most=most * GIB, least=GIB))
    assert found is not None
    assert GIB <= found <= most * GIB
    assert found % GIB == 0


@given(st.integers(2, 30))
def test_a_step_up_and_one_down_come_back(size):
    up = stepped(f"{size}GB", 0, 1, GIB, most=None, least=GIB)
    assert stepped(up, 0, -1, GIB, most=None, least=GIB) == f"{size}GB"


IGNORED = wslconfig.read(b"[wsl2]\nmemory=8gb\nswap=2GB\n")


def test_what_nobody_changed_stays_as_it_is_whether_wsl_reads_it_or_not():
    now = drafts.as_now(IGNORED)
    assert now == Draft("8gb", "2GB", None)
    assert now.changes(now) == ()
    assert now.changed("swap", "4GB").changes(now) == (("wsl2.swap", "4GB"),)
    after = plan(IGNORED, now.changed("swap", "4GB").changes(now)).after
    assert after == b"[wsl2]\nmemory=8gb\nswap=4GB\n"


def test_a_value_that_wsl_ignores_can_be_removed_and_steps_to_what_is_meant():
    now = drafts.as_now(IGNORED)
    assert Draft().changes(now) == (("wsl2.memory", None), ("wsl2.swap", None))
    assert stepped("8gb", 0, 1, GIB, most=None, least=GIB) == "8GB"
    assert stepped("8gb", 0, -4, GIB, most=None, least=GIB) == "8GB"


def test_a_recommendation_to_leave_memory_removes_nothing(known_enough):
    now = drafts.as_now(IGNORED)
    assert drafts.advised(known_enough, now).changes(now) == ()


def test_a_profile_keeps_nothing_that_wsl_ignores():
    assert drafts.as_profile("one", drafts.as_now(IGNORED)) == Profile("one", (("swap", "2GB"),))


SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("wsl2.memory", "wsl2.swap"), st.sampled_from([None, "2GB", "4GB"])),
        "wsl2.processors": st.sampled_from([None, "2"]),
    },
)


@given(SETTINGS, SETTINGS)
def test_two_sides_are_compared_unless_the_file_would_be_the_same(before, after):
    made = [plan(IGNORED, tuple(one.items())).after for one in (before, after)]
    try:
        drafts.insist_on_a_difference(IGNORED, tuple(before.items()), tuple(after.items()), next_step=Text("-"))
    except UsageError:
        assert wslconfig.read(made[0]).readings == wslconfig.read(made[1]).readings
    else:
        assert made[0] != made[1]


@pytest.fixture
def known_enough() -> Recommendation:
    return recommend(HOST, None, effective(IGNORED, host_total=HOST.total, processors=8), None)


def test_a_profile_brings_back_the_draft_that_it_was_made_from():
    draft = Draft("12GB", "0", None)
    assert drafts.of_profile(drafts.as_profile("heavy", draft)) == draft
    assert drafts.as_profile("heavy", draft) == Profile("heavy", (("memory", "12GB"), ("swap", "0")))


def test_a_step_from_the_default_begins_at_what_the_default_is():
    assert stepped(None, Bytes(16 * GIB), 1, GIB, most=None, least=GIB) == "17GB"
