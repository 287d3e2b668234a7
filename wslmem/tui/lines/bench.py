"""What the screens of a benchmark say beside what both faces say (`telling.bench`): its state, its newest reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from wslmem.bench.measures import killed
from wslmem.bench.run import BuildRun, Sample
from wslmem.bench.sides import name_of
from wslmem.telling import apply
from wslmem.telling import bench as telling
from wslmem.telling.fact import Tone
from wslmem.text import Text, joined
from wslmem.tui.lines.apply import in_one
from wslmem.tui.lines.verdict import failure
from wslmem.tui.stories.bench import BenchStory, held
from wslmem.tui.widgets.facts import Fact
from wslmem.units import Seconds, show_size
from wslmem.words import say, tell
from wslmem.workflows.bench.events import BenchStopped

NEAR_PEAK = 0.97


def state(story: BenchStory) -> Iterator[Fact]:
    """Where it is now."""
    if story.error is not None:
        yield from failure(story.error)
    elif story.stopping:
        yield Fact("", say("Stopping the build; finished runs are kept."), Tone.CARE)
    elif story.step is not None:
        yield from (Fact("", in_one(fact), fact.tone) for fact in islice(apply.told(story.step), 1))
    elif story.running is not None:
        yield Fact("", tell(_running(story)), Tone.STRONG)
    elif story.ended:
        yield _ended(story)
    else:
        yield Fact("", say("Preparing..."), Tone.QUIET)
    for caution in story.remarks[-2:]:
        yield Fact("", tell(caution.text), Tone.CARE)


def _running(story: BenchStory) -> Text:
    run = story.running
    total = story.plan.builds if story.plan is not None else 0
    parts = [Text("Run {number} of {total}", number=story.done + 1, total=total)]
    if run is not None:
        parts += [name_of(run.side), *([telling.WARM_UP] if run.discarded else [])]
    if story.eta is not None:
        parts.append(Text("about {time} left", time=telling.show_time(story.eta)))
    return joined(Text(", "), parts)


def _ended(story: BenchStory) -> Fact:
    if isinstance(story.end, BenchStopped):
        stopped = Text("Stopped: {reason}. On disk: {config}", reason=story.end.reason, config=story.end.config)
        return Fact("", tell(stopped), Tone.CARE)
    return Fact("", say("Done. Press Enter to see the result."), Tone.GOOD)


def sample(story: BenchStory) -> Iterator[Fact]:
    """The newest reading of the running build."""
    if not story.samples:
        return
    newest = story.samples[-1]
    yield Fact(say("Build uses"), show_size(held(newest)))
    if newest.largest is not None and newest.largest_name:
        yield Fact(say("Largest"), f"{newest.largest_name} {show_size(newest.largest)}")
    yield Fact(say("Available"), show_size(newest.available))


def runs(done: tuple[BuildRun, ...]) -> Iterator[Fact]:
    """One line for each run, the newest first."""
    for number, run in reversed(list(enumerate(done, 1))):
        yield Fact(f"{number:>3} {tell(name_of(run.side))}", tell(run_line(run)), telling.tone_of(run))


def run_line(run: BuildRun) -> Text:
    """Ending, time and peak, and whether the run counts."""
    line = telling.run_line(run)
    return Text("{line} ({warm_up})", line=line, warm_up=telling.WARM_UP) if run.discarded else line


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
