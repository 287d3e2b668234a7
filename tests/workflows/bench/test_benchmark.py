"""A benchmark from its first restart to the file put back."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from wslmem.bench.plan import Afterwards, Leg, Side
from wslmem.diagnosis.verdict import Ending
from wslmem.errors import BusyError, NotFoundError, UsageError
from wslmem.machine.own import sample_module
from wslmem.machine.own.lock import lock
from wslmem.units import MIB, Seconds
from wslmem.workflows.apply import recovery
from wslmem.workflows.apply.events import TookEffect
from wslmem.workflows.bench import events as told
from wslmem.workflows.bench import reports
from wslmem.workflows.consent import Consent

AS_IS = {"sides": (Side("before"),), "legs": (Leg("before", 1, 0),), "restart": False}
"""One build in the VM as it runs."""


def endings(result):
    return [(run.side, run.verdict.ending) for run in result.runs]


def test_a_build_that_is_killed_before_and_completes_after(bench):
    events = bench.run(command=bench.eating(600))
    result = bench.result(events)
    assert isinstance(events[-1], told.BenchFinished)
    assert endings(result) == [("before", Ending.OOM), ("after", Ending.OK)]
    before, after = result.runs
    assert before.verdict.proven
    assert any(one.source == "kernel" for one in before.verdict.evidence)
    assert after.peak_anonymous is not None
    assert 600 * MIB < after.peak_anonymous < 630 * MIB
    assert bench.paths.wslconfig.read_bytes() == bench.old


def test_a_real_go_build_that_is_killed_before_and_completes_after(bench, tmp_path):
    go = shutil.which("go")
    assert go is not None
    bench.stand_in.knobs(guest_path=[str(Path(go).parent)])
    sample_module.write(tmp_path / "sample", functions=8000)
    events = bench.run(project=str(tmp_path / "sample"), command=("go", "build", "./..."), time_limit=Seconds(250))
    before, after = bench.result(events).runs
    assert before.verdict.ending in (Ending.OOM, Ending.STALLED_BY_MEMORY)
    # Where runtime compiles beside it the kernel takes that one, or both.
    killed = ("example.com/sample/tables", "runtime")
    assert before.verdict.package in killed or before.verdict.ending is Ending.STALLED_BY_MEMORY
    assert after.verdict.ending is Ending.OK
    assert after.running_at_peak[0] == "compile example.com/sample/tables"
    assert {"compile", "link"} & {word for line in after.running_at_peak for word in line.split()}
    assert dict(after.context)["module"] == "example.com/sample"
    assert sorted(path.name for path in (tmp_path / "sample").iterdir()) == ["go.mod", "main.go", "tables"]


def test_a_build_that_swaps_before_and_fits_after(bench):
    sides = (Side("before", (("wsl2.memory", "600MB"), ("wsl2.swap", "1GB"))), Side("after"))
    before, after = bench.result(bench.run(sides=sides, command=bench.eating(600, 2))).runs
    assert [run.verdict.ending for run in (before, after)] == [Ending.OK, Ending.OK]
    assert before.peak_swap is not None
    assert before.peak_swap > 100 * MIB
    assert before.swap_out is not None
    assert before.swap_out > 100 * MIB
    assert after.peak_swap == 0


def test_each_leg_starts_a_new_vm_and_proves_its_limits(bench):
    legs = tuple(Leg(side, 1, 0) for side in ("before", "after", "after", "before"))
    events = bench.run(legs=legs)
    guests = [
        event.event.guest
        for event in events
        if isinstance(event, told.Restarting) and isinstance(event.event, TookEffect)
    ]
    assert len({guest.boot_id for guest in guests}) == 4
    assert [guest.total < 700 * MIB for guest in guests] == [True, False, False, True]
    assert [run.side for run in bench.result(events).runs] == ["before", "after", "after", "before"]
    assert bench.paths.wslconfig.read_bytes() == bench.old


def test_every_build_is_saved_before_it_is_told(bench):
    saved = []

    def look(event):
        if isinstance(event, told.RunEnded):
            saved.append((event.run, reports.load(event.saved).runs))

    bench.run(each=look, legs=(Leg("after", 2, 1),))
    assert [len(runs) for _, runs in saved] == [1, 2, 3]
    assert all(runs[-1] == run for run, runs in saved)
    assert [run.discarded for run, _ in saved] == [True, False, False]


def test_samples_arrive_while_the_build_runs(bench):
    seen = []
    bench.run(**AS_IS, command=bench.eating(30, 1.2), each=lambda event: seen.append(type(event)))
    begin, end = seen.index(told.RunStarted), seen.index(told.RunEnded)
    assert seen[begin:end].count(told.Sampled) >= 3


def test_with_a_warm_build_behind_each_cold_one_both_share_a_cache(bench):
    command = ("sh", "-c", 'ls "$GOCACHE"; touch "$GOCACHE/made"')
    result = bench.result(bench.run(**AS_IS, command=command, warm=True))
    assert [(run.cache, run.output_tail) for run in result.runs] == [("cold", ""), ("warm", "made")]


def test_behind_a_cold_build_that_was_killed_there_is_no_warm_one(bench):
    result = bench.result(bench.run(**AS_IS, command=("sh", "-c", "kill -9 $$"), warm=True))
    assert [run.cache for run in result.runs] == ["cold"]


def test_a_sweep_gives_each_point_its_flags_and_restarts_nothing(bench):
    sides = tuple(Side(f"p={n}", goflags=(f"-p={n}",)) for n in (1, 2))
    legs = tuple(Leg(side.name, 1, 0) for side in sides)
    events = bench.run(sides=sides, legs=legs, restart=False, command=("sh", "-c", 'echo "$GOFLAGS"'))
    assert [f"-p={n}" in run.output_tail for n, run in zip((1, 2), bench.result(events).runs, strict=True)] == [
        True,
        True,
    ]
    assert not [event for event in events if isinstance(event, told.Restarting)]


def test_the_settings_of_the_last_side_stay_where_that_is_asked(bench):
    sides = (Side("before"), Side("after", (("wsl2.memory", "1GB"),)))
    events = bench.run(sides=sides, afterwards=Afterwards.LAST_SIDE)
    assert isinstance(events[-1], told.BenchFinished)
    assert bench.paths.wslconfig.read_bytes() == bench.old.replace(b"2GB", b"1GB")


def test_where_there_was_no_file_there_is_none_afterwards(bench):
    bench.paths.wslconfig.unlink()
    bench.run()
    assert not bench.paths.wslconfig.exists()


def test_ctrl_c_stops_the_build_in_the_vm_keeps_finished_ones_and_puts_the_file_back(bench):
    cancel = threading.Event()
    first = []

    def stop_second(event):
        if isinstance(event, told.RunEnded):
            first.append(event.run)
        if first and isinstance(event, told.Sampled):
            cancel.set()

    events = bench.run(
        legs=(Leg("before", 3, 0),),
        command=bench.eating(20, 2),
        each=stop_second,
        consent=Consent.script(cancel=cancel),
    )
    assert isinstance(events[-1], told.BenchStopped)
    assert events[-1].cancelled
    assert events[-1].result.runs == tuple(first)
    assert any(isinstance(event, told.Stopping) for event in events)
    assert bench.paths.wslconfig.read_bytes() == bench.old
    assert subprocess.run(["pgrep", "-f", f"{bench.plan.project} cache[.]"], check=False).returncode == 1


def test_a_listener_that_goes_away_leaves_no_build_and_no_changed_file(bench):
    def leave(event):
        if isinstance(event, told.Sampled):
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        bench.run(command=bench.eating(20, 30), each=leave)
    assert bench.paths.wslconfig.read_bytes() == bench.old


def test_the_time_limit_labels_the_run(bench):
    (run,) = bench.result(bench.run(**AS_IS, command=("sleep", "600"), time_limit=Seconds(1))).runs
    assert (run.stopped_by, run.exit_code, run.verdict.ending) == ("time-limit", None, Ending.TIME_LIMIT)


def test_a_vm_that_goes_away_is_told_from_a_failure_of_the_build(bench):
    def pull_the_plug(event):
        if isinstance(event, told.Sampled) and not gone.is_set():
            gone.set()
            bench.shut_down()

    gone = threading.Event()
    events = bench.run(**AS_IS, command=bench.eating(20, 600), each=pull_the_plug)
    (run,) = bench.result(events).runs
    assert (run.verdict.ending, run.verdict.proven) == (Ending.VM_GONE, True)


def test_a_build_that_fails_by_itself_is_not_tried_again_and_again(bench):
    events = bench.run(command=("sh", "-c", "echo ./main.go:1:1: undefined: x; exit 1"))
    assert isinstance(events[-1], told.BenchStopped)
    assert endings(bench.result(events)) == [("before", Ending.BUILD_ERROR)]
    assert bench.paths.wslconfig.read_bytes() == bench.old


@pytest.mark.parametrize("wrong", [{"project": "/does/not/exist"}, {"command": ("no-such-tool",)}])
def test_what_cannot_be_built_is_told_after_the_file_is_back(bench, wrong):
    with pytest.raises(NotFoundError):
        bench.run(**wrong)
    assert bench.paths.wslconfig.read_bytes() == bench.old
    assert recovery.interruptions(bench.paths) == ()


def test_what_another_program_wrote_meanwhile_is_left_alone(bench):
    theirs = b"[wsl2]\nmemory=6GB\n"

    def edit(event):
        if isinstance(event, told.RunEnded):
            bench.paths.wslconfig.write_bytes(theirs)

    with pytest.raises(BusyError):
        bench.run(each=edit)
    assert bench.paths.wslconfig.read_bytes() == theirs


def test_settings_that_do_not_take_effect_end_the_benchmark_with_the_old_file(bench):
    bench.stand_in.knobs(faults=["config-ignored"])
    with pytest.raises(Exception, match="did not take effect"):
        bench.run()
    assert bench.paths.wslconfig.read_bytes() == bench.old


def test_there_is_one_benchmark_at_a_time(bench):
    with lock(bench.paths.state_dir / "bench"), pytest.raises(BusyError):
        bench.run()


@pytest.mark.parametrize(
    "plan",
    [
        {"legs": ()},
        {"sides": (Side("a"), Side("a"))},
        {"legs": (Leg("nobody", 1),)},
        {"restart": False},
        {"command": ("go", "build", "-p", "4"), "sides": (Side("before", goflags=("-p=2",)), Side("after"))},
    ],
)
def test_a_plan_that_contradicts_itself_is_refused_at_once(bench, plan):
    with pytest.raises(UsageError):
        bench.run(**plan)


def test_the_circumstances_are_recorded(bench):
    result = bench.result(bench.run(**AS_IS))
    seen = result.environment
    assert seen.wsl_version
    assert (seen.processors, seen.distribution) == (2, result.plan.distribution)
    assert seen.file_system
    assert seen.host_busy is not None


STALL = """
import mmap, os, random, sys
with open("pages", "r+b") as file:
    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    pages = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
pages.madvise(mmap.MADV_RANDOM)
held = bytearray(int(sys.argv[1]) << 20)
while True:
    pages[random.randrange(len(pages) >> 12) << 12]
"""
"""Fills the VM but for a little and reads pages of a file that does not fit into the rest, as a stalled build does."""


def test_the_watchdog_in_the_vm_stops_a_build_that_only_reads_its_pages_again(bench, tmp_path):
    with (tmp_path / "pages").open("wb") as file:
        for _ in range(200):
            file.write(os.urandom(1 << 20))
        os.fsync(file.fileno())
    command = (sys.executable, "-c", STALL, "410")
    plan = {"sides": (Side("before", (("wsl2.memory", "600MB"),)),), "legs": (Leg("before", 1, 0),)}
    (run,) = bench.result(bench.run(**plan, command=command)).runs
    assert (run.stopped_by, run.verdict.ending) == ("memory-pressure", Ending.STALLED_BY_MEMORY)
    assert run.verdict.proven


def test_a_cancelled_benchmark_puts_the_file_back_before_it_stops_the_build(bench):
    cancel, then = threading.Event(), []

    def watch(event):
        if isinstance(event, told.Sampled):
            cancel.set()
        if isinstance(event, told.Stopping):
            then.append(bench.paths.wslconfig.read_bytes())

    sides = (Side("before", (("wsl2.memory", "1GB"),)), Side("after"))
    events = bench.run(
        sides=sides,
        legs=(Leg("before", 1, 0), Leg("after", 1, 0)),
        command=bench.eating(20, 30),
        each=watch,
        consent=Consent.script(cancel=cancel),
    )
    assert events[-1].cancelled
    assert then == [bench.old]
    assert bench.paths.wslconfig.read_bytes() == bench.old
    assert not list(bench.paths.state_dir.glob("journal-*"))
