"""A benchmark that was killed goes on where it was, and the file is back whoever comes next."""

from __future__ import annotations

import pytest

from wslmem.errors import WslmemError
from wslmem.workflows.apply import recovery
from wslmem.workflows.bench import reports
from wslmem.workflows.bench.events import BenchFinished, BenchStarted, LegStarted

MOMENTS = [("Sampled", 0, 0), ("LegEnded", 0, 1), ("RunStarted", 1, 1), ("BenchFinished", 1, 3)]
"""Event and leg at which the benchmark is killed, and how many of its three builds are saved by then."""


@pytest.mark.parametrize(("event", "leg", "saved"), MOMENTS)
def test_a_benchmark_killed_in_any_leg_is_resumed_with_nothing_lost_and_nothing_twice(bench, event, leg, saved):
    folder = bench.killed_at(event, leg)
    before = reports.load(folder).runs
    assert len(before) == saved
    events = bench.run(resume=folder)
    assert isinstance(events[-1], BenchFinished)
    result = bench.result(events)
    assert result.runs[:saved] == before
    assert [(run.leg, run.side, run.index) for run in result.runs] == [
        (0, "before", 0),
        (1, "after", 0),
        (1, "after", 1),
    ]
    assert reports.load(folder) == result
    assert bench.paths.wslconfig.read_bytes() == bench.old
    assert recovery.interruptions(bench.paths) == ()


def test_what_is_done_and_what_is_left_is_told(bench):
    events = bench.run(resume=bench.killed_at("LegEnded", 0))
    (started,) = (event for event in events if isinstance(event, BenchStarted))
    assert started.done == 1
    assert [(event.index, event.runs_left) for event in events if isinstance(event, LegStarted)] == [(1, 2)]


def test_after_a_kill_the_next_look_tells_of_it_and_puts_the_file_back(bench):
    folder = bench.killed_at("RunStarted", 0)
    assert bench.paths.wslconfig.read_bytes() != bench.old
    found = recovery.interruptions(bench.paths)
    assert found[0].entry.saved_runs == str(folder)
    list(recovery.put_back(bench.paths, found[0]))
    assert bench.paths.wslconfig.read_bytes() == bench.old


def test_a_benchmark_that_is_still_at_work_was_not_interrupted(bench):
    looks = {}
    bench.run(each=lambda event: looks.setdefault(type(event).__name__, recovery.interruptions(bench.paths)))
    assert {"BenchStarted", "Restarting", "RunStarted", "RunEnded"} <= set(looks)
    assert set(looks.values()) == {()}


def test_another_benchmark_starts_from_the_users_own_file_and_not_from_what_a_killed_one_left(bench):
    bench.killed_at("RunStarted", 0)
    events = bench.run()
    assert isinstance(events[-1], BenchFinished)
    assert [state.memory for state in bench.result(events).sides] == ["600MB", "2GB"]
    assert bench.paths.wslconfig.read_bytes() == bench.old


def test_a_folder_without_a_benchmark_cannot_be_resumed(bench, tmp_path):
    with pytest.raises(WslmemError):
        bench.run(resume=tmp_path)
