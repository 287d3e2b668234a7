"""hyperfine's JSON: one file that what reads the exports of 1.x and of 2.x reads alike, beside the program itself."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import pytest

from wslmem.report.formats import render

HYPERFINE = Path(sys.executable).with_name("hyperfine")
"""From PyPI, with the other tools of the tests (astral-dev-toolchain-hyperfine)."""
WITH_RUNS = ("killed_before", "faster", "swapped_before", "sweep")
IN_VERSION_1 = ("command", "mean", "stddev", "median", "user", "system", "min", "max", "times", "exit_codes")
"""What every entry has, as hyperfine 1.20 writes them (src/benchmark/benchmark_result.rs)."""


def times_of_1(document: dict[str, Any]) -> dict[str, list[float]]:
    """Labels and times as scripts for 1.x look for them."""
    return {entry["command"]: entry["times"] for entry in document["results"]}


def values_of_2(document: dict[str, Any], metric: str | None = None) -> dict[str, list[float]]:
    """Labels and values as scripts for 2.x look for them: a metric that every summary has, in every measurement."""
    metric = metric or document["primary_metric"]
    assert all(metric in entry["summary"] for entry in document["results"])
    return {
        entry.get("name", entry["command"]): [one[metric]["value"] for one in entry["measurements"]]
        for entry in document["results"]
    }


def export(request: pytest.FixtureRequest, case: str) -> dict[str, Any]:
    return json.loads(render(request.getfixturevalue(case), "hyperfine"))


@pytest.mark.parametrize("case", WITH_RUNS)
def test_both_versions_read_the_same_times_and_peaks(case, request):
    document = export(request, case)
    assert times_of_1(document) == values_of_2(document) != {}
    peaks = {entry["command"]: entry["memory_usage_byte"] for entry in document["results"]}
    assert peaks == values_of_2(document, "memory_peak_resident")


@pytest.mark.parametrize("case", WITH_RUNS)
def test_the_figures_of_both_versions_are_those_of_the_runs(case, request):
    for entry in export(request, case)["results"]:
        assert set(IN_VERSION_1) <= set(entry)
        wall = entry["summary"]["time_wall_clock"]
        for name in ("mean", "stddev", "median", "min", "max"):
            assert entry[name] == wall[name]
        assert entry["mean"] == pytest.approx(mean(entry["times"]))
        assert entry["stddev"] == pytest.approx(stdev(entry["times"]))
        assert len(entry["times"]) == len(entry["exit_codes"]) == len(entry["measurements"]) == wall["count"]


def test_a_benchmark_without_a_completed_run_is_a_file_without_results(unstarted):
    assert json.loads(render(unstarted, "hyperfine"))["results"] == []


def test_names_and_parameters_tell_the_settings_apart(faster, killed_before):
    first, second = json.loads(render(faster, "hyperfine"))["results"]
    assert first["command"] == "before (memory=6GB, swap=2GB)"
    assert second["parameters"] == {"memory": {"value": "8GB"}, "swap": {"value": "2GB"}}
    assert [entry["exit_codes"] for entry in json.loads(render(killed_before, "hyperfine"))["results"]] == [[0] * 6]


def test_a_sweep_has_its_own_parameter_alone_as_an_axis(sweep):
    entries = json.loads(render(sweep, "hyperfine"))["results"]
    assert [entry["parameters"] for entry in entries] == [{"p": {"value": "1"}}, {"p": {"value": "2"}}]


def test_one_run_has_no_standard_deviation_and_unknown_figures_are_left_out(single):
    (entry,) = json.loads(render(single, "hyperfine"))["results"]
    assert (entry["stddev"], entry["user"], "memory_usage_byte" in entry) == (None, None, False)
    assert list(entry["summary"]) == ["time_wall_clock"]
    assert entry["summary"]["time_wall_clock"]["stddev"] is None


@pytest.mark.posix_only(reason="there is no wheel of hyperfine for Windows under Wine")
def test_hyperfine_itself_writes_no_member_that_ours_lacks(faster, tmp_path):
    path = tmp_path / "theirs.json"
    command = [
        HYPERFINE,
        "--runs",
        "2",
        "--style",
        "none",
        "--export-json",
        path,
        "--parameter-list",
        "n",
        "1,2",
        "true",
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    theirs, ours = json.loads(path.read_text()), json.loads(render(faster, "hyperfine"))
    assert set(theirs) - set(ours) == set()
    assert theirs["schema_version"] == ours["schema_version"]
    their_entry, our_entry = theirs["results"][0], ours["results"][0]
    assert set(their_entry) - set(our_entry) == set()
    assert shape(their_entry["measurements"][0], our_entry["measurements"][0])
    assert shape(their_entry["summary"], our_entry["summary"])
    assert shape(next(iter(their_entry["parameters"].values())), next(iter(our_entry["parameters"].values())))


def shape(theirs: Any, ours: Any) -> bool:
    """Whether ours has every member of theirs, each of the same kind."""
    if isinstance(theirs, dict):
        return all(name in ours and shape(theirs[name], ours[name]) for name in theirs)
    return type(theirs) is type(ours) and (not isinstance(theirs, str) or theirs == ours or theirs.isdigit())
