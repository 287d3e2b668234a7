"""Noise guards: what in the circumstances or the figures should make a reader doubt. They warn and hide nothing."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean, stdev

from wslmem.bench.measures import completed, summarise
from wslmem.bench.result import BenchResult, Environment
from wslmem.bench.sides import name_of
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
    if strays := [name for run in result.runs for name in run.strays]:
        found.append(left_running(tuple(strays)))
    for side in result.names:
        found += _proof(result, side)
        found += _short(result, side)
        found += _times(side, [run.wall for run in result.counted(side) if completed(run)])
    return tuple(dict.fromkeys(found))


def left_running(strays: tuple[str, ...]) -> Caution:
    """What builds left behind outside their session; in the next run it would hold memory that is not the build's."""
    names = ", ".join(dict.fromkeys(name.rpartition(" (")[0] for name in strays))
    text = Text("The build left programs running, and wslmem ended them after the run: {names}.", names=names)
    return Caution("stray-processes", text)


def _circumstances(seen: Environment) -> Iterator[Caution]:
    if seen.file_system in WINDOWS_DRIVES:
        text = Text(
            "The project is on a Windows drive. WSL reads it over 9P, which slows the build more than memory does."
        )
        yield Caution("project-on-windows-drive", text)
    if seen.host_busy is not None and seen.host_busy > MOST_BUSY:
        share = f"{seen.host_busy:.0f}%"
        yield Caution("host-busy", Text("This computer was {share} busy before the first run.", share=share))
    if seen.on_battery:
        yield Caution("on-battery", Text("On battery power: the processors may have been throttled."))
    if seen.other_distributions:
        names = ", ".join(seen.other_distributions)
        text = Text("Other distributions were running in the same VM: {names}.", names=names)
        yield Caution("other-distributions", text)
    if seen.docker_desktop:
        text = Text("Docker Desktop was running; its containers share the VM's memory.")
        yield Caution("docker-desktop", text)
    if seen.auto_memory_reclaim == "gradual":
        text = Text("autoMemoryReclaim=gradual reclaims memory during builds and is known to freeze some VMs.")
        yield Caution("memory-reclaim-gradual", text)


def _proof(result: BenchResult, side: str) -> Iterator[Caution]:
    if result.state(side).proven is False:
        text = Text(
            "The VM never showed the {side} settings: those runs may have used others.",
            side=name_of(side),
        )
        yield Caution("settings-not-proven", text)


def _short(result: BenchResult, side: str) -> Iterator[Caution]:
    ran, planned = summarise(side, result.counted(side)).size, result.planned(side)
    if ran < planned and not result.plan.floor:
        text = Text(
            "Only {ran} of {planned} planned {side} runs finished.", ran=ran, planned=planned, side=name_of(side)
        )
        yield Caution("fewer-than-planned", text)


def _times(side: str, times: list[float]) -> Iterator[Caution]:
    if len(times) < FEWEST_FOR_OUTLIERS:
        return
    name = name_of(side)
    centre, deviation, mean = median(times), median_deviation(times), fmean(times)
    far = [abs(time - centre) > OUTLIER * deviation > 0 for time in times]
    if far[0] and times[0] == max(times):
        text = Text("The first {side} run took far longer than the others: caches were cold.", side=name)
        yield Caution("first-run-slow", text)
    elif any(far):
        text = Text("One {side} run is far off the others: something else was running.", side=name)
        yield Caution("outliers", text)
    if stdev(times) >= MOST_DEVIATION * mean:
        share = f"{stdev(times) / mean:.0%}"
        text = Text("The {side} times vary by {share} (standard deviation over mean).", side=name, share=share)
        yield Caution("unsteady", text)
    if max(abs(time - mean) for time in times) >= FARTHEST_EXTREME * mean:
        share = f"{FARTHEST_EXTREME:.0%}"
        yield Caution("extreme-run", Text("One {side} run is {share} or more off the mean.", side=name, share=share))
