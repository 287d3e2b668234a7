"""What a benchmark says, once for both faces: its plan, its progress, its runs, its verdict."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.bench.comparison import Outcome, compare
from wslmem.bench.measures import SideSummary, completed, summarise
from wslmem.bench.plan import Afterwards, BenchPlan, Side
from wslmem.bench.result import BenchResult
from wslmem.bench.run import BuildRun, Cache
from wslmem.bench.sides import name_of
from wslmem.diagnosis.build_end import StoppedBy
from wslmem.diagnosis.verdict import OWN_FAULTS, Ending
from wslmem.report.figures import COMMA, show_measure, show_seconds
from wslmem.report.headline import account
from wslmem.report.naming import METRIC_NAMES, fate, titled
from wslmem.report.tables import estimate_cell
from wslmem.telling.fact import NO_LABEL, Fact, Tone, alone, warning
from wslmem.text import Text, counted, joined, verbatim
from wslmem.units import show_size
from wslmem.workflows.bench import events

MINUTES_FROM = 120
"""Seconds from which a duration is told in minutes."""
SHOWN_METRICS = ("wall", "peak", "lowest-available", "swap-out")
WARM_UP = Text("warm-up")
OUTCOMES = {
    Outcome.FASTER: Text("faster"),
    Outcome.SLOWER: Text("slower"),
    Outcome.NO_DIFFERENCE: Text("no measurable difference"),
    Outcome.INCONCLUSIVE: Text("inconclusive"),
    Outcome.TOO_FEW: Text("too few runs to compare times"),
    Outcome.NOW_COMPLETES: Text("now completes"),
    Outcome.NOW_KILLED: Text("now killed"),
    Outcome.FEWER_KILLS: Text("killed less often"),
    Outcome.MORE_KILLS: Text("killed more often"),
    Outcome.NEITHER_COMPLETES: Text("neither completes"),
    Outcome.BUILD_FAILS: Text("the build fails on its own"),
    Outcome.NOT_COMPARED: Text("not compared"),
}
"""Verdicts in a few words, where no sentence with figures stands."""


def show_time(seconds: float) -> Text:
    """A duration for a person: `48 s`, `12 min`."""
    if seconds < MINUTES_FROM:
        return Text("{seconds} s", seconds=f"{seconds:.0f}")
    return Text("{minutes} min", minutes=f"{seconds / 60:.0f}")


def plan(what: BenchPlan) -> Iterator[Fact]:
    """What it will do, before it does it."""
    for side in what.sides:
        yield Fact(name_of(side.name), _settings(side), strong=True)
    runs = counted("{count} run, warm-ups included", "{count} runs, warm-ups included", what.builds)
    order = joined(COMMA, [name_of(leg.side) for leg in what.legs])
    yield Fact(Text("Runs"), Text("{runs}: {order}", runs=runs, order=order))
    if what.restart:
        restarts = counted(
            "WSL is restarted {count} time, and at the end; everything running in it stops",
            "WSL is restarted {count} times, and at the end; everything running in it stops",
            len(what.legs),
        )
        yield Fact(Text("Restarts"), restarts, Tone.CARE)
    kept = what.afterwards is Afterwards.LAST_SIDE
    after = Text("the new settings stay") if kept else Text("the old file is restored, byte for byte")
    yield Fact(Text("Afterwards"), after)
    if what.cold.prepare:
        yield Fact(Text("Prepare"), Text("{command}, before each cold run", command=what.cold.prepare))
    if what.quick:
        yield alone(Text("A quick look: too few runs to compare times."), Tone.QUIET)


def _settings(side: Side) -> Text:
    parts = [_setting(key.split(".")[-1], value) for key, value in side.settings]
    parts += [verbatim(flag) for flag in side.goflags]
    parts += [verbatim(f"{name}={value}") for name, value in side.environment]
    return joined(COMMA, parts) if parts else Text("current file")


def _setting(key: str, value: str | None) -> Text:
    return Text("no {key}", key=f"{key}=") if value is None else verbatim(f"{key}={value}")


def started(event: events.BenchStarted) -> Iterator[Fact]:
    """What begins, and where it is kept."""
    if event.plan.floor:
        yield alone(Text("searching for the smallest memory= in {project}", project=event.plan.project))
        yield alone(Text("saved in {folder}", folder=event.folder))
        return
    yield alone(
        counted("{count} run in {project}", "{count} runs in {project}", event.plan.builds, project=event.plan.project)
    )
    if event.done:
        yield alone(counted("{count} run was done before", "{count} runs were done before", event.done))
    yield alone(Text("saved in {folder}", folder=event.folder))


def block(event: events.LegStarted) -> Fact:
    """A block of runs begins."""
    side = name_of(event.leg.side)
    number = event.index + 1
    text = counted("block {number} ({side}): {count} run", "block {number} ({side}): {count} runs", event.runs_left,
                   number=number, side=side)  # fmt: skip
    return alone(text, Tone.STRONG)


def run_name(run: events.RunStarted | BuildRun) -> Text:
    """A run by its side and number: `before, run 2`, `after, warm-up, warm`."""
    number = WARM_UP if run.discarded else Text("run {number}", number=run.index + 1)
    warm = [Text("warm")] if run.cache is Cache.WARM else []
    return joined(COMMA, [name_of(run.side), number, *warm])


def run_started(event: events.RunStarted) -> Fact:
    """A run begins."""
    text = Text("{run} (MemTotal {size})...", run=run_name(event), size=show_size(event.mem_total))
    return Fact(NO_LABEL, text, depth=1)


STOPPED_BY = {
    StoppedBy.CANCELLED: Text("cancelled"),
    StoppedBy.TIME_LIMIT: Text("time limit reached"),
    StoppedBy.MEMORY_PRESSURE: Text("no progress, memory short"),
}


def stopping(event: events.Stopping) -> Fact:
    """The running build is being stopped."""
    text = Text("stopping the build: {why}", why=STOPPED_BY[event.reason])
    return Fact(NO_LABEL, text, Tone.CARE, depth=1)


def run_ended(run: BuildRun) -> Iterator[Fact]:
    """How a run ended, with the witnesses where it did not complete."""
    yield Fact(NO_LABEL, run_line(run), tone_of(run), depth=2)
    if run.verdict.ending is not Ending.OK:
        yield Fact(NO_LABEL, run.verdict.headline, depth=2)
        for one in run.verdict.evidence:
            yield Fact(NO_LABEL, Text("{source}: {words}", source=one.source, words=one.text), Tone.QUIET, depth=2)


def run_line(run: BuildRun) -> Text:
    """Ending, time and peak of one run."""
    known = {"result": fate(run), "time": show_seconds(run.wall)}
    if run.peak_anonymous is None:
        return Text("{result}: {time}", **known)
    return Text("{result}: {time}, peak {peak}", **known, peak=show_size(run.peak_anonymous))


def tone_of(run: BuildRun) -> Tone:
    """How a run weighs."""
    if completed(run):
        return Tone.GOOD
    return Tone.CARE if run.verdict.ending in OWN_FAULTS | {Ending.INTERRUPTED} else Tone.BAD


def halted(event: events.BenchStopped) -> Iterator[Fact]:
    """Why it ended early, and what the file holds now."""
    yield Fact(Text("stopped"), event.reason, Tone.CARE)
    yield Fact(Text("on disk"), event.config)


def stopped(event: events.BenchStopped) -> Iterator[Fact]:
    """The same, and how it goes on."""
    yield from halted(event)
    yield Fact(Text("next"), Text("to continue: {command}", command=f"wslmem bench --resume {event.folder}"))


def told(event: events.BenchEvent) -> Iterator[Fact]:
    """What an event says, but for the steps of a restart, which an apply tells; nothing where it says nothing new."""
    match event:
        case events.BenchStarted():
            yield from started(event)
        case events.LegStarted():
            yield block(event)
        case events.RunStarted():
            yield run_started(event)
        case events.Stopping():
            yield stopping(event)
        case events.RunEnded(run):
            yield from run_ended(run)
        case events.Remarked(caution):
            yield warning(caution.text)
        case events.BenchStopped():
            yield from stopped(event)


def result(found: BenchResult) -> Iterator[Fact]:
    """The verdict in sentences, the first one alone must do."""
    for number, sentence in enumerate(account(found)):
        yield alone(sentence, Tone.PLAIN if number else Tone.STRONG)


def table(found: BenchResult) -> Iterator[Fact]:
    """Each side's figures."""
    for name in found.names:
        summary = summarise(name, found.counted(name))
        completed = counted(
            "{side}: {completed} of {count} run completed",
            "{side}: {completed} of {count} runs completed",
            summary.size,
            side=titled(found, name),
            completed=summary.completed,
        )
        yield Fact(name_of(name), completed, strong=True)
        estimate = found.estimate(name)
        if estimate is not None:
            yield Fact(Text("Estimated peak"), estimate_cell(estimate), depth=1)
        yield from _measures(summary)


def two(first: BenchResult, second: BenchResult) -> Iterator[Fact]:
    """Two saved benchmarks: the last side of each against the other."""
    old, new = first.names[-1], second.names[-1]
    verdict = compare(first.counted(old), second.counted(new), names=(first.started, second.started))
    yield alone(Text("Verdict: {verdict}", verdict=OUTCOMES[verdict.outcome]), Tone.STRONG)
    for reason in verdict.reasons:
        yield warning(reason.text)
    for one, name, summary in ((first, old, verdict.before), (second, new, verdict.after)):
        yield Fact(verbatim(one.started), titled(one, name), strong=True)
        yield from _measures(summary)


def _measures(summary: SideSummary) -> Iterator[Fact]:
    """The metrics that there are: a killed build has no time."""
    for metric in SHOWN_METRICS:
        measure = summary.measure(metric)
        if measure is not None:
            yield Fact(METRIC_NAMES[metric], show_measure(metric, measure), depth=1)
