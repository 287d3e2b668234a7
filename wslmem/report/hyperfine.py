"""hyperfine's JSON export, so that its plotting and testing scripts read our runs. Completed cold runs only.

Field order and rules as hyperfine 1.20 writes them. `memory_usage_byte` is the peak of the whole build's anonymous
memory here, where hyperfine itself means the largest single process.
"""

from __future__ import annotations

import json
from statistics import fmean, stdev

from wslmem.bench.measures import completed
from wslmem.bench.result import BenchResult
from wslmem.bench.run import BuildRun
from wslmem.bench.statistics import median
from wslmem.report.naming import titled
from wslmem.units import Seconds


def hyperfine(result: BenchResult) -> str:
    """`{"results": [...]}`, pretty-printed, one entry for each side that has completed runs."""
    sides = ((name, [run for run in result.counted(name) if completed(run)]) for name in result.names)
    entries = [_entry(result, name, runs) for name, runs in sides if runs]
    return json.dumps({"results": entries}, indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def _entry(result: BenchResult, side: str, runs: list[BuildRun]) -> dict[str, object]:
    times = [run.wall for run in runs]
    entry: dict[str, object] = {
        "command": str(titled(result, side)),
        "mean": fmean(times),
        "stddev": stdev(times) if len(times) > 1 else None,
        "median": median(times),
        "user": _mean([run.user for run in runs]),
        "system": _mean([run.system for run in runs]),
        "min": min(times),
        "max": max(times),
        "times": times,
    }
    peaks = [run.peak_anonymous for run in runs if run.peak_anonymous is not None]
    if len(peaks) == len(runs):
        entry["memory_usage_byte"] = peaks
    entry["exit_codes"] = [run.exit_code for run in runs]
    state = result.state(side)
    parameters = {key: value for key, value in (("memory", state.memory), ("swap", state.swap)) if value is not None}
    return entry | ({"parameters": parameters} if parameters else {})


def _mean(times: list[Seconds | None]) -> float | None:
    """The mean; null where a run lacks the figure: hyperfine always has one, but a 0 would be a lie."""
    known = [time for time in times if time is not None]
    return fmean(known) if len(known) == len(times) else None
