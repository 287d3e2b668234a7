"""From what a command took before to what it will need: any command, not only Go's."""

from __future__ import annotations

from collections.abc import Sequence

from wslmem.records import record
from wslmem.sizing.estimate import Estimate, Part, Peak
from wslmem.text import counted
from wslmem.units import Bytes


@record(kw_only=True)
class MeasuredBuild:
    """What runs of one command in one folder took."""

    command: str
    """As its history is kept: what matters for its memory."""
    folder: str
    peaks: tuple[Bytes, ...]
    """Highest memory of each run that came to a good end, oldest first."""
    jobs: int | None
    """How many jobs at once the newest of these was told to run; null: the tool's own default."""
    killed: int
    """Runs that were killed for want of memory."""
    last: str
    """When the newest run began: UTC, ISO 8601."""


def estimate(command: str, peaks: Sequence[Bytes], jobs: int | None, processors: int) -> Estimate | None:
    """What `command` needs, from runs that came to their end; None where there is none.

    Args:
        command: as its history is kept.
        peaks: the highest memory of each run, oldest first.
        jobs: how many jobs at once the newest ran; None for the tool's own default.
        processors: of the VM, what that default mostly is.
    """
    if not peaks:
        return None
    highest, latest = max(peaks), peaks[-1]
    peak = Peak(
        parallelism=jobs or processors,
        size=latest,
        likely=highest,
        low=min(peaks),
        high=highest,
        parts=(Part(command, latest),),
    )
    because = counted("{count} run of {command}", "{count} runs of {command}", len(peaks), command=command)
    return Estimate((peak,), latest, "measured", because, go=command.split(maxsplit=1)[:1] == ["go"])
