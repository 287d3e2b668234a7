"""What a benchmark says: its plan, its progress, its runs, its verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wslmem.bench.comparison import compare
from wslmem.bench.measures import SideSummary, completed, killed
from wslmem.bench.plan import Afterwards, BenchPlan
from wslmem.bench.result import BenchResult
from wslmem.bench.run import BuildRun, Sample
from wslmem.report.figures import show_measure
from wslmem.report.headline import account
from wslmem.report.naming import METRIC_NAMES, titled
from wslmem.telling.fact import Tone
from wslmem.tui.lines.apply import said
from wslmem.tui.lines.verdict import ENDINGS, failure
from wslmem.tui.stories.bench import BenchStory, held
from wslmem.tui.widgets.facts import Fact
from wslmem.units import Seconds, show_size
from wslmem.words import mark, retell, say, say_count
from wslmem.workflows.bench.events import BenchStopped

SIDES = {"before": mark("before"), "after": mark("after")}
SHOWN_METRICS = ("wall", "peak", "lowest-available", "swap-out")
NEAR_PEAK = 0.97


def show_time(seconds: float) -> str:
    """A duration for a person: `48 s`, `12 min`."""
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"  # noqa: PLR2004 - two minutes


def side(name: str) -> str:
    """A side's name in the reader's language."""
    return say(SIDES.get(name, name))


def plan(what: BenchPlan) -> Iterator[Fact]:
    """What it will do, before it does it."""
    for one in what.sides:
        settings = ", ".join(
            f"{key.split('.')[-1]}={value}" if value is not None else say("no {key}", key=key.split(".")[-1])
            for key, value in one.settings
        )
        yield Fact(side(one.name), settings or say("the file as it is now"), strong=True)
    builds = say_count("{count} build, warm-ups included", "{count} builds, warm-ups included", what.builds)
    order = " ".join(side(leg.side) for leg in what.legs)
    yield Fact(say("Builds"), f"{builds}: {order}")
    if what.restart:
        restarts = say_count("{count} time, and at the end", "{count} times, and at the end", len(what.legs))
        yield Fact(say("Restarts"), say("WSL is restarted {times}; what runs in it ends", times=restarts), Tone.CARE)
    kept = what.afterwards is Afterwards.LAST_SIDE
    yield Fact(say("Afterwards"), say("the new settings stay") if kept else say("the file is put back, byte for byte"))
    if what.quick:
        yield Fact("", say("A quick look: too few builds to claim a difference in time."), Tone.QUIET)


def state(story: BenchStory) -> Iterator[Fact]:
    """Where it is now."""
    if story.error is not None:
        yield from failure(story.error)
    elif story.stopping:
        yield Fact("", say("Stopping the build in WSL ..."), Tone.CARE)
    elif story.step is not None:
        yield from (Fact("", text, tone) for text, tone in said(story.step)[:1])
    elif story.running is not None:
        yield Fact("", _running(story), Tone.STRONG)
    elif story.ended:
        yield _ended(story)
    else:
        yield Fact("", say("Getting ready ..."), Tone.QUIET)
    for caution in story.remarks[-2:]:
        yield Fact("", retell(caution.text), Tone.CARE)


def _running(story: BenchStory) -> str:
    run = story.running
    total = story.plan.builds if story.plan is not None else 0
    left = say(", about {time} left", time=show_time(story.eta)) if story.eta is not None else ""
    name = side(run.side) if run is not None else ""
    warm_up = say(" (warm-up)") if run is not None and run.discarded else ""
    return say("Build {number} of {total}: {side}", number=story.done + 1, total=total, side=name) + warm_up + left


def _ended(story: BenchStory) -> Fact:
    if isinstance(story.end, BenchStopped):
        reason = say("cancelled") if story.end.reason == "cancelled" else retell(story.end.reason)
        return Fact("", say("Stopped: {reason}. {config}", reason=reason, config=retell(story.end.config)), Tone.CARE)
    return Fact("", say("Done. Enter opens the result."), Tone.GOOD)


def sample(story: BenchStory) -> Iterator[Fact]:
    """The newest reading of the running build."""
    if not story.samples:
        return
    newest = story.samples[-1]
    yield Fact(say("Build holds"), show_size(held(newest)))
    if newest.largest is not None and newest.largest_name:
        yield Fact(say("Largest"), f"{newest.largest_name} {show_size(newest.largest)}")
    yield Fact(say("Available"), show_size(newest.available))


def runs(done: tuple[BuildRun, ...]) -> Iterator[Fact]:
    """One line for each build, the newest first."""
    for number, run in reversed(list(enumerate(done, 1))):
        yield Fact(f"{number:>3} {side(run.side)}", run_line(run), run_tone(run))


def run_tone(run: BuildRun) -> Tone:
    """How a run weighs."""
    return Tone.GOOD if completed(run) else ENDINGS[run.verdict.ending][0]


def run_line(run: BuildRun) -> str:
    """Time, peak and ending of one build."""
    peak = show_size(run.peak_anonymous) if run.peak_anonymous is not None else "?"
    word = say("completed") if completed(run) else say(ENDINGS[run.verdict.ending][1])
    warm_up = say(" (warm-up)") if run.discarded else ""
    return say("{time} s, peak {peak}: {ending}", time=f"{run.wall:.1f}", peak=peak, ending=word) + warm_up


def result(found: BenchResult) -> Iterator[Fact]:
    """The verdict in sentences, the first one alone must do."""
    for number, sentence in enumerate(account(found)):
        yield Fact("", retell(sentence), Tone.STRONG if number == 0 else Tone.PLAIN)


def table(found: BenchResult) -> Iterator[Fact]:
    """Each side's figures."""
    from wslmem.bench.measures import summarise

    for name in found.names:
        summary = summarise(name, found.counted(name))
        ended = say("{good} of {all} completed", good=summary.completed, all=summary.size)
        yield Fact(side(name), f"{titled(found, name)}: {ended}", strong=True)
        yield from _measures(summary)


def two(first: BenchResult, second: BenchResult) -> Iterator[Fact]:
    """Two saved benchmarks: the last side of each against the other."""
    old, new = first.names[-1], second.names[-1]
    verdict = compare(first.counted(old), second.counted(new), names=(first.started, second.started))
    yield Fact("", say("Outcome: {outcome}", outcome=say(verdict.outcome.value)), Tone.STRONG)
    for reason in verdict.reasons:
        yield Fact("", retell(reason.text), Tone.CARE)
    for one, name, summary in ((first, old, verdict.before), (second, new, verdict.after)):
        yield Fact(one.started, titled(one, name), strong=True)
        yield from _measures(summary)


def _measures(summary: SideSummary) -> Iterator[Fact]:
    """The metrics that there are: a killed build has no time."""
    for metric in SHOWN_METRICS:
        measure = summary.measure(metric)
        if measure is not None:
            yield Fact(f"  {say(METRIC_NAMES[metric])}", show_measure(metric, measure))


def killed_at(run: BuildRun) -> float | None:
    """When a kill hit, in seconds: the last time at which the build held all but what the highest reading shows.

    The kernel kills when nothing is left, and the go command ends what else it compiles before it gives up.
    """
    if not killed(run) or not run.samples:
        return None
    peak = max(held(one) for one in run.samples)
    return max(float(one.at) for one in run.samples if held(one) >= NEAR_PEAK * peak)


def curve_points(samples: Iterable[Sample], until: Seconds | None = None) -> tuple[tuple[float, float], ...]:
    """What a build held over time."""
    return tuple((float(one.at), float(held(one))) for one in samples if until is None or one.at <= until)
