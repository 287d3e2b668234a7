"""Runs and results made of a few figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from wslmem.bench.plan import BenchPlan, Side, there_and_back
from wslmem.bench.result import BenchResult, Environment
from wslmem.bench.run import BuildRun, Cache
from wslmem.diagnosis.build_end import StoppedBy
from wslmem.diagnosis.verdict import Ending, Verdict
from wslmem.text import verbatim
from wslmem.units import Bytes, Seconds

KILLED = {"exit_code": 1, "verdict": Verdict(Ending.OOM, proven=True, headline=verbatim("killed"))}
BROKEN = {"exit_code": 1, "verdict": Verdict(Ending.BUILD_ERROR, proven=True, headline=verbatim("a syntax error"))}
CANCELLED = {
    "exit_code": None,
    "stopped_by": StoppedBy.CANCELLED,
    "verdict": Verdict(Ending.INTERRUPTED, proven=True, headline=verbatim("stopped")),
}


def make_run(wall: float = 40.0, **other: object) -> BuildRun:
    fields: dict[str, object] = {
        "leg": 0, "side": "before", "index": 0, "discarded": False, "cache": Cache.COLD, "command": ("go", "build"),
        "started": "2026-03-01T12:00:00Z", "user": None, "system": None, "exit_code": 0, "stopped_by": None,
        "mem_total": None, "swap_total": None, "peak_anonymous": Bytes(500), "peak_cgroup": None,
        "lowest_available": None, "swap_in": None, "swap_out": Bytes(0), "oom_kills": 0, "kernel_lines": (),
        "output_tail": "", "verdict": Verdict(Ending.OK, proven=True, headline=verbatim("completed")),
    }  # fmt: skip
    return BuildRun(wall=Seconds(wall), **(fields | other))  # type: ignore[arg-type]


@pytest.fixture
def run() -> Callable[..., BuildRun]:
    return make_run


@pytest.fixture
def side() -> Callable[..., list[BuildRun]]:
    """Runs of one side: times, and whether they were killed, broken or cancelled."""

    def make(times: Sequence[float] = (), *, killed: int = 0, broken: int = 0, cancelled: int = 0, legs: int = 1):
        whole = [make_run(wall, leg=i * legs // max(len(times), 1)) for i, wall in enumerate(times)]
        return [
            *whole,
            *[make_run(**KILLED)] * killed,
            *[make_run(**BROKEN)] * broken,
            *[make_run(**CANCELLED)] * cancelled,
        ]

    return make


@pytest.fixture
def result() -> Callable[..., BenchResult]:
    """A benchmark of two sides with the runs given and six a side planned."""

    def make(runs: Sequence[BuildRun] = (), environment: Environment | None = None, **other: object) -> BenchResult:
        sides = (Side("before"), Side("after"))
        plan = BenchPlan(project="/home/me/app", sides=sides, legs=there_and_back(sides, 6))
        return BenchResult(
            plan=plan,
            runs=tuple(runs),
            environment=environment or Environment(),
            **({"sides": (), "started": "", "wslmem_version": "1"} | other),
        )  # type: ignore[arg-type]

    return make
