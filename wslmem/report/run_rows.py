"""CSV, long form: one row a run, warm-ups and killed runs included. An unknown figure is an empty cell."""

from __future__ import annotations

import csv
import io

from wslmem.bench.result import BenchResult
from wslmem.bench.run import BuildRun
from wslmem.text import Text, verbatim
from wslmem.visible import visible
from wslmem.words import language, tell

COLUMNS = {
    "side": Text("Setting"),
    "setting_memory": verbatim("memory="),
    "setting_swap": verbatim("swap="),
    "leg": Text("Block"),
    "index": Text("Number"),
    "discarded": Text("Warm-up"),
    "cache": Text("Cache"),
    "started": Text("Started"),
    "wall_seconds": Text("Wall time (s)"),
    "user_seconds": Text("User CPU time (s)"),
    "system_seconds": Text("System CPU time (s)"),
    "exit_code": Text("Exit code"),
    "stopped_by": Text("Stopped by"),
    "ending": Text("Result"),
    "proven": Text("Proven"),
    "mem_total_bytes": Text("VM memory (bytes)"),
    "swap_total_bytes": Text("VM swap (bytes)"),
    "peak_anonymous_bytes": Text("Build peak (bytes)"),
    "peak_cgroup_bytes": Text("Peak of the cgroup (bytes)"),
    "peak_swap_bytes": Text("Highest swap use (bytes)"),
    "lowest_available_bytes": Text("Lowest available in the VM (bytes)"),
    "swap_in_bytes": Text("Read from swap (bytes)"),
    "swap_out_bytes": Text("Written to swap (bytes)"),
    "oom_kills": Text("Kills by the OOM killer"),
    "victim": Text("Killed process"),
    "package": Text("Package"),
}
"""The head: names that scripts rely on, and what they are called in other languages than English. Columns are only ever
added, at the end.
"""
BOM = "\ufeff"
"""In front of a head that is not ASCII: a spreadsheet takes a file without it for the code page of its country."""

FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""First characters, in both widths, that make a spreadsheet run a cell of text as a formula; blanks before them do not
keep it from that."""


def csv_text(result: BenchResult) -> str:
    """RFC 4180 with CRLF, its head in the reader's language. Text that a spreadsheet would run gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    head = [name if language() == "en" else tell(heading) for name, heading in COLUMNS.items()]
    writer.writerow(head)
    writer.writerows([cell(value) for value in _row(result, run)] for run in result.runs)
    return out.getvalue() if "".join(head).isascii() else BOM + out.getvalue()


def _row(result: BenchResult, run: BuildRun) -> tuple[object, ...]:
    state, verdict = result.state(run.side), run.verdict
    return (
        run.side, state.memory, state.swap, run.leg, run.index, run.discarded, run.cache, run.started, run.wall,
        run.user, run.system, run.exit_code, run.stopped_by, verdict.ending.value, verdict.proven, run.mem_total,
        run.swap_total, run.peak_anonymous, run.peak_cgroup, run.peak_swap, run.lowest_available, run.swap_in,
        run.swap_out, run.oom_kills, verdict.victim, verdict.package,
    )  # fmt: skip


def cell(value: object) -> str:
    """A value as it may stand in a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    text = visible(value)
    return "'" + text if text[:1] == "\t" or text.lstrip().startswith(FORMULA) else text
