"""Names: what was set on a side, how a run ended, what is measured."""

from __future__ import annotations

from collections.abc import Sequence

from wslmem.bench.measures import interrupted, killed
from wslmem.bench.result import BenchResult
from wslmem.bench.run import BuildRun
from wslmem.diagnosis.verdict import Ending

METRIC_NAMES = {
    "wall": "Wall time",
    "user": "User CPU time",
    "system": "System CPU time",
    "peak": "Peak memory of the build",
    "lowest-available": "Lowest available in the VM",
    "peak-swap": "Swap in use, highest",
    "swap-out": "Written to swap",
}
"""By the names of `measures.METRICS`."""

FATES = {
    Ending.OOM: "killed for lack of memory",
    Ending.OOM_ELSEWHERE: "failed while memory ran out",
    Ending.STALLED_BY_MEMORY: "stopped: it stalled for lack of memory",
    Ending.SWAP_THRASH: "stopped: it only swapped",
    Ending.GO_CANNOT_ALLOCATE: "failed: no memory to be had",
    Ending.KILLED_UNKNOWN: "killed (by whom is not proven)",
    Ending.DISTRO_GONE: "lost with its distribution",
    Ending.VM_GONE: "lost with the VM",
    Ending.BUILD_ERROR: "failed by itself",
    Ending.INTERRUPTED: "interrupted",
}
"""How a run that did not complete ended, to follow "was"."""


def fate(run: BuildRun) -> str:
    """How `run` ended, in a few words.

    >>> from types import SimpleNamespace as Run
    >>> fate(Run(exit_code=0, stopped_by=None))
    'completed'
    """
    if run.exit_code == 0 and run.stopped_by is None:
        return "completed"
    if run.stopped_by == "time-limit" and run.verdict.ending is Ending.OK:
        return "stopped at the time limit"
    return FATES.get(run.verdict.ending, f"ended with exit code {run.exit_code}")


def common_fate(runs: Sequence[BuildRun]) -> str:
    """How the killed ones of `runs` ended: in one word where they agree, else that they did not complete."""
    fates = {fate(run) for run in runs if killed(run)}
    return fates.pop() if len(fates) == 1 else "killed or stopped"


def setting(result: BenchResult, side: str) -> str:
    """What is special about `side`: `memory=8GB, swap=2GB`, `-p=4`, `GOGC=50`; empty where nothing is known to be.

    What the file said while the side ran wins over what the plan wanted to write; it is left out where the sides differ
    in flags or variables alone.
    """
    state, planned = result.state(side), result.plan.side(side)
    values = {key.removeprefix("wsl2."): value for key, value in planned.settings}
    other = [*planned.goflags, *(f"{name}={value}" for name, value in planned.environment)]
    if planned.settings or not other:
        values |= {key: value for key, value in (("memory", state.memory), ("swap", state.swap)) if value is not None}
    return ", ".join(
        [*(f"{key}={value}" if value is not None else f"no {key}=" for key, value in values.items()), *other]
    )


def titled(result: BenchResult, side: str) -> str:
    """`side` with its setting in brackets; a name that already says the setting stands alone."""
    known = setting(result, side)
    return side if not known or known.removeprefix("-") == side else f"{side} ({known})"


def at(side: str) -> str:
    """`side` as it stands in a sentence.

    >>> at("before"), at("p=2")
    ('before', 'at p=2')
    """
    return side if side in {"before", "after"} else f"at {side}"


def place(result: BenchResult, run: BuildRun) -> str:
    """Where `run` stands in the benchmark: `before, leg 1, build 2`; counted from 1."""
    warm_up = ", warm-up" if run.discarded else ""
    warm = ", warm" if run.cache == "warm" else ""
    legs = f", leg {run.leg + 1}" if len(result.plan.legs) > 1 else ""
    return f"{run.side}{legs}, build {run.index + 1}{warm}{warm_up}"


def unfinished(result: BenchResult) -> tuple[BuildRun, ...]:
    """Every run that did not complete, warm-ups included, in the order they ran."""
    return tuple(run for run in result.runs if run.exit_code != 0 or run.stopped_by is not None or interrupted(run))
