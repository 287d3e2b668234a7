"""What the change screen says beside its fields and below them."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.telling.fact import Tone
from wslmem.tui import draft as drafts
from wslmem.tui.draft import Draft
from wslmem.tui.lines import overview
from wslmem.tui.prospect import Prospect
from wslmem.tui.widgets.facts import Fact
from wslmem.units import GIB, MIB, show_size
from wslmem.words import retell, say
from wslmem.workflows.survey import Survey

LEAST_MEMORY = 256 * MIB
"""WSL's own lower limit (WslCoreConfig.cpp, `Config::Initialize`)."""
MOST_SWAP = 256 * GIB


def outcome(known: Survey, found: Prospect) -> Iterator[Fact]:
    """What becomes of the build, and what is left for Windows."""
    if found.outlook is not None:
        yield overview.forecast(found)
    else:
        yield Fact("", say("What becomes of the build cannot be predicted without a project."), Tone.QUIET)
    yield overview.leftover(found)
    committed = overview.commit(known)
    if committed is not None:
        yield committed
    for text in found.cautions:
        yield Fact("", retell(text), Tone.CARE)


def diff(known: Survey, found: Prospect) -> str:
    """The unified diff of the file; empty where nothing changes."""
    return "" if found.plan is None else found.plan.diff(str(known.paths.wslconfig))


def meaning(name: str, known: Survey, found: Prospect) -> str:
    """What the value in a field amounts to."""
    limit = getattr(found.limits, name)
    if name == "processors":
        host = known.host.processors if known.host is not None else None
        return "" if host is None else say("of {count} in this computer", count=host)
    if limit.value is None:
        return ""
    if name == "swap" and limit.value == 0:
        return say("none: what is over is killed")
    size = show_size(limit.value)
    if limit.source == "default":
        return say("{size}, WSL's default", size=size)
    if name == "memory" and known.host is not None:
        return say("{share} of the RAM", share=f"{limit.value / known.host.total:.0%}")
    return size


def why_not(name: str, text: str, known: Survey | None) -> str:
    """Why `text` cannot be the value of the field; empty where it can."""
    host = known.host if known is not None else None
    if name == "processors":
        return drafts.why_not_processors(text, host=host.processors if host is not None else None)
    least = LEAST_MEMORY if name == "memory" else 0
    return drafts.why_not_size(name, text, host_total=host.total if host is not None else None, least=least)


def stepped(name: str, steps: int, known: Survey, found: Prospect) -> str:
    """The value `steps` steps away from the one there."""
    host, now = known.host, getattr(found.limits, name).value or 0
    if name == "processors":
        most = host.processors if host is not None else now or 1
        return str(max(1, min(most, now + steps)))
    most = MOST_SWAP if name == "swap" else host.total if host is not None else None
    least = 0 if name == "swap" else 1 * GIB
    value = getattr(found.draft, name)
    return drafts.stepped(value, now, steps, drafts.step_of(now), most=most, least=least)


def preset(name: str, known: Survey) -> Draft:
    """`advised`, `now` or `default`."""
    now = drafts.as_now(known.document)
    if name == "advised" and known.recommendation is not None:
        return drafts.advised(known.recommendation, now)
    return Draft() if name == "default" else now
