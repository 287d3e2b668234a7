"""Markdown: for a terminal, a pull request, or `$GITHUB_STEP_SUMMARY` (headings start at `###`)."""

from __future__ import annotations

from wslmem.bench.guards import guard
from wslmem.bench.result import BenchResult
from wslmem.bench.run import Cache
from wslmem.patterns import lazy
from wslmem.records import replace
from wslmem.report.circumstances import environment_table
from wslmem.report.headline import account
from wslmem.report.markup import shown
from wslmem.report.method import method
from wslmem.report.naming import change_of
from wslmem.report.tables import Table, sides_table, unfinished_table
from wslmem.text import Text
from wslmem.visible import visible
from wslmem.words import tell

LONGEST = 60_000
"""In characters of ASCII: GitHub refuses comments of 65,536."""
LONGEST_CELL = 200
MOST_ROWS = 40
SPECIAL = frozenset("\\`*_{}[]<>|#!~&$")
"""Characters that mean something to Markdown, or to GitHub."""
MENTION = lazy(r"(?<!\w)@(?=\w)")
"""GitHub notifies whoever is named so, escaped or not; a zero-width space after the sign keeps them in peace."""


def markdown(result: BenchResult) -> str:
    """The report as GitHub-flavoured Markdown with a newline at its end; short enough for a comment."""
    first, *rest = account(result)
    parts = [f"### {said(first)}"]
    if rest:
        parts.append("\n".join(f"- {said(sentence)}" for sentence in rest))
    parts.append(table(sides_table(result)))
    if result.plan.warm:
        parts.append(table(sides_table(result, Cache.WARM)))
    parts += _unfinished(result)
    cautions = guard(result)
    if cautions:
        items = "\n".join(f"- {said(caution.text)} ({escape(caution.code)})" for caution in cautions)
        parts.append(f"#### {said(Text('Warnings'))}\n\n{items}")
    parts += _changes(result)
    parts.append(_folded(Text("Circumstances"), _cells(environment_table(result))))
    parts.append(_folded(Text("Method"), "\n".join(f"- {said(sentence)}" for sentence in method(result))))
    return fitted(parts)


def said(text: Text) -> str:
    """A sentence in the reader's language, as Markdown."""
    return escape(tell(text))


def escape(text: str, longest: int = LONGEST_CELL * 4) -> str:
    """`text` on one line, with nothing in it that Markdown would take for its own."""
    flat = " ".join(text.split())
    cut = flat if len(flat) <= longest else flat[: longest - 3] + "..."
    literal = "".join("\\" + letter if letter in SPECIAL else letter for letter in visible(cut))
    return MENTION.sub("@&#8203;", literal)


def table(found: Table) -> str:
    """A table below its title."""
    return f"#### {said(found.title)}\n\n{_cells(found)}"


def _cells(found: Table) -> str:
    rule = ":---" + (" | :---" if found.words else " | ---:") * (len(found.head) - 1)
    rows = [" | ".join(escape(tell(cell), LONGEST_CELL) for cell in row) for row in (found.head, *found.rows)]
    return "\n".join(f"| {row} |" for row in (rows[0], rule, *rows[1:]))


def _unfinished(result: BenchResult) -> list[str]:
    found = unfinished_table(result)
    if not found.rows:
        return []
    first = table(replace(found, rows=found.rows[:MOST_ROWS]))
    more = len(found.rows) - MOST_ROWS
    return [first if more <= 0 else f"{first}\n\n{said(Text('... and {count} more.', count=more))}"]


def _changes(result: BenchResult) -> list[str]:
    """What was written to `.wslconfig` for each side, as diffs."""
    return [_folded(change_of(state.side), _fenced(state.diff)) for state in result.sides if state.diff]


def _fenced(text: str) -> str:
    """`text` in a code fence longer than any run of backquotes in it."""
    text, fence = "\n".join(visible(line) for line in text.splitlines()), "```"
    while fence in text:
        fence += "`"
    return f"{fence}diff\n{text}\n{fence}"


def _folded(title: Text, body: str) -> str:
    """`body` behind a title that opens it. The title's line is HTML, in which a backslash protects nothing."""
    heading = MENTION.sub("@&#8203;", shown(" ".join(tell(title).split())))
    return f"<details><summary>{heading}</summary>\n\n{body}\n\n</details>"


def fitted(parts: list[str]) -> str:
    """The parts that fit into a comment, from the top; the rest is named as left out."""
    fitting: list[str] = []
    room = LONGEST
    for part in parts:
        room -= len(part.encode()) + 2
        if room < 0:
            left_out = said(Text("The rest is too long for a comment; the HTML report has it."))
            return "\n\n".join([*fitting, left_out]) + "\n"
        fitting.append(part)
    return "\n\n".join(fitting) + "\n"
