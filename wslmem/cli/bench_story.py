"""What an event of a benchmark sounds like."""

from __future__ import annotations

from wslmem.bench.run import BuildRun
from wslmem.cli import apply_story
from wslmem.diagnosis.verdict import Ending
from wslmem.units import show_size
from wslmem.workflows.bench import events


def line_of(event: events.BenchEvent) -> str:  # noqa: PLR0911 - one arm an event
    """One line for a person; empty for an event that says nothing new."""
    match event:
        case events.BenchStarted(plan, folder, done):
            resumed = f", {done} done already" if done else ""
            return f"{plan.builds} builds of {plan.project}{resumed}; saved in {folder}"
        case events.LegStarted(index, leg, runs_left):
            return f"leg {index + 1}: {leg.side}, {runs_left} builds"
        case events.Restarting(_, inner):
            return apply_story.line_of(inner)
        case events.RunStarted(_, side, index, discarded, cache, mem_total):
            label = "warm-up" if discarded else f"build {index + 1}"
            return f"  {side} {label} ({cache}, MemTotal {show_size(mem_total)}) ..."
        case events.Stopping(reason):
            return f"  stopping the build: {reason}"
        case events.RunEnded(run, _):
            return ended(run)
        case events.Remarked(caution):
            return f"caution: {caution.text}"
        case events.BenchStopped(_, folder, reason, _, config):
            return f"stopped: {reason}. .wslconfig holds {config}. `wslmem bench --resume {folder}` goes on"
    return ""


def ended(run: BuildRun) -> str:
    """How one build ended, with the kernel's own line where there is one."""
    peak = f", peak {show_size(run.peak_anonymous)}" if run.peak_anonymous is not None else ""
    if run.verdict.ending is Ending.OK:
        return f"    completed in {run.wall:.1f} s{peak}"
    quoted = "".join(f"\n    {one.source}: {one.text}" for one in run.verdict.evidence)
    return f"    {run.verdict.ending} after {run.wall:.1f} s{peak}: {run.verdict.headline}{quoted}"
