"""What a benchmark took, kept beside the runs of `wslmem run`: the next one of the same command is sized by it."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from wslmem.bench.plan import BenchPlan
from wslmem.bench.run import BuildRun, Cache
from wslmem.diagnosis.verdict import Ending
from wslmem.errors import WslmemError
from wslmem.machine.own import run_history
from wslmem.machine.own.run_history import PastRun
from wslmem.sizing import commands
from wslmem.units import Bytes


def note(state_dir: Path, plan: BenchPlan, run: BuildRun) -> WslmemError | None:
    """Keep a cold build that ran as a person would run it; the reason where that could not be written.

    One with flags or variables of the benchmark's own is another build, and a warm one says less.
    """
    side = plan.side(run.side)
    if run.peak_anonymous is None or run.cache is not Cache.COLD or side.goflags or side.environment:
        return None
    kept = PastRun(
        started=run.started,
        wall=run.wall,
        peak=run.peak_anonymous,
        largest=max((sample.largest or Bytes(0) for sample in run.samples), default=Bytes(0)),
        jobs=None,
        exit_code=run.exit_code if run.exit_code is not None else 1,
        limit=None,
        killed=run.verdict.ending is not Ending.OK,
    )
    try:
        run_history.keep(state_dir, PurePosixPath(plan.project), commands.normal(plan.command, plan.project), kept)
    except WslmemError as error:
        return error
    return None
