"""A verdict that rests on one line and those beside it."""

from __future__ import annotations

from wslmem.diagnosis.signs.sign import Sign
from wslmem.diagnosis.verdict import Ending, Verdict
from wslmem.diagnosis.weighing.case import Case
from wslmem.diagnosis.weighing.quoting import packages, quote
from wslmem.text import Text


def on_line(
    case: Case,
    ending: Ending,
    sign: Sign,
    headline: Text,
    next_step: Text,
    *,
    proven: bool = True,
    limit: str | None = None,
    sender: str | None = None,
    victim: str | None = None,
    beside: tuple[Sign, ...] = (),
) -> Verdict:
    """The verdict that `sign` carries.

    Args:
        case: what is known.
        ending: how the build ended.
        sign: the line that the headline rests on.
        headline: one or two sentences.
        next_step: what to do.
        proven: whether the line proves it.
        limit: the name of the limit that was reached.
        sender: who ended the build.
        victim: which process it was.
        beside: lines that are quoted as well.
    """
    built = packages((sign, *beside))
    return Verdict(
        ending,
        proven,
        headline,
        quote((sign,), beside),
        victim,
        limit=limit,
        sender=sender,
        package=built[0] if built else case.package,
        packages=built,
        next_step=next_step,
    )
