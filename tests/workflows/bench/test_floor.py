"""The least memory= is found by real restarts of the emulated VM, and the file is as it was afterwards."""

from __future__ import annotations

import pytest

from wslmem.bench import floor
from wslmem.bench.measures import completed
from wslmem.bench.plan import Side
from wslmem.report.headline import account
from wslmem.units import MIB, Bytes
from wslmem.workflows.consent import Consent

SIDES = floor.sides([Bytes(size * MIB) for size in (512, 640, 768, 896, 1024, 1280, 1536)], Side(""))


@pytest.mark.slow
def test_the_least_value_at_which_the_build_completes_is_found_and_told(bench):
    plan = {"sides": SIDES, "legs": (), "floor": "memory=1GB", "floor_runs": 1, "command": bench.eating(600)}
    result = bench.result(bench.run(**plan))
    good, bad = floor.floor(result)
    order = [side.name for side in SIDES]
    assert order.index(good.name) - order.index(bad.name) == 1
    assert 1 < len(result.names) < len(SIDES), "not every value had to be tried"
    for name in result.names:
        assert all(map(completed, result.counted(name))) == (order.index(name) >= order.index(good.name))
    assert bench.stand_in.wslconfig.read_bytes() == bench.old
    first, *_ = account(result)
    assert str(first) == f"The build completes with {good.name} and no swap; with {bad.name} it does not."


@pytest.mark.slow
def test_a_search_that_was_stopped_goes_on_where_it_was(bench):
    plan = {"sides": SIDES, "legs": (), "floor": "memory=1GB", "floor_runs": 1, "command": bench.eating(300)}
    consent = Consent.script()

    def stop_after_one(event):
        if type(event).__name__ == "LegEnded":
            consent.cancel.set()

    stopped = bench.run(**plan, each=stop_after_one, consent=consent)[-1]
    assert stopped.cancelled
    tried = floor.tried(stopped.result)
    assert tried == {"memory=1GB": True}
    result = bench.result(bench.run(resume=stopped.folder))
    assert result.runs[: len(stopped.result.runs)] == stopped.result.runs
    assert floor.floor(result)[0] is not None
