"""hyperfine's JSON export, so that its plotting and testing scripts read our runs. Completed cold runs only.

One file that the scripts of both versions read: hyperfine 1.x looks for figures beside the command (`times`, `mean`),
2.x for `measurements` of each run and a `summary` of each metric; neither minds what it does not know. `parameters`
alone differ in kind, and are written as 2.x has them: an object with a `value` each. The peak of memory is that of the
whole build's anonymous memory here, where hyperfine itself means the largest single process.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import fmean, stdev

from wslmem.bench.measures import completed
from wslmem.bench.result import BenchResult
from wslmem.bench.run import BuildRun
from wslmem.bench.statistics import median
from wslmem.codec import to_json
from wslmem.report.naming import titled
from wslmem.units import Seconds

Json = dict[str, object]

SCHEMA_VERSION = 2
METRICS: dict[str, tuple[str, Callable[[BuildRun], float | None]]] = {
    "time_wall_clock": ("second", lambda run: run.wall),
    "time_cpu": ("second", lambda run: None if run.user is None or run.system is None else run.user + run.system),
    "time_user": ("second", lambda run: run.user),
    "time_system": ("second", lambda run: run.system),
    "memory_peak_resident": ("byte", lambda run: run.peak_anonymous),
}
"""By hyperfine 2's names: the unit, and what a run has of it. A metric that a run lacks is left out."""


def hyperfine(result: BenchResult) -> str:
    """The export, pretty-printed, one entry for each side that has completed runs."""
    sides = ((name, [run for run in result.counted(name) if completed(run)]) for name in result.names)
    document = {
        "schema_version": SCHEMA_VERSION,
        "metadata": {"generator": f"wslmem {result.wslmem_version}", "start_time": result.started},
        "primary_metric": "time_wall_clock",
        "results": [_entry(result, name, runs) for name, runs in sides if runs],
    }
    return to_json(document, indent=2)


def _entry(result: BenchResult, side: str, runs: list[BuildRun]) -> Json:
    parameters = _parameters(result, side)
    return {
        "command": str(titled(result, side)),
        **_as_version_1(runs),
        "measurements": [_measurement(run) for run in runs],
        "summary": _summary(runs),
        **({"parameters": parameters} if parameters else {}),
    }


def _as_version_1(runs: list[BuildRun]) -> Json:
    """The figures beside the command, in the order in which hyperfine 1.20 writes them."""
    times = [run.wall for run in runs]
    peaks = [run.peak_anonymous for run in runs if run.peak_anonymous is not None]
    return {
        "mean": fmean(times),
        "stddev": stdev(times) if len(times) > 1 else None,
        "median": median(times),
        "user": _mean([run.user for run in runs]),
        "system": _mean([run.system for run in runs]),
        "min": min(times),
        "max": max(times),
        "times": times,
        **({"memory_usage_byte": peaks} if len(peaks) == len(runs) else {}),
        "exit_codes": [run.exit_code for run in runs],
    }


def _measurement(run: BuildRun) -> Json:
    known = ((name, unit, read(run)) for name, (unit, read) in METRICS.items())
    figures = {name: {"value": float(value), "unit": unit} for name, unit, value in known if value is not None}
    return {**figures, "exit_code": run.exit_code}


def _summary(runs: list[BuildRun]) -> Json:
    """Each metric that every run has; 2.x asks for the primary one in all entries."""
    found: Json = {}
    for name, (unit, read) in METRICS.items():
        values = [float(value) for value in map(read, runs) if value is not None]
        if len(values) == len(runs):
            found[name] = {
                "unit": unit,
                "count": len(values),
                "mean": fmean(values),
                "stddev": stdev(values) if len(values) > 1 else None,
                "median": median(values),
                "min": min(values),
                "max": max(values),
            }
    return found


def _parameters(result: BenchResult, side: str) -> Json:
    """A sweep's own parameter alone, so that it can be an axis; else what the file said."""
    name, equals, value = side.partition("=")
    if equals:
        return {name: {"value": value}}
    state = result.state(side)
    return {key: {"value": known} for key, known in (("memory", state.memory), ("swap", state.swap)) if known}


def _mean(times: list[Seconds | None]) -> float | None:
    """The mean; null where a run lacks the figure: hyperfine always has one, but a 0 would be a lie."""
    known = [time for time in times if time is not None]
    return fmean(known) if len(known) == len(times) else None
