"""CSV, long form: one row a run, warm-ups and killed runs included. An unknown figure is an empty cell."""

from __future__ import annotations

import csv
import io

from wslmem.bench.result import BenchResult
from wslmem.bench.run import BuildRun

COLUMNS = (
    "side", "setting_memory", "setting_swap", "leg", "index", "discarded", "cache", "started", "wall_seconds",
    "user_seconds", "system_seconds", "exit_code", "stopped_by", "ending", "proven", "mem_total_bytes",
    "swap_total_bytes", "peak_anonymous_bytes", "peak_cgroup_bytes", "peak_swap_bytes", "lowest_available_bytes",
    "swap_in_bytes", "swap_out_bytes", "oom_kills", "victim", "package",
)  # fmt: skip
"""The head; columns are only ever added, at the end."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a spreadsheet run a cell of text as a formula."""


def csv_text(result: BenchResult) -> str:
    """RFC 4180 with CRLF. Text that a spreadsheet would run gets an apostrophe in front."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([_cell(value) for value in _row(result, run)] for run in result.runs)
    return out.getvalue()


def _row(result: BenchResult, run: BuildRun) -> tuple[object, ...]:
    state, verdict = result.state(run.side), run.verdict
    return (
        run.side, state.memory, state.swap, run.leg, run.index, run.discarded, run.cache, run.started, run.wall,
        run.user, run.system, run.exit_code, run.stopped_by, verdict.ending.value, verdict.proven, run.mem_total,
        run.swap_total, run.peak_anonymous, run.peak_cgroup, run.peak_swap, run.lowest_available, run.swap_in,
        run.swap_out, run.oom_kills, verdict.victim, verdict.package,
    )  # fmt: skip


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(FORMULA):
        return "'" + value
    return str(value)
