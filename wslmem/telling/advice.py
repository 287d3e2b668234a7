"""What a recommendation says, and why."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.sizing.recommendation import Advice, Line, Recommendation, Term
from wslmem.telling.fact import Fact, Tone, alone, warning
from wslmem.text import Text, joined, verbatim
from wslmem.units import GIB, Bytes, show_mib, show_size, spell_size

TERMS = {
    Term.PEAK: Text("build peak"),
    Term.LINKING: Text("linking"),
    Term.MARGIN: Text("margin"),
    Term.OTHERS: Text("other processes"),
    Term.KERNEL: Text("kernel"),
    Term.CACHE: Text("page cache"),
    Term.ROUNDING: Text("rounding"),
    Term.PHYSICAL: Text("limit: RAM"),
    Term.COMMIT: Text("limit: commit"),
}
"""The terms of the sum, and the limits beside it, in words for a person."""
TONES = {Advice.ENOUGH: Tone.GOOD, Advice.CHANGE: Tone.STRONG, Advice.HOST_CANNOT: Tone.CARE}
SUM_WIDTH = 10
"""Cells that a size of the sum takes: `16,384 MiB`."""


def headline(found: Recommendation) -> Fact:
    """The recommendation in one sentence; without a build nothing is good or bad."""
    return alone(found.headline, TONES[found.advice] if found.need else Tone.PLAIN)


def missing(*, complete: bool) -> Fact:
    """Why there is none."""
    if complete:
        return alone(Text("A recommendation needs a Go project and this computer's memory."), Tone.QUIET)
    return alone(Text("calculating..."), Tone.QUIET)


def everything(found: Recommendation) -> Iterator[Fact]:
    """All that it says, with every number behind it."""
    yield headline(found)
    yield from settings(found, unchanged=True)
    yield from options(found)
    yield from warnings(found)
    yield from sums(found, reasons=True)


def settings(found: Recommendation, *, unchanged: bool) -> Iterator[Fact]:
    """The settings, each with its reason.

    Args:
        found: the recommendation.
        unchanged: also those that stay as they are although others change, or although there is no build.
    """
    changing = any(setting.value for setting in found.settings)
    for setting in found.settings:
        name = setting.key.split(".")[-1]
        if setting.value is not None:
            yield Fact(verbatim(f"{name}={setting.value}"), setting.because, strong=True)
        elif unchanged or (found.need and not changing):
            yield Fact(verbatim(name), Text("no change: {why}", why=setting.because), Tone.QUIET)


def options(found: Recommendation) -> Iterator[Fact]:
    """What else lets the build complete, with its effect and its cost."""
    for option in found.options:
        if option.peak is None:
            text = Text("{why}; cost: {cost}", why=option.because, cost=option.cost)
        else:
            text = Text(
                "peak {size}: {why}; cost: {cost}", size=show_size(option.peak), why=option.because, cost=option.cost
            )
        yield Fact(verbatim(option.name), text, Tone.QUIET)


def warnings(found: Recommendation) -> Iterator[Fact]:
    """What a person should know before following it."""
    return (warning(caution.text) for caution in found.cautions)


def sums(found: Recommendation, *, reasons: bool) -> Iterator[Fact]:
    """The sum that leads to memory=, with its subtotal, as a column of sizes; then what this computer can give.

    Args:
        found: the recommendation.
        reasons: also why each term is what it is.
    """
    if found.need:
        yield from _terms(found.needed, first=True, reasons=reasons)
        yield Fact(_amount("=", found.need), _needed(found.need))
        yield from _terms(found.beyond_need, first=False, reasons=reasons)
        yield Fact(_amount("=", _total(found)), _result(found))
    else:
        yield from _terms(found.needed, first=True, reasons=reasons)
    for cap in found.caps if reasons else found.caps[:1]:
        text = Text("limit: {why}", why=cap.because) if reasons else TERMS[cap.name]
        yield Fact(_amount(" ", cap.size), text, Tone.QUIET)


def sum_line(found: Recommendation) -> Fact | None:
    """The same in one line, where there is no room for a column; None without a project."""
    if not found.need:
        return None
    fields = {
        "terms": _in_line(found.needed),
        "need": show_mib(found.need),
        "beyond": _in_line(found.beyond_need),
        "result": _result(found),
        "cap": show_size(found.caps[0].size),
    }
    return alone(
        Text("{terms} = {need} needed; + {beyond} = {result}; this computer can give {cap}", **fields), Tone.QUIET
    )


def _in_line(lines: tuple[Line, ...]) -> Text:
    return joined(verbatim(" + "), [_sized(line) for line in lines if line.size])


def _sized(line: Line) -> Text:
    return Text("{size} {name}", size=show_mib(line.size), name=TERMS[line.name])


def _terms(lines: tuple[Line, ...], *, first: bool, reasons: bool) -> Iterator[Fact]:
    for number, line in enumerate(line for line in lines if line.size):
        name = TERMS[line.name]
        text = Text("{name}: {why}", name=name, why=line.because) if reasons else name
        yield Fact(_amount(" " if first and not number else "+", line.size), text, Tone.QUIET)


def _amount(sign: str, size: Bytes) -> Text:
    return verbatim(f"{sign} {show_mib(size):>{SUM_WIDTH}}")


def _total(found: Recommendation) -> Bytes:
    return Bytes(sum(line.size for line in (*found.needed, *found.beyond_need)))


def _needed(need: Bytes) -> Text:
    if need < GIB:
        return Text("needed")
    return Text("needed ({size})", size=show_size(need))


def _result(found: Recommendation) -> Text:
    """What the sum amounts to, which is written only where it is the recommendation."""
    value = spell_size(_total(found))
    if found.value("wsl2.memory") == value:
        return verbatim(f"memory={value}")
    if found.advice is Advice.HOST_CANNOT:
        return Text("memory={value} would be needed", value=value)
    return Text("memory={value} would be enough", value=value)
