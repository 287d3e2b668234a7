"""The tables of a report, as text in cells; Markdown and HTML only dress them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wslmem.bench.comparison import Comparison, judge
from wslmem.bench.measures import METRICS, SideSummary, summarise
from wslmem.bench.result import BenchResult
from wslmem.bench.run import BuildRun
from wslmem.report.figures import NONE, show_change, show_measure, show_p, show_seconds, show_share
from wslmem.report.naming import METRIC_NAMES, fate, place, setting, unfinished
from wslmem.units import Bytes, show_size


@dataclass(frozen=True, slots=True)
class Table:
    """Cells of text; every row is as long as the head."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: bool = False
    """Cells are words, to be set to the left; else figures."""


def sides_table(result: BenchResult, cache: str = "cold") -> Table:
    """Every measure of every side: sides in columns for up to two, in rows for a sweep.

    Changes stand beside two sides of which no run was killed: the survivors of a side would flatter it.
    """
    sides = [summarise(name, result.counted(name, cache)) for name in result.names]
    comparison = judge(result) if cache == "cold" else None
    rows = [
        *(("Setting", *(setting(result, side.side) or NONE for side in sides)),),
        ("Memory of the VM", *(_size(result.state(side.side).mem_total) for side in sides)),
        ("Swap of the VM", *(_size(result.state(side.side).swap_total) for side in sides)),
        ("Runs completed", *(f"{side.completed} of {side.size}" for side in sides)),
        *((METRIC_NAMES[name], *(show_measure(name, side.measure(name)) for side in sides)) for name in METRICS),
        ("Peak over memory of the VM", *(_headroom(result, side) for side in sides)),
        ("Kills by the kernel", *(_kills(result.counted(side.side, cache)) for side in sides)),
    ]
    title = "Cold builds" if cache == "cold" else "Warm builds (cache full, shown only; no verdict rests on them)"
    told = [row for row in rows if set(row[1:]) != {NONE}]
    if len(sides) > len(("before", "after")):
        return Table(
            title, ("", *(row[0] for row in told)), tuple(zip(result.names, *(row[1:] for row in told), strict=True))
        )
    if comparison is None or comparison.kills_p is not None or not comparison.differences:
        return Table(title, ("", *result.names), tuple(told))
    head = ("", *result.names, "change", "p")
    return Table(title, head, tuple((*row, *_difference(comparison, row[0])) for row in told))


def unfinished_table(result: BenchResult) -> Table:
    """Every run that did not complete: killed runs are data."""
    rows = tuple(
        (
            place(result, run),
            fate(run),
            show_seconds(run.wall),
            _size(run.peak_anonymous),
            run.verdict.package or run.verdict.victim or NONE,
            run.verdict.evidence[0].text if run.verdict.evidence else NONE,
        )
        for run in unfinished(result)
    )
    return Table(
        "Runs that did not complete",
        ("Run", "Ended", "After", "Memory reached", "Victim", "Evidence"),
        rows,
        words=True,
    )


def runs_table(result: BenchResult) -> Table:
    """Every run in the order it ran, warm-ups included."""
    rows = tuple(
        (
            place(result, run),
            fate(run),
            show_seconds(run.wall),
            _size(run.peak_anonymous),
            _size(run.peak_swap),
            _size(run.lowest_available),
        )
        for run in result.runs
    )
    return Table("Every run", ("Run", "Ended", "Wall time", "Peak memory", "Peak swap", "Lowest available"), rows)


DOCKER = {True: "running", False: "not running", None: None}

SAID: tuple[tuple[str, Callable[[BenchResult], object]], ...] = (
    ("WSL", lambda result: result.environment.wsl_version),
    ("Kernel", lambda result: result.environment.kernel),
    ("Distribution", lambda result: result.environment.distribution),
    ("Processors of the VM", lambda result: result.environment.processors),
    ("Project", lambda result: result.plan.project),
    ("Module", lambda result: result.environment.module),
    ("File system of the project", lambda result: result.environment.file_system),
    ("Go", lambda result: result.environment.go_version),
    ("Command", lambda result: " ".join(result.plan.command)),
    ("-p", lambda result: result.environment.parallelism or "go's own choice"),
    ("GOFLAGS", lambda result: result.environment.goflags),
    ("GOMAXPROCS", lambda result: result.environment.gomaxprocs),
    ("GOMEMLIMIT", lambda result: result.environment.gomemlimit),
    ("GOGC", lambda result: result.environment.gogc),
    ("Memory of the host", lambda result: _size(result.environment.host_total)),
    ("Available on the host before", lambda result: _size(result.environment.host_available)),
    ("autoMemoryReclaim", lambda result: result.environment.auto_memory_reclaim or "not in the file"),
    ("Other distributions running", lambda result: _others(result.environment.other_distributions)),
    ("Docker Desktop", lambda result: DOCKER[result.environment.docker_desktop]),
    ("Order of the legs", lambda result: ", ".join(leg.side for leg in result.plan.legs)),
    ("Started", lambda result: result.started),
    ("wslmem", lambda result: result.wslmem_version),
)
"""What the circumstances table says, in order; None is unknown, an empty text is not set."""


def environment_table(result: BenchResult) -> Table:
    """The circumstances; what is unknown says so."""
    spelled: dict[object, str] = {None: "unknown", "": "not set", NONE: "unknown"}
    values = ((name, read(result)) for name, read in SAID)
    return Table(
        "Circumstances", ("", ""), tuple((name, spelled.get(value, str(value))) for name, value in values), words=True
    )


def _size(size: Bytes | None) -> str:
    return NONE if size is None else show_size(size)


def _headroom(result: BenchResult, side: SideSummary) -> str:
    peak, total = side.measure("peak"), result.state(side.side).mem_total
    return show_share(peak.high / total) if peak and total else NONE


def _kills(runs: tuple[BuildRun, ...]) -> str:
    known = [run.oom_kills for run in runs if run.oom_kills is not None]
    return str(sum(known)) if known and len(known) == len(runs) else NONE


def _difference(comparison: Comparison, row: str) -> tuple[str, str]:
    """Change and p of the metric that a row tells; nothing for other rows."""
    found = next((one for one in comparison.differences if METRIC_NAMES[one.metric] == row), None)
    return ("", "") if found is None else (show_change(found.change), show_p(found.p).removeprefix("p="))


def _others(names: tuple[str, ...] | None) -> str | None:
    return None if names is None else ", ".join(names) or "none"
