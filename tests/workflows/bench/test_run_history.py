"""A benchmark's builds are known to `wslmem run` and `recommend --command` afterwards; altered ones are not."""

from __future__ import annotations

from pathlib import PurePosixPath

from wslmem.bench.plan import BenchPlan, Side, there_and_back
from wslmem.bench.run import BuildRun, Cache
from wslmem.diagnosis.verdict import Ending, Verdict
from wslmem.machine.own import run_history
from wslmem.text import Text
from wslmem.units import GIB, Bytes, Seconds
from wslmem.workflows.bench import history


def build(side: str, *, cache: Cache = Cache.COLD, ending: Ending = Ending.OK) -> BuildRun:
    return BuildRun(
        leg=0, side=side, index=0, discarded=False, cache=cache, command=("cargo", "build"), started="",
        wall=Seconds(9), user=Seconds(8), system=Seconds(1), exit_code=0, stopped_by=None, mem_total=Bytes(4 * GIB),
        swap_total=Bytes(0), peak_anonymous=Bytes(GIB), peak_cgroup=None, lowest_available=Bytes(GIB),
        swap_in=Bytes(0), swap_out=Bytes(0), oom_kills=0, kernel_lines=(), output_tail="",
        verdict=Verdict(ending, True, Text("so")), samples=(), peak_swap=Bytes(0),
    )  # fmt: skip


def test_a_cold_build_as_a_person_runs_it_is_kept_and_others_are_not(tmp_path):
    sides = (Side("before"), Side("jobs=1", environment=(("CARGO_BUILD_JOBS", "1"),)))
    plan = BenchPlan(project="/home/me/app", sides=sides, legs=there_and_back(sides, 3), command=("cargo", "build"))
    for run in (
        build("before"), build("before", ending=Ending.OOM), build("jobs=1"), build("before", cache=Cache.WARM),
    ):  # fmt: skip
        assert history.note(tmp_path, plan, run) is None
    kept = run_history.read(tmp_path, PurePosixPath("/home/me/app"), "cargo build")
    assert [(one.peak, one.killed) for one in kept] == [(GIB, False), (GIB, True)]
