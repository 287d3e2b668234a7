"""Verdicts on builds that failed by themselves."""

from __future__ import annotations

from wslmem.diagnosis.signs.errors import PLACE
from wslmem.diagnosis.signs.rows import program
from wslmem.diagnosis.signs.sign import Kind, Sign
from wslmem.diagnosis.verdict import Ending, Verdict
from wslmem.diagnosis.weighing import families
from wslmem.diagnosis.weighing.case import Case
from wslmem.diagnosis.weighing.plain import on_line
from wslmem.diagnosis.weighing.quoting import quote
from wslmem.text import Text

LAST_WORDS = (3, 10)
"""Lines from the end of a log within which a complaint is how it ended: of any kind; one that says error or failed."""


def not_ended(case: Case) -> Verdict | None:
    """A compiler's error, where what looks like an end followed from it, or the build went on behind it."""
    ends = (*case.kills, *case.ends)
    told = [sign for sign in case.of(Kind.ERROR) if sign.rank == PLACE]
    if not ends or not told or case.of(Kind.STOPPED) or any(sign.victim for sign in ends):
        return None
    weak = all(sign.kind in {Kind.KILLED_CODE, Kind.TERMINATED} or _logged(sign) or _beside(sign) for sign in ends)
    numbers = [sign.line.number for sign in ends]
    apart = told[0].line.number < min(numbers) or told[-1].line.number > max(numbers)
    return _error(case, told) if weak and apart else None


def _logged(sign: Sign) -> bool:
    """Whether a program, or a test of one, tells of the end of a child in a sentence of its own."""
    before = sign.line.text.partition("signal: ")[0]
    said = any(not word.endswith(":") for word in before.split())
    return sign.who == "go" and sign.package is None and sign.victim is None and said


def _beside(sign: Sign) -> bool:
    """Whether a shell tells of the end of a command that is none of the programs that build."""
    return families.family(program(sign.job) or "") not in families.BUILDS if sign.job else False


def placed_error(case: Case) -> Verdict | None:
    """An error at a place in a file."""
    told = [sign for sign in case.of(Kind.ERROR) if sign.rank == PLACE]
    return _error(case, told) if told else None


def error(case: Case) -> Verdict | None:
    """An ordinary error, quoted."""
    told = case.of(Kind.ERROR)
    return _error(case, list(told)) if told else None


def complaint(case: Case) -> Verdict | None:
    """A complaint next to where a tool says that it failed, or at the end of a log, where nothing better is told."""
    told = list(case.of(Kind.COMPLAINT))
    if failed_at := [sign.line.number for sign in case.of(Kind.FAILED)]:
        before = [sign for sign in told if sign.line.number < failed_at[0]]
        told = (before or told)[-1:]
    else:
        told = [sign for sign in told if case.seen.last - sign.line.number < LAST_WORDS[sign.rank]][-1:]
    return _error(case, told) if told else None


def _error(case: Case, told: list[Sign]) -> Verdict:
    best = max(sign.rank for sign in told)
    sign = next(one for one in told if one.rank == best)
    headline = Text("The build failed with an error of its own: {quoted}", quoted=sign.line.text[:200])
    step = Text("fix that error; memory= does not change it")
    if sign.who == "crash":
        headline = Text("A program of the build crashed, as its exit code says ({signal}).", signal=sign.detail)
        step = Text("find the program that crashed: build with one job and read its last words, or see `coredumpctl`")
    return on_line(
        case,
        Ending.BUILD_ERROR,
        sign,
        headline,
        step,
        beside=tuple(one for one in told if one.rank == best)[1:3],
    )


def failed(case: Case) -> Verdict | None:
    """The exit code of a watched build is known, and nothing says why it failed."""
    if not case.exit_code:
        return None
    headline = Text("The build failed with exit code {code}; its output does not say why.", code=case.exit_code)
    told = case.of(Kind.FAILED)
    return Verdict(
        Ending.BUILD_ERROR,
        False,
        headline,
        quote(told),
        next_step=Text("run the command in the distribution and read what it prints"),
    )
