"""CSV, long form: one row a run, warm-ups and killed runs included. An unknown figure is an empty cell."""

from __future__ import annotations

import csv
import io

from wslmem.bench.result import BenchResult
from wslmem.bench.run import BuildRun
from wslmem.text import Text
from wslmem.words import tell

COLUMNS = (
    Text("side"),
    Text("setting_memory"),
    Text("setting_swap"),
    Text("leg"),
    Text("index"),
    Text("discarded"),
    Text("cache"),
    Text("started"),
    Text("wall_seconds"),
    Text("user_seconds"),
    Text("system_seconds"),
    Text("exit_code"),
    Text("stopped_by"),
    Text("ending"),
    Text("proven"),
    Text("mem_total_bytes"),
    Text("swap_total_bytes"),
    Text("peak_anonymous_bytes"),
    Text("peak_cgroup_bytes"),
    Text("peak_swap_bytes"),
    Text("lowest_available_bytes"),
    Text("swap_in_bytes"),
    Text("swap_out_bytes"),
    Text("oom_kills"),
    Text("victim"),
    Text("package"),
)
"""The head; columns are only ever added, at the end. In English its words are names that scripts rely on."""
BOM = "\ufeff"
"""In front of a head that is not ASCII: a spreadsheet takes a file without it for the code page of its country."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a spreadsheet run a cell of text as a formula."""


def csv_text(result: BenchResult) -> str:
    """RFC 4180 with CRLF, its head in the reader's language. Text that a spreadsheet would run gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    head = [tell(column) for column in COLUMNS]
    writer.writerow(head)
    writer.writerows([_cell(value) for value in _row(result, run)] for run in result.runs)
    return out.getvalue() if "".join(head).isascii() else BOM + out.getvalue()


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
