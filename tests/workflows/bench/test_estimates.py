"""The estimate stands beside what is measured, for builds that the model knows."""

from __future__ import annotations

import pytest

from wslmem.bench.plan import BenchPlan, Leg, Side
from wslmem.workflows.bench.estimates import parallelism


def plan(command: str, *sides: Side) -> BenchPlan:
    sides = sides or (Side("before"),)
    return BenchPlan(project="/app", sides=sides, legs=(Leg("before", 1),), command=tuple(command.split()))


@pytest.mark.parametrize(
    ("command", "side", "expected"),
    [
        ("go build ./...", Side("before"), 0),
        ("/usr/local/go/bin/go build -p 3 ./...", Side("before"), 3),
        ("go build ./...", Side("p=2", goflags=("-p=2",)), 2),
        ("go build -p=8 ./...", Side("p=2", goflags=("-p=2",)), 2),
        ("go build -p 2 ./a/... ./b/...", Side("before"), 2),
        ("go build ./cmd/one", Side("before"), None),
        ("go build -race ./...", Side("before"), None),
        ("go test ./...", Side("before"), None),
        ("go build ./...", Side("l", goflags=("-ldflags=-s",)), None),
        ("go build ./...", Side("g", environment=(("GOGC", "50"),)), None),
        ("cargo build", Side("before"), None),
        ("make -j4", Side("before"), None),
    ],
)
def test_the_model_knows_whole_go_projects_at_any_p_and_nothing_else(command, side, expected):
    assert parallelism(plan(command, side), side) == expected
