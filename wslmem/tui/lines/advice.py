"""What the advice says, and why."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.sizing.recommendation import Advice, Line, Outlook, Recommendation
from wslmem.telling.fact import Tone
from wslmem.tui.prospect import Prospect
from wslmem.tui.widgets.facts import Fact
from wslmem.units import show_size
from wslmem.words import mark, retell, say

TERMS = {
    "build": mark("build"),
    "residents": mark("rest of the VM"),
    "page cache": mark("page cache"),
    "vm": mark("kernel"),
    "rounding": mark("rounding"),
    "commit": mark("cap: commit"),
    "physical": mark("cap: RAM"),
}
"""The terms of the sum, and the caps behind it, in words for a person."""
CAPS = frozenset({"commit", "physical"})
FATES = {
    Outlook.FITS: (mark("the build fits"), Tone.GOOD),
    Outlook.SWAPS: (mark("the build completes by swapping"), Tone.CARE),
    Outlook.DIES: (mark("the build still dies"), Tone.BAD),
}
TONES = {Advice.ENOUGH: Tone.GOOD, Advice.CHANGE: Tone.STRONG, Advice.HOST_CANNOT: Tone.CARE}


def gist(recommendation: Recommendation | None, *, complete: bool, kept: bool = False) -> Iterator[Fact]:
    """The settings, each with its reason, and what else helps.

    Args:
        recommendation: the advice; None where there is none.
        complete: whether nothing more will be read.
        kept: also tell of settings that stay as they are while others change.
    """
    if recommendation is None:
        text = say("No advice without the host's memory and a Go project.") if complete else say("working it out ...")
        yield Fact("", text, Tone.QUIET)
        return
    changing = any(setting.value for setting in recommendation.settings) and not kept
    for setting in recommendation.settings:
        name = setting.key.split(".")[-1]
        if setting.value is None and changing:
            continue
        if setting.value is None:
            yield Fact(name, say("as it is: {why}", why=retell(setting.because)), Tone.QUIET)
        else:
            yield Fact(f"{name}={setting.value}", retell(setting.because), strong=True)
    for lever in recommendation.levers:
        yield Fact(lever.name, f"{retell(lever.because)} ({retell(lever.price)})", Tone.QUIET)
    for caution in recommendation.cautions:
        yield Fact("", retell(caution.text), Tone.CARE)


def headline(recommendation: Recommendation) -> Fact:
    """The advice in one sentence."""
    return Fact("", retell(recommendation.headline), TONES[recommendation.advice])


def sums(recommendation: Recommendation | None) -> Iterator[Fact]:
    """The sum that leads to memory=, term by term, and what the host can give; the reasons are in `reasons`."""
    if recommendation is None:
        return
    terms, cap = _terms(recommendation), _cap(recommendation)
    for number, line in enumerate(terms):
        yield Fact(
            f"{'+' if number else ' '} {show_size(line.size):>8}", say(TERMS.get(line.name, line.name)), Tone.QUIET
        )
    if terms:
        yield Fact(f"= {show_size(_total(terms)):>8}", say("in all"))
    if cap is not None:
        yield Fact(f"  {show_size(cap.size):>8}", say("the host can give"), Tone.QUIET)


def sum_line(recommendation: Recommendation | None) -> Iterator[Fact]:
    """The same in one sentence, where there is no room for a column."""
    if recommendation is None or not (terms := _terms(recommendation)):
        return
    sum_ = " + ".join(f"{show_size(line.size)} {say(TERMS.get(line.name, line.name))}" for line in terms)
    cap = _cap(recommendation)
    given = "" if cap is None else say("; the host can give {size}", size=show_size(cap.size))
    yield Fact("", f"{sum_} = {show_size(_total(terms))}{given}", Tone.QUIET)


def _terms(recommendation: Recommendation) -> list[Line]:
    return [line for line in recommendation.lines if line.name not in CAPS and line.size]


def _cap(recommendation: Recommendation) -> Line | None:
    """The cap that counts: they come smallest first."""
    return next((line for line in recommendation.lines if line.name in CAPS), None)


def _total(terms: list[Line]) -> int:
    return sum(line.size for line in terms)


def then(advised: Prospect) -> Iterator[Fact]:
    """What the advised settings lead to."""
    if advised.outlook is None or advised.budget is None or advised.budget.left < 0:
        return
    fate, tone = FATES[advised.outlook]
    left = show_size(advised.budget.left)
    yield Fact(say("Then"), say("{fate}; Windows keeps {size}", fate=say(fate), size=left), tone)


def reasons(recommendation: Recommendation) -> Iterator[Fact]:
    """Everything that the advice rests on."""
    yield headline(recommendation)
    yield from gist(recommendation, complete=True, kept=True)
    yield Fact("", "")
    for line in recommendation.lines:
        yield Fact(f"{show_size(line.size):>8}  {say(TERMS.get(line.name, line.name))}", retell(line.because))
