"""A benchmark as lines on the command line."""

from __future__ import annotations

from wslmem.cli import apply_story
from wslmem.cli.columns import laid_out
from wslmem.telling import bench
from wslmem.workflows.bench import events


def lines_of(event: events.BenchEvent) -> list[str]:
    """The lines of an event, in the reader's language; none for one that says nothing new."""
    if isinstance(event, events.Restarting):
        return apply_story.lines_of(event.event)
    return laid_out(bench.told(event))
