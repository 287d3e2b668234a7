"""What the model expects of the builds of a plan, found out before the first one, to stand beside what is measured."""

from __future__ import annotations

from itertools import takewhile
from pathlib import PurePosixPath

from wslmem.bench.plan import BenchPlan, Side
from wslmem.bench.result import EstimatedPeak
from wslmem.machine.host.paths import MachinePaths
from wslmem.patterns import lazy
from wslmem.sizing.estimate import Estimate
from wslmem.workflows.scan import scan_and_estimate

_PARALLEL = lazy(r"--?p=(\d{1,4})")


def estimated(paths: MachinePaths, plan: BenchPlan) -> tuple[EstimatedPeak, ...]:
    """One figure for each side that the model knows; none where the plan builds anything but a whole Go project.

    Raises:
        WslmemError: the project cannot be sized.
    """
    known = [(side, parallel) for side in plan.sides if (parallel := parallelism(plan, side)) is not None]
    if not known:
        return ()
    _, estimate = scan_and_estimate(
        paths, plan.project, distribution=plan.distribution, patterns=_folders(plan.command)
    )
    return tuple(_peak(side, estimate, parallel or _own(paths, estimate)) for side, parallel in known)


def _own(paths: MachinePaths, estimate: Estimate) -> int:
    """The go command's own `-p`."""
    from wslmem.machine.host import host_memory

    return estimate.jobs or host_memory.read(paths).processors


def parallelism(plan: BenchPlan, side: Side) -> int | None:
    """The `-p` of a side's build, 0 for the go command's own choice; None for a build that the model does not know."""
    program, *words = plan.command
    named = _folders(plan.command)
    if PurePosixPath(program).name != "go" or words[:1] != ["build"] or not named or side.environment:
        return None
    flags = " ".join([*words[1 : -len(named)], *side.goflags]).replace("-p ", "-p=").split()
    found = [_PARALLEL.fullmatch(flag) for flag in flags]
    if not all(found):
        return None
    return int(found[-1][1]) if found and found[-1] else 0


def _folders(command: tuple[str, ...]) -> tuple[str, ...]:
    """What it builds, where that is all of some folders: `./...` at its end, or modules of a workspace."""
    return tuple(reversed(tuple(takewhile(lambda word: word.endswith("/..."), reversed(command)))))


def _peak(side: Side, estimate: Estimate, parallel: int) -> EstimatedPeak:
    peak = estimate.at(parallel)
    return EstimatedPeak(
        side=side.name,
        peak=peak.size,
        low=peak.low,
        high=peak.high,
        source=estimate.source,
        because=estimate.because,
    )
