"""What ran at the peak: the go command's action graph laid over the samples."""

from __future__ import annotations

from datetime import datetime

from wslmem.bench.run import Action
from wslmem.bench.trace import Trace
from wslmem.units import Seconds

SHORTEST = Seconds(0.05)
"""Steps below it are thrown away: most packages of a build take less and hold next to nothing."""


def actions(trace: Trace) -> tuple[Action, ...]:
    """The steps of the build in the order of their start; empty where the guest gave no graph or no exact clock."""
    try:
        # Both were read in the same moment; the difference is the wall clock at the boot of the VM.
        booted = float(trace.context["clock"]) - float(trace.context["clock_uptime"])
    except (KeyError, ValueError):
        return ()
    found = (_action(line, booted, trace) for line in trace.kept("A"))
    return tuple(sorted((action for action in found if action is not None), key=lambda action: action.start))


def _action(line: str, booted: float, trace: Trace) -> Action | None:
    try:
        mode, package, start, end = line.split()
        began, done = (trace.since_start(datetime.fromisoformat(stamp).timestamp() - booted) for stamp in (start, end))
    except (ValueError, OverflowError, OSError):
        return None
    return Action(mode, package, began, done) if done - began >= SHORTEST else None


def running(steps: tuple[Action, ...], at: Seconds, largest: tuple[str, str] | None) -> tuple[str, ...]:
    """What ran at `at`: the process seen as the largest first, then the other steps, those that ran longest first."""
    names = {"build": "compile"}
    overlapping = sorted(
        (step for step in steps if step.start <= at <= step.end), key=lambda step: step.start - step.end
    )
    told = [f"{names.get(step.mode, step.mode)} {step.package}" for step in overlapping]
    if largest is not None:
        tool, package = largest
        first = f"{tool} {package}".strip()
        same = [line for line in told if line == first or (not package and line.startswith(f"{tool} "))]
        told = [*(same[:1] or [first]), *(line for line in told if line not in same[:1])]
    return tuple(told)
