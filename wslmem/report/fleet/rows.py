"""CSV of a fleet: one row a computer, two columns a build. An unknown figure is an empty cell."""

from __future__ import annotations

import csv
import io

from wslmem.report.fleet.summary import Fleet, Row
from wslmem.report.run_rows import cell
from wslmem.sizing.fleet import advised, needed

COLUMNS = (
    "computer", "path", "taken", "wslmem", "wsl_version", "ram_bytes", "processors", "memory_bytes", "memory_source",
    "swap_bytes", "swap_source", "other_processes_bytes", "pending", "ignored_lines", "rules", "after_memory_bytes",
    "after_swap_bytes", "after_writes", "after_refused", "shortages",
    "last_shortage",
)  # fmt: skip
"""The head: names that scripts rely on. After them, for each build, `fate:NAME`, `need:NAME`, `advice:NAME` and
`after:NAME`."""


def csv_text(fleet: Fleet) -> str:
    """RFC 4180 with CRLF. Text that a spreadsheet would run gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    names = [one.build.name for one in fleet.builds]
    writer.writerow(
        [*COLUMNS, *(cell(f"{what}:{name}") for name in names for what in ("fate", "need", "advice", "after"))]
    )
    writer.writerows([cell(value) for value in _row(row)] for row in fleet.rows)
    return out.getvalue()


def _row(row: Row) -> list[object]:
    one, after = row.computer, row.after
    told: list[object] = [
        one.computer, one.file.path, one.taken, one.wslmem, one.wsl.version if one.wsl else None,
        one.host.total if one.host else None, one.host.processors if one.host else None, one.memory,
        one.effective.memory.source, one.swap, one.effective.swap.source, one.other_processes.size, one.pending,
        len(one.ignored), " ".join(sorted({remark.rule for remark in one.ignored})),
        *((after.memory, after.swap, after.writes, str(after.refused or "")) if after else (None, None, None, None)),
        None if one.shortages is None else len(one.shortages), one.shortages[0].when if one.shortages else None,
    ]  # fmt: skip
    for number, part in enumerate(row.parts):
        told += [row.fates[number], needed(one, part), advised(one, part)]
        told.append(row.fates_after[number] if row.fates_after else None)
    return told
