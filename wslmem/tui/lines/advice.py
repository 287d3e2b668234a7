"""What the advice says, and why."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.sizing.recommendation import Advice, Recommendation
from wslmem.tui.tone import Tone
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
    """The sum that leads to memory=, term by term; the reasons are in `reasons`."""
    for line in recommendation.lines if recommendation is not None else ():
        yield Fact(show_size(line.size).rjust(8), say(TERMS.get(line.name, line.name)), Tone.QUIET)


def sum_line(recommendation: Recommendation | None) -> Iterator[Fact]:
    """The same sum in one sentence, where there is no room for a column."""
    if recommendation is None or not recommendation.lines:
        return
    terms = [
        (TERMS.get(line.name, line.name), show_size(line.size), line.name in CAPS) for line in recommendation.lines
    ]
    sum_ = " + ".join(f"{size} {say(name)}" for name, size, cap in terms if not cap)
    caps = ", ".join(f"{say(name)} {size}" for name, size, cap in terms if cap)
    yield Fact("", f"{sum_}; {caps}" if caps else sum_, Tone.QUIET)


def reasons(recommendation: Recommendation) -> Iterator[Fact]:
    """Everything that the advice rests on."""
    yield headline(recommendation)
    yield from gist(recommendation, complete=True, kept=True)
    yield Fact("", "")
    for line in recommendation.lines:
        yield Fact(f"{show_size(line.size):>8}  {say(TERMS.get(line.name, line.name))}", retell(line.because))
