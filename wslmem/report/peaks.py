"""How much of the VM's memory a build took, and what was expected of it."""

from __future__ import annotations

from wslmem.bench.measures import SideSummary
from wslmem.bench.result import BenchResult
from wslmem.bench.sides import at
from wslmem.report.figures import listed, show_change, show_share
from wslmem.text import Text
from wslmem.units import show_size


def peaks(result: BenchResult, sides: list[SideSummary]) -> list[Text]:
    """How much of the VM's memory the build took: the highest peak of the completed runs, side by side."""
    told = [_peak(result, side) for side in sides if side.measure("peak")]
    return [Text("The build peaked at {peaks}.", peaks=listed(told))] if told else []


def estimates(result: BenchResult, sides: list[SideSummary]) -> list[Text]:
    """What was expected of the build beside what it took, for each estimate that is another one."""
    known = [(result.estimate(side.side), side.measure("peak")) for side in sides]
    both = [(estimate, peak.high) for estimate, peak in known if estimate is not None and peak is not None]
    figures = dict.fromkeys((one.peak, one.low, one.high) for one, _ in both)
    return [
        _estimated(*figure, max(high for one, high in both if (one.peak, one.low, one.high) == figure))
        for figure in figures
    ]


def _peak(result: BenchResult, side: SideSummary) -> Text:
    peak, total = side.measure("peak"), result.state(side.side).mem_total
    high = peak.high if peak else 0.0
    room = (
        Text("{share} of the VM's {total}", share=show_share(high / total), total=show_size(total))
        if total
        else Text("the VM's memory is unknown")
    )
    return Text("{size} {side} ({room})", size=show_size(round(high)), side=at(side.side), room=room)


def _estimated(peak: int, low: int, high: int, measured: float) -> Text:
    known = {
        "estimate": show_size(peak),
        "low": show_size(low),
        "high": show_size(high),
        "measured": show_size(round(measured)),
        "change": show_change(measured / peak - 1 if peak else None),
    }
    if low <= measured <= high:
        return Text("The peak was estimated at {estimate} ({low} to {high}); measured: {measured} ({change}).", **known)
    return Text(
        "The peak was estimated at {estimate} ({low} to {high}); measured: {measured} ({change}), outside that range.",
        **known,
    )
