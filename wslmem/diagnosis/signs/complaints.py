"""What a program does not like, in words of any program: the reason where nothing better is told."""

from __future__ import annotations

from wslmem.diagnosis.reading.line import Line
from wslmem.diagnosis.signs.rows import first, row
from wslmem.diagnosis.signs.sign import Kind, Sign
from wslmem.patterns import lazy

ROWS = tuple(
    row(
        Kind.COMPLAINT,
        "tool",
        key,
        r"(?i)^(?!.{0,200}\b(?:(?-i:WARN\w*|warn\w*)|(?-i:Warning)(?!\s\s)|note|info|debug|hint|skip\w*|ignor\w*|retry\w*|optional|deprecated|fallback|falling)\b)"
        rf".{{0,400}}?{words}",
        rank=rank,
    )
    for rank, key, words in (
        (1, "error", r"\berrors?\b(?<!0 errors)(?<!0 error)"),
        (1, "fail", r"\bfail(?:ed|ure|s)?\b(?<!0 failed)"),
        (1, "exception", r"exception\b"),
        (0, "cannot ", r"\bcannot \w"),
        (0, "could not", r"\bcould not \w"),
        (0, "unable to", r"\bunable to \w"),
        (0, "not found", r"\bnot found\b"),
        (0, "no such", r"\bno such \w"),
        (0, "missing", r"\bmissing\b"),
        (0, "invalid", r"\binvalid\b"),
        (0, "undefined", r"\bundefined\b"),
        (0, "unexpected", r"\bunexpected\b"),
        (0, "denied", r"\bdenied\b"),
        (0, "refused", r"\brefused\b"),
        (0, "unsupported", r"\bunsupported\b"),
        (0, "not permitted", r"\bnot permitted\b"),
        (0, "not allowed", r"\bnot allowed\b"),
        (0, "not ", r"\bnot (?:available|supported|recogni[sz]ed|defined|set|installed|exist)\b"),
        *((0, key, rf"\b{key} \w") for key in ("unknown", "unrecognized", "unrecognised", "unresolved", "illegal")),
        (0, "mismatch", r"\bmismatch\w*"),
    )
)
"""Words of what a program does not like; they count at the end of a log only."""

LABEL = lazy(r"(?i)\W{0,4}(?:error|reason|cause|caused by|what went wrong|failure|error message):")
"""A line above the one that says what the error is."""


def told_below(line: Line) -> Sign:
    """What stands below a label."""
    return Sign(Kind.COMPLAINT, line, "tool", rank=1)


def recognise(line: Line, lower: str) -> Sign | None:
    """The sign of a complaint."""
    return first(ROWS, line, lower)
