"""Noise guards: each speaks when it should, and only then."""

from __future__ import annotations

import pytest

from wslmem.bench.guards import guard
from wslmem.bench.result import Environment, SideState
from wslmem.cautions import Caution
from wslmem.text import Text

STEADY = (40.0, 40.1, 40.2, 39.9, 39.8, 40.05)


def both(run, before=STEADY, after=STEADY):
    return [run(time, side=side) for side, times in (("before", before), ("after", after)) for time in times]


def codes(result) -> list[str]:
    return [caution.code for caution in guard(result)]


def test_a_quiet_benchmark_has_no_caution(result, run):
    assert codes(result(both(run))) == []


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        (Environment(file_system="9p"), "project-on-windows-drive"),
        (Environment(host_busy=20.1), "host-busy"),
        (Environment(on_battery=True), "on-battery"),
        (Environment(other_distributions=("docker-desktop", "Debian")), "other-distributions"),
        (Environment(docker_desktop=True), "docker-desktop"),
        (Environment(auto_memory_reclaim="gradual"), "memory-reclaim-gradual"),
    ],
)
def test_each_disturbing_circumstance_is_named(result, run, environment, code):
    assert codes(result(both(run), environment)) == [code]


def test_circumstances_that_disturb_nothing_are_not_named(result, run):
    fine = Environment(
        file_system="ext4", host_busy=20.0, on_battery=False, other_distributions=(), docker_desktop=False,
        auto_memory_reclaim="dropCache",
    )  # fmt: skip
    assert codes(result(both(run), fine)) == []


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ((60.0, 40.1, 40.2, 39.9, 39.8, 40.05), ["first-run-slow", "unsteady"]),
        ((40.0, 40.1, 40.2, 60.0, 39.8, 40.05), ["outliers", "unsteady"]),
        ((40.0, 40.1, 40.2, 39.9, 39.8, 80.0), ["outliers", "unsteady", "extreme-run"]),
        ((40.0, 40.0, 40.0, 40.0, 40.0, 41.0), []),  # no deviation to measure a distance in
    ],
)
def test_runs_that_stand_out_are_named(result, run, times, expected):
    assert codes(result(both(run, before=times))) == expected


def test_a_benchmark_cut_short_says_how_many_runs_there_are(result, run):
    assert [str(caution.text) for caution in guard(result(both(run, after=STEADY[:4])))] == [
        "Only 4 of 6 planned after runs finished."
    ]


def test_settings_that_the_vm_did_not_show_are_named(result, run):
    sides = (SideState(side="before", proven=True), SideState(side="after", proven=False))
    assert codes(result(both(run), sides=sides)) == ["settings-not-proven"]


def test_cautions_from_the_run_come_first_and_only_once(result, run):
    caution = Caution("on-battery", Text("On battery power: the processors may have been throttled."))
    noisy = result(both(run), Environment(on_battery=True, host_busy=50.0), cautions=(caution,))
    assert codes(noisy) == ["on-battery", "host-busy"]
