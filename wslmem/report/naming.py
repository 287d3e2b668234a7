"""Names: what was set on a side, how a run ended, what is measured."""

from __future__ import annotations

from collections.abc import Sequence

from wslmem.bench.measures import completed, interrupted, killed
from wslmem.bench.result import BenchResult
from wslmem.bench.run import BuildRun, Cache
from wslmem.bench.sides import at, name_of
from wslmem.diagnosis.build_end import StoppedBy
from wslmem.diagnosis.verdict import Ending
from wslmem.report.figures import COMMA
from wslmem.text import Text, joined, verbatim

METRIC_NAMES = {
    "wall": Text("Wall time"),
    "user": Text("User CPU time"),
    "system": Text("System CPU time"),
    "peak": Text("Build peak"),
    "lowest-available": Text("Lowest available in the VM"),
    "peak-swap": Text("Highest swap use"),
    "swap-out": Text("Written to swap"),
}
"""By the names of `measures.METRICS`."""

COMPLETED = Text("completed")
FATES = {
    Ending.OOM: Text("killed for lack of memory"),
    Ending.OOM_ELSEWHERE: Text("ended when memory ran out"),
    Ending.STALLED_BY_MEMORY: Text("stopped (stalled for lack of memory)"),
    Ending.SWAP_THRASH: Text("stopped (stalled: swapping)"),
    Ending.MEMORY_REFUSED: Text("refused memory"),
    Ending.CONTAINER_LIMIT: Text("killed at a memory limit of its own"),
    Ending.KILLED_BY_DAEMON: Text("killed before memory was full"),
    Ending.TIME_LIMIT: Text("stopped at the time limit"),
    Ending.TERMINATED: Text("asked to end"),
    Ending.LIMIT: Text("failed at another limit"),
    Ending.DISK_FULL: Text("failed (disk full)"),
    Ending.OWN_HEAP_LIMIT: Text("failed at its own heap limit"),
    Ending.KILLED_UNKNOWN: Text("killed (by SIGKILL from an unknown sender)"),
    Ending.DISTRO_GONE: Text("lost with the distribution"),
    Ending.VM_GONE: Text("lost with the VM"),
    Ending.BUILD_ERROR: Text("failed on its own"),
    Ending.INTERRUPTED: Text("interrupted"),
}
"""How a run that did not complete ended, to follow "was" or to stand alone."""
SEVERAL = Text("killed or stopped")
STOPPED = Text("stopped")
IN_A_WORD = {
    Ending.OOM: Text("killed"),
    Ending.CONTAINER_LIMIT: Text("killed"),
    Ending.KILLED_BY_DAEMON: Text("killed"),
    Ending.KILLED_UNKNOWN: Text("killed"),
    Ending.STALLED_BY_MEMORY: STOPPED,
    Ending.SWAP_THRASH: STOPPED,
    Ending.DISTRO_GONE: Text("lost"),
    Ending.VM_GONE: Text("lost"),
    Ending.INTERRUPTED: Text("interrupted"),
}
"""The same beside the mark in a chart; all others failed."""


def fate(run: BuildRun) -> Text:
    """How `run` ended, in a few words.

    >>> from types import SimpleNamespace as Run
    >>> str(fate(Run(exit_code=0, stopped_by=None, verdict=Run(ending=Ending.OK))))
    'completed'
    """
    if completed(run):
        return COMPLETED
    return FATES.get(run.verdict.ending) or Text("ended with exit code {code}", code=run.exit_code)


def fate_in_a_word(run: BuildRun) -> Text:
    """How a run that did not complete ended, where there is room for a word."""
    return STOPPED if run.stopped_by is StoppedBy.TIME_LIMIT else IN_A_WORD.get(run.verdict.ending, Text("failed"))


def common_fate(runs: Sequence[BuildRun]) -> Text:
    """How the killed ones of `runs` ended: in one word where they agree, else that they did not complete."""
    fates = {fate(run) for run in runs if killed(run)}
    return fates.pop() if len(fates) == 1 else SEVERAL


def setting(result: BenchResult, side: str) -> Text:
    """What is special about `side`: `memory=8GB, swap=2GB`, `-p=4`, `GOGC=50`; empty where nothing is known to be.

    What the file said while the side ran wins over what the plan wanted to write; it is left out where the sides differ
    in flags or variables alone.
    """
    state, planned = result.state(side), result.plan.side(side)
    values = {key.removeprefix("wsl2."): value for key, value in planned.settings}
    other = [*planned.goflags, *(f"{name}={value}" for name, value in planned.environment)]
    if planned.settings or not other:
        values |= {key: value for key, value in (("memory", state.memory), ("swap", state.swap)) if value is not None}
    return joined(COMMA, [*(_value(key, value) for key, value in values.items()), *map(verbatim, other)])


def _value(key: str, value: str | None) -> Text:
    return Text("no {key}", key=f"{key}=") if value is None else verbatim(f"{key}={value}")


def titled(result: BenchResult, side: str) -> Text:
    """`side` with its setting in brackets; a name that already says the setting stands alone."""
    return _with_setting(result, side, name_of(side))


def where(result: BenchResult, side: str) -> Text:
    """The same as a place in a sentence: `before (memory=2GB)`, `at p=4`."""
    return _with_setting(result, side, at(side))


def _with_setting(result: BenchResult, side: str, name: Text) -> Text:
    known = setting(result, side)
    if not known or str(known).removeprefix("-") == side:
        return name
    return Text("{name} ({setting})", name=name, setting=known)


def place(result: BenchResult, run: BuildRun) -> Text:
    """Where `run` stands in the benchmark: `before, block 1, run 2`; counted from 1."""
    parts = [name_of(run.side)]
    if len(result.plan.legs) > 1:
        parts.append(Text("block {number}", number=run.leg + 1))
    parts.append(Text("run {number}", number=run.index + 1))
    parts += [Text("warm")] if run.cache is Cache.WARM else []
    parts += [Text("warm-up")] if run.discarded else []
    return joined(COMMA, parts)


def change_of(side: str) -> Text:
    """The heading of a diff."""
    return Text("Changes to .wslconfig: {side}", side=name_of(side))


def unfinished(result: BenchResult) -> tuple[BuildRun, ...]:
    """Every run that did not complete, warm-ups included, in the order they ran."""
    return tuple(run for run in result.runs if not completed(run) or interrupted(run))
