"""Go benchmark text (golang.org/design/14313-benchmark-format), which `benchstat before.txt after.txt` compares as is.

Both files carry the same configuration lines: benchstat puts results whose configuration differs into separate tables.
What differs between the sides stands in comment lines, which its reader passes over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wslmem.bench.measures import METRICS, completed
from wslmem.bench.result import BenchResult
from wslmem.bench.run import BuildRun, Cache
from wslmem.report.naming import fate, place, setting
from wslmem.visible import visible

UNNAMED = "unnamed"
NANOSECONDS = 1_000_000_000

UNITS = {
    "wall": "ns/op",
    "user": "user-ns/op",
    "system": "sys-ns/op",
    "peak": "peak-bytes",
    "lowest-available": "available-bytes",
    "peak-swap": "swap-bytes",
    "swap-out": "swapout-bytes",
}
"""By the names of `measures.METRICS`. benchstat scales `ns` to seconds and a token `bytes` by 1024."""


def go_files(result: BenchResult) -> dict[str, str]:
    """One text a side by file name: `before.txt`, `after.txt`; a sweep's points by their names."""
    files: dict[str, str] = {}
    for side in result.names:
        name = _file_name(side)
        files[f"{name}-{len(files)}.txt" if f"{name}.txt" in files else f"{name}.txt"] = _side(result, side)
    return files


def go_joined(result: BenchResult) -> str:
    """All sides in one text, each under its own `side:` line: for `benchstat -col side -`."""
    return "\n".join(f"side: {_flat(side) or UNNAMED}\n{_side(result, side)}" for side in result.names)


def _side(result: BenchResult, side: str) -> str:
    runs = [*result.counted(side), *(result.counted(side, Cache.WARM) if result.plan.warm else ())]
    lines = [*_configuration(result), f"# {_flat(side)}: {_flat(str(setting(result, side))) or 'as the file was'}"]
    lines += [f"Unit {unit} better={_better(metric)}" for metric, unit in UNITS.items()]
    lines += [_line(result, run) for run in runs if completed(run)]
    lines += [f"# {_flat(str(fate(run)))}: {_flat(str(place(result, run)))}" for run in runs if not completed(run)]
    return "\n".join(lines) + "\n"


def _configuration(result: BenchResult) -> Iterator[str]:
    """What both sides share; a line without a value would delete its key, so it is left out."""
    seen = result.environment
    known = {"goos": "linux", "goarch": seen.goarch, "pkg": seen.module, "go-version": seen.go_version}
    yield from (f"{key}: {_flat(value)}" for key, value in known.items() if value and value.strip())


def _line(result: BenchResult, run: BuildRun) -> str:
    """One run: the name, one iteration, and a figure for each metric that is known."""
    processors = result.environment.gomaxprocs or result.environment.processors
    suffix = f"-{processors}" if str(processors).isdigit() else ""
    name = "GoBuild" if result.plan.go else "Build"
    figures = [(metric, read(run)) for metric, read in METRICS.items()]
    pairs = [f"{_whole(metric, figure)} {UNITS[metric]}" for metric, figure in figures if figure is not None]
    return f"Benchmark{name}/cache={run.cache}{suffix} 1 {' '.join(pairs)}"


def _whole(metric: str, figure: float) -> int:
    return round(figure * NANOSECONDS) if UNITS[metric].endswith("ns/op") else round(figure)


def _better(metric: str) -> str:
    return "higher" if metric == "lowest-available" else "lower"


def _flat(text: str) -> str:
    """`text` on one line: a line break would start a line of its own meaning."""
    return visible(" ".join(text.split()))


def _file_name(side: str) -> str:
    """`side` as a file name on any system: `p=2` stays, a slash does not."""
    return re.sub(r"[^A-Za-z0-9=._-]", "_", side).lstrip(".") or UNNAMED
