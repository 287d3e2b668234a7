"""Noise guards: what in the circumstances or the figures should make a reader doubt. They warn and hide nothing."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean, stdev

from wslmem.bench.measures import completed, summarise
from wslmem.bench.result import BenchResult, Environment
from wslmem.bench.statistics import median, median_deviation
from wslmem.cautions import Caution
from wslmem.text import Text

MOST_BUSY = 20.0
"""Percent of the host's processors busy before the first run."""
OUTLIER = 14.826
"""Distance from the median in median deviations, ten standard deviations of a normal sample (hyperfine's threshold)."""
MOST_DEVIATION = 0.10
"""Standard deviation over mean (pyperf's warning)."""
FARTHEST_EXTREME = 0.50
"""Distance of an extreme from the mean over the mean (pyperf's warning)."""
FEWEST_FOR_OUTLIERS = 4
WINDOWS_DRIVES = frozenset({"9p", "drvfs", "virtiofs", "v9fs"})
"""File systems through which WSL reaches the drives of Windows."""


def guard(result: BenchResult) -> tuple[Caution, ...]:
    """Every caution about `result`: those found while it ran, then the circumstances, then each side's figures."""
    found = [*result.cautions, *_circumstances(result.environment)]
    for side in result.names:
        found += _proof(result, side)
        found += _short(result, side)
        found += _times(side, [run.wall for run in result.counted(side) if completed(run)])
    return tuple(dict.fromkeys(found))


def _circumstances(seen: Environment) -> Iterator[Caution]:
    if seen.file_system in WINDOWS_DRIVES:
        text = Text(
            "The project lies on a Windows drive: WSL reaches it through a file server, which costs more than memory."
        )
        yield Caution("project-on-windows-drive", text)
    if seen.host_busy is not None and seen.host_busy > MOST_BUSY:
        yield Caution(
            "host-busy",
            Text("The host was {host_busy} % busy before the first run.", host_busy=f"{seen.host_busy:.0f}"),
        )
    if seen.on_battery:
        yield Caution("on-battery", Text("The host ran on battery: its processors may have been throttled."))
    if seen.other_distributions:
        names = ", ".join(seen.other_distributions)
        yield Caution("other-distributions", Text("Other distributions ran in the same VM: {names}.", names=names))
    if seen.docker_desktop:
        yield Caution("docker-desktop", Text("Docker Desktop ran; its containers share the memory of the VM."))
    if seen.auto_memory_reclaim == "gradual":
        text = Text("autoMemoryReclaim=gradual takes memory back while builds run and is known to freeze some VMs.")
        yield Caution("memory-reclaim-gradual", text)


def _proof(result: BenchResult, side: str) -> Iterator[Caution]:
    if result.state(side).proven is False:
        text = Text("The VM did not show the settings of {side}: its runs may not have had them.", side=side)
        yield Caution("settings-not-proven", text)


def _short(result: BenchResult, side: str) -> Iterator[Caution]:
    ran = summarise(side, result.counted(side)).size
    if ran < result.planned(side):
        yield Caution(
            "fewer-than-planned",
            Text(
                "{ran} of {side} planned runs of {side2} came to an end.",
                ran=ran,
                side=result.planned(side),
                side2=side,
            ),
        )


def _times(side: str, times: list[float]) -> Iterator[Caution]:
    if len(times) < FEWEST_FOR_OUTLIERS:
        return
    centre, deviation, mean = median(times), median_deviation(times), fmean(times)
    far = [abs(time - centre) > OUTLIER * deviation > 0 for time in times]
    if far[0] and times[0] == max(times):
        yield Caution(
            "first-run-slow",
            Text("The first run of {side} took far longer than the others: caches were cold.", side=side),
        )
    elif any(far):
        yield Caution("outliers", Text("A run of {side} lies far outside the others; something else ran.", side=side))
    if stdev(times) >= MOST_DEVIATION * mean:
        yield Caution(
            "unsteady",
            Text("Times of {side} deviate by {times} of their mean.", side=side, times=f"{stdev(times) / mean:.0%}"),
        )
    if max(abs(time - mean) for time in times) >= FARTHEST_EXTREME * mean:
        yield Caution(
            "extreme-run",
            Text(
                "A run of {side} is {farthest_extreme} or more off the mean.",
                side=side,
                farthest_extreme=f"{FARTHEST_EXTREME:.0%}",
            ),
        )
