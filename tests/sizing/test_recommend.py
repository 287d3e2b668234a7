"""The advice: hosts and projects, and what holds for all of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sizing_shapes import current, estimate, guest, host

from wslmem.sizing import caps, vm
from wslmem.sizing.outlook import build_part, left_for_windows, need, outlook
from wslmem.sizing.recommend import recommend
from wslmem.sizing.recommendation import Advice, Outlook, Term
from wslmem.units import GIB, MIB, Bytes, Seconds, parse_size

KUBERNETES, TOOL, GIANT, LINKED = estimate(1200), estimate(280), estimate(3100), estimate(900, linking=2080)
"""Peaks at -p 8 like those measured (docs/sizing)."""

CASES = [
    ("8 GB laptop, Kubernetes-size tree, as installed", host(8), None, "", KUBERNETES, "enough", None, None),
    (
        "8 GB laptop, Kubernetes-size tree, too little",
        host(8),
        None,
        "memory=2GB",
        KUBERNETES,
        "change",
        "2560MB",
        None,
    ),
    ("8 GB laptop, a program that is large to link", host(8), None, "memory=2GB", LINKED, "change", "3584MB", None),
    ("8 GB laptop, one giant package", host(8), None, "memory=2GB\nswap=0", GIANT, "change", "5GB", "2GB"),
    ("64 GB, small tool", host(64), None, "", TOOL, "enough", None, None),
    ("64 GB, small tool, everything given to WSL", host(64), None, "memory=64GB", TOOL, "change", "60GB", None),
    ("16 GB, editors fill the VM", host(16), guest(3.8, used=3.2), "memory=4GB", KUBERNETES, "change", "6GB", None),
    ("commit limit almost full", host(16, commit=(17, 18)), None, "memory=8GB", KUBERNETES, "host-cannot", None, None),
    ("4 GB host, one giant package", host(4), None, "", GIANT, "host-cannot", None, "4GB"),
    ("4 GB host, small tool", host(4), None, "", TOOL, "enough", None, None),
    ("32 GB, forgotten 512MB", host(32), None, "memory=512MB", TOOL, "change", "2GB", None),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_hosts_and_projects(case):
    _, machine, inside, text, build, *expected = case
    found = recommend(machine, inside, current(text, machine), build)
    assert [found.advice, found.value("wsl2.memory"), found.value("wsl2.swap")] == expected
    assert found.value("wsl2.processors") is None
    assert all(setting.because for setting in found.settings)
    assert all(line.because for line in found.lines)


HOSTS = st.builds(host, st.floats(2, 128), commit=st.none() | st.tuples(st.floats(1, 30), st.floats(30, 60)))
FILES = st.sampled_from(
    ["", "memory=512MB", "memory=2GB\nswap=0", "memory=4GB", "memory=12GB", "memory=100GB", "swap=0"]
)
PEAKS = st.floats(50, 30_000)
GUESTS = st.none() | st.builds(lambda gib, share: guest(gib, used=gib * share), st.floats(1, 16), st.floats(0, 1))


def given_memory(found, before):
    return parse_size(found.value("wsl2.memory") or "") or before.vm_memory


@given(HOSTS, GUESTS, FILES, PEAKS)
@example(host(5, commit=(29, 30)), None, "memory=12GB", 50.0)  # the default of swap= follows memory=
def test_what_is_advised_is_advised_once_only(machine, inside, text, peak):
    first = recommend(machine, inside, current(text, machine), estimate(peak))
    written = "\n".join(f"{setting.key[5:]}={setting.value}" for setting in first.settings if setting.value)
    kept = "\n".join(
        line
        for line in text.splitlines()
        if f"wsl2.{line.partition('=')[0]}" not in {setting.key for setting in first.settings if setting.value}
    )
    again = recommend(machine, inside, current(f"{kept}\n{written}", machine), estimate(peak))
    assert [setting.value for setting in again.settings] == [None, None, None]


@given(HOSTS, GUESTS, FILES, PEAKS, PEAKS)
def test_a_larger_build_is_never_advised_less_memory(machine, inside, text, one, other):
    before = current(text, machine)
    less, more = (
        given_memory(recommend(machine, inside, before, estimate(peak)), before) for peak in sorted((one, other))
    )
    assert less <= more


@given(HOSTS, GUESTS, FILES, PEAKS)
def test_a_change_makes_the_build_fit_and_stays_within_the_caps(machine, inside, text, peak):
    before = current(text, machine)
    found = recommend(machine, inside, before, estimate(peak))
    advised = given_memory(found, before)
    if found.advice is not Advice.HOST_CANNOT:
        assert outlook(found.build, advised, Bytes(0), others=vm.other_processes(inside).size) is Outlook.FITS
    if found.advice is Advice.CHANGE:
        assert left_for_windows(machine, advised) >= caps.reserve(machine.total) - 1
    assert advised <= max(before.vm_memory, machine.total)


def test_what_a_full_commit_limit_withholds_does_not_fit():
    found = recommend(host(16, commit=(29, 30)), None, current("memory=8GB\nswap=0", host(16)), estimate(400))
    swap = next(setting for setting in found.settings if setting.key == "wsl2.swap")
    assert str(swap.because).startswith("500 MiB of the build do not fit in memory")


@given(HOSTS, FILES, PEAKS)
def test_every_advised_size_is_whole_and_one_that_wsl_reads(machine, text, peak):
    for setting in recommend(machine, None, current(text, machine), estimate(peak)).settings:
        if setting.value is not None:
            size = parse_size(setting.value)
            assert size is not None
            assert size % (2 * MIB) == 0
            assert setting.value.endswith("GB") or size < 4 * GIB


@given(HOSTS, GUESTS, FILES, PEAKS)
def test_swap_is_never_taken_away(machine, inside, text, peak):
    before = current(text, machine)
    found = recommend(machine, inside, before, estimate(peak))
    advised = parse_size(found.value("wsl2.swap") or "")
    same = before.swap.source == "default" and found.value("wsl2.memory")  # the default would shrink with memory=
    assert advised is None or advised > before.swap.value or (same and advised == before.swap.value)


@given(HOSTS, GUESTS, FILES, PEAKS)
@example(host(2.0, commit=None), None, "", 1557.0)
def test_the_terms_add_up_in_whole_mib_to_the_need_and_then_to_memory(machine, inside, text, peak):
    found = recommend(machine, inside, current(text, machine), estimate(peak))
    assert all(line.size % MIB == 0 for line in (*found.needed, *found.beyond_need))
    assert sum(line.size for line in found.needed) == found.need
    whole = sum(line.size for line in (*found.needed, *found.beyond_need))
    assert whole % (256 * MIB if whole <= 4 * GIB else GIB) == 0
    assert whole == 2 * GIB or found.beyond_need[-1].size < (256 * MIB if whole <= 4 * GIB else GIB)
    assert [line.name for line in found.needed[:2]] == [Term.PEAK, Term.MARGIN]
    assert found.needed[0].size + found.needed[1].size == found.build == build_part(estimate(peak).at(8))


@given(HOSTS, GUESTS.filter(bool), st.floats(0, vm.SETTLED - 1), FILES, PEAKS)
def test_a_build_needs_the_same_before_a_restart_and_after_it(machine, before, uptime, text, peak):
    held = vm.other_processes(before).size
    fresh = replace(before, available=Bytes(before.total - 100 * MIB), uptime=Seconds(uptime))
    first, stopped, again = (
        recommend(machine, inside, current(text, machine), estimate(peak), earlier=held).need
        for inside in (before, None, fresh)
    )
    assert first == stopped == again


@given(HOSTS, GUESTS.filter(bool), st.integers(-vm.SAME + MIB, vm.SAME - MIB), FILES, PEAKS)
def test_a_build_needs_the_same_while_a_vm_moves_as_it_always_does(machine, inside, moved, text, peak):
    held = vm.other_processes(inside).size
    moves = replace(inside, available=Bytes(min(inside.total, max(0, inside.available - moved))))
    first, then = (
        recommend(machine, one, current(text, machine), estimate(peak), earlier=held).need for one in (inside, moves)
    )
    assert first == then


@given(PEAKS, st.integers(0, 64 * GIB), st.integers(0, 16 * GIB), st.integers(0, GIB), st.integers(0, GIB))
def test_more_memory_or_swap_never_worsens_the_outlook(peak, memory, swap, more_memory, more_swap):
    order = [Outlook.DIES, Outlook.SWAPS, Outlook.FITS]
    build = Bytes(round(peak * MIB))
    before = outlook(build, Bytes(memory), Bytes(swap))
    after = outlook(build, Bytes(memory + more_memory), Bytes(swap + more_swap))
    assert order.index(after) >= order.index(before)


@given(PEAKS, st.integers(0, 8 * GIB))
def test_need_is_the_smallest_memory_that_wsl_can_give_and_that_fits(peak, others):
    build = Bytes(round(peak * MIB))
    least = need(build, others=Bytes(others))
    assert least % (2 * MIB) == 0
    assert outlook(build, least, Bytes(0), others=Bytes(others)) is Outlook.FITS
    assert outlook(build, Bytes(least - 2 * MIB), Bytes(0), others=Bytes(others)) is not Outlook.FITS


@pytest.mark.parametrize(
    ("memory", "swap", "expected"),
    [(6, 0, Outlook.FITS), (2.6, 0, Outlook.DIES), (2.6, 4, Outlook.SWAPS), (1, 32, Outlook.DIES)],
)
def test_outlook_of_a_build_of_three_gib(memory, swap, expected):
    assert outlook(Bytes(3 * GIB), Bytes(round(memory * GIB)), Bytes(swap * GIB)) is expected


def test_without_a_project_everything_is_left_as_it_is():
    machine = host(16)
    found = recommend(machine, None, current("memory=4GB", machine), None)
    assert found.advice is Advice.ENOUGH
    assert [setting.value for setting in found.settings] == [None, None, None]
    assert "memory=4GB" in str(found.headline)


def test_a_host_that_cannot_names_options_that_lower_the_peak_and_their_cost():
    machine = host(4)
    found = recommend(machine, None, current("", machine), GIANT)
    assert found.options[0].name == "-p 1"
    assert all(option.peak < GIANT.at(8).size and option.cost and option.because for option in found.options)


def test_what_the_advice_rests_on_is_the_link_where_its_files_need_more_than_the_peak():
    machine = host(8)
    found = recommend(machine, None, current("memory=2GB", machine), LINKED)
    assert found.build == 2600 * MIB
    assert found.lines[0].name is Term.LINKING
    assert str(found.lines[0].because).startswith("example.com/app, mapped files included; more than the peak")
    assert recommend(machine, None, current("memory=2GB", machine), KUBERNETES).lines[0].name is Term.PEAK


def test_where_the_link_decides_only_a_smaller_link_helps():
    machine = host(4, commit=(3, 4))
    found = recommend(machine, None, current("", machine), LINKED)
    assert found.advice is Advice.HOST_CANNOT
    assert [option.name for option in found.options] == ["-ldflags=-w"]


def test_a_disk_that_is_full_gets_no_larger_swap_file():
    machine = host(4)
    found = recommend(machine, None, current("", machine), GIANT, free_disk=Bytes(4 * GIB))
    assert found.value("wsl2.swap") is None


def test_a_small_commit_limit_is_said_and_the_memory_is_not_lowered_for_it():
    machine = host(16, commit=(17, 18))
    found = recommend(machine, None, current("memory=8GB", machine), KUBERNETES)
    assert "commit-limit" in {caution.code for caution in found.cautions}
    assert found.value("wsl2.memory") is None


def test_windows_being_larger_than_what_it_would_keep_is_said():
    machine = host(8, available=1)
    found = recommend(machine, None, current("memory=2GB", machine), GIANT)
    assert "windows-uses-more" in {caution.code for caution in found.cautions}


def test_an_estimate_from_a_walk_and_a_missing_swap_are_said():
    machine = host(16)
    found = recommend(machine, None, current("swap=0", machine), estimate(280, source="walk"))
    assert {caution.code for caution in found.cautions} == {"estimate-not-exact", "no-swap"}


def test_a_peak_that_may_be_far_higher_is_said_with_the_package_that_makes_it():
    machine = host(16)
    plain = estimate(1200)
    wide = replace(plain, peaks=tuple(replace(peak, high=Bytes(3 * peak.size)) for peak in plain.peaks))
    plain_found, wide_found = (recommend(machine, None, current("", machine), build) for build in (plain, wide))
    assert plain_found.cautions == ()
    assert [caution.code for caution in wide_found.cautions] == ["estimate-uncertain"]
    assert "up to 3.52 GiB: example.com/large sets the peak" in str(wide_found.cautions[0].text)


def test_p_decides_which_peak_counts():
    machine = host(16)
    builds = [
        recommend(machine, None, current(text, machine), KUBERNETES, parallelism=parallelism).build
        for text, parallelism in (("", 1), ("processors=1", None), ("", None))
    ]
    assert builds[0] == builds[1] < builds[2]


def test_a_guest_is_told_a_little_less_memory_than_is_written():
    for memory, seen in ((8192, 7958), (12_036, 11_648)):
        least = vm.guest_total(Bytes(memory * MIB))
        assert 0 <= seen * MIB - least < 120 * MIB


@pytest.mark.parametrize("size", [64, 256, 1024])
def test_a_buffer_for_devices_is_no_room_for_the_build(size):
    """What swiotlb takes of the VM is asked for on top, and told."""
    text = "memory=2GB\nswap=0"
    machine = host(64)
    without = recommend(machine, None, current(text, machine), KUBERNETES)
    limits = replace(current(text, machine), devices=Bytes(size * MIB))
    found = recommend(machine, None, limits, KUBERNETES)
    assert found.need >= without.need + size * MIB
    assert sum(line.size for line in found.needed) == found.need
    assert any("swiotlb" in str(line.because) for line in found.needed)
