"""A fleet as Markdown."""

from __future__ import annotations

from wslmem.report.fleet.summary import Fleet
from wslmem.report.fleet.tables import account, tables
from wslmem.report.markdown import fitted, said, table

MOST_ROWS = 10
"""Of a table that names computers; the page has more, the CSV has all."""
OURS = "<!-- wslmem fleet -->"
"""By this `ours` knows the file again."""


def markdown(fleet: Fleet) -> str:
    """GitHub-flavoured, with a newline at its end; short enough for a comment."""
    first, *rest = account(fleet)
    told = "\n".join(f"- {said(sentence)}" for sentence in rest)
    return fitted([f"### {said(first)}", told, OURS, *map(table, tables(fleet, MOST_ROWS))])
