"""What a benchmark of two settings tells, in sentences: memory first, time second, and nothing that is not shown."""

from __future__ import annotations

from wslmem.bench.comparison import Comparison, Difference, Outcome, chance
from wslmem.bench.measures import SWAPPED, Measure, SideSummary
from wslmem.bench.result import BenchResult
from wslmem.bench.sides import at
from wslmem.report.figures import show_change, show_p, show_seconds
from wslmem.report.naming import common_fate, where
from wslmem.report.peaks import estimates, peaks
from wslmem.text import Text, counted
from wslmem.units import show_size


def compared(result: BenchResult, comparison: Comparison) -> list[Text]:
    """The sentences, the most useful first; at least one."""
    wall = comparison.difference("wall")
    endings = _endings(result, comparison)
    sentences = [*endings, *_swapping(comparison)]
    if wall is not None and not endings:
        sentences.append(_times(comparison, wall))
    sentences += peaks(result, [comparison.before, comparison.after])
    sentences += estimates(result, [comparison.before, comparison.after])
    sentences += [reason.text for reason in comparison.reasons if reason.text not in sentences]
    if comparison.outcome is Outcome.NO_DIFFERENCE and not _swapping(comparison):
        sentences.append(
            Text("A build that already fits seldom gets faster with more memory; it gets headroom."),
        )
    return sentences


def _endings(result: BenchResult, comparison: Comparison) -> list[Text]:
    """What to say where a run did not complete."""
    before, after = comparison.before, comparison.after
    if comparison.outcome is Outcome.BUILD_FAILS:
        return [
            Text(
                "The build failed on its own in {errors} of {size} runs {side} and {errors2} of {size2} {side2}: no "
                "conclusion about memory.",
                errors=before.errors,
                size=before.size,
                side=at(before.side),
                errors2=after.errors,
                size2=after.size,
                side2=at(after.side),
            )
        ]
    if comparison.kills_p is None:
        return []
    same = before.killed * after.size == after.killed * before.size
    return [_both_ended(result, before, after), *([] if same else [chance(before, after, comparison.kills_p)])]


def _both_ended(result: BenchResult, before: SideSummary, after: SideSummary) -> Text:
    """How the runs of two sides ended, of which one at least was killed."""
    known = {
        "fate": common_fate(result.counted(before.side)),
        "number": before.killed or before.completed,
        "side": where(result, before.side),
        "fate2": common_fate(result.counted(after.side)),
        "number2": after.killed or after.completed,
        "size2": after.size,
        "side2": where(result, after.side),
    }
    if not after.killed:
        return counted(
            "The build was {fate} in {number} of {count} run {side}, and completed in {number2} of {size2} {side2}.",
            "The build was {fate} in {number} of {count} runs {side}, and completed in {number2} of {size2} {side2}.",
            before.size,
            **known,
        )
    if not before.killed:
        return counted(
            "The build completed in {number} of {count} run {side}, and was {fate2} in {number2} of {size2} {side2}.",
            "The build completed in {number} of {count} runs {side}, and was {fate2} in {number2} of {size2} {side2}.",
            before.size,
            **known,
        )
    return counted(
        "The build was {fate} in {number} of {count} run {side}, and {fate2} in {number2} of {size2} {side2}.",
        "The build was {fate} in {number} of {count} runs {side}, and {fate2} in {number2} of {size2} {side2}.",
        before.size,
        **known,
    )


def _swapping(comparison: Comparison) -> list[Text]:
    """What to say where all runs of one side swapped and none of the other did."""
    swap = comparison.difference("swap-out")
    if swap is None or comparison.kills_p is not None:
        return []
    old, new = (_always_swapped(measure) for measure in (swap.before, swap.after))
    before, after = (show_size(round(measure.median)) for measure in (swap.before, swap.after))
    side, side2 = at(comparison.before.side), at(comparison.after.side)
    if old is True and new is False:
        return [
            Text(
                "The build no longer swaps: it wrote {written} to swap {side}, {written2} {side2}.",
                written=before,
                side=side,
                written2=after,
                side2=side2,
            )
        ]
    if old is False and new is True:
        return [
            Text(
                "The build now swaps: it wrote {written} to swap {side}, {written2} {side2}.",
                written=after,
                side=side2,
                written2=before,
                side2=side,
            )
        ]
    return []


def _always_swapped(measure: Measure) -> bool | None:
    """True where every run swapped, False where none did, None where they disagree."""
    swapped = {value >= SWAPPED for value in measure.values}
    return swapped.pop() if len(swapped) == 1 else None


def _times(comparison: Comparison, wall: Difference) -> Text:
    """The verdict about times, with its figures."""
    figures = Text(
        "{time} {side}, {time2} {side2} ({runs}, {p})",
        time=show_seconds(wall.before.median),
        side=at(comparison.before.side),
        time2=show_seconds(wall.after.median),
        side2=at(comparison.after.side),
        runs=_medians_of(len(wall.before.values), len(wall.after.values)),
        p=show_p(wall.p),
    )
    share = show_change(wall.change, sign=False)
    return {
        Outcome.FASTER: Text("The build is {share} faster: {figures}.", share=share, figures=figures),
        Outcome.SLOWER: Text("The build is {share} slower: {figures}.", share=share, figures=figures),
        Outcome.NO_DIFFERENCE: Text("No measurable difference in time: {figures}.", figures=figures),
        Outcome.TOO_FEW: Text(
            "The build completes with both settings; too few runs to compare times: {figures}.", figures=figures
        ),
    }.get(comparison.outcome) or Text("The times are inconclusive: {figures}.", figures=figures)


def _medians_of(before: int, after: int) -> Text:
    if before == after:
        return counted("{count} run each", "medians of {count} runs each", before)
    return Text("medians of {before} and {after} runs", before=before, after=after)
