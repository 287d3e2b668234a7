"""What becomes of the build under given limits, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wslmem.sizing.estimate import LINK_PREFIX
from wslmem.sizing.host import HostMemory
from wslmem.sizing.outlook import left_for_windows, link_decides
from wslmem.sizing.recommendation import Outlook
from wslmem.telling.fact import Fact, Tone, alone, warning
from wslmem.telling.ignored import ignored
from wslmem.text import Text, joined
from wslmem.units import MIB, show_size

if TYPE_CHECKING:
    from wslmem.workflows.forecast import Forecast
    from wslmem.workflows.survey import Survey

FATES = {
    Outlook.FITS: (Text("the build fits"), Tone.GOOD),
    Outlook.SWAPS: (Text("the build completes with swap"), Tone.CARE),
    Outlook.DIES: (Text("the build still runs out of memory"), Tone.BAD),
}
SHOWN_PARTS = 2
LEAST_SHOWN = 32 * MIB
"""A compile that holds less explains nothing."""


def headlines(known: Survey, now: Forecast) -> Iterator[Fact]:
    """What of the file does not count, where that is so, then what becomes of the build, or what WSL needs first."""
    yield from ignored(known)
    yield headline(known, now)
    if known.wsl is not None and known.wsl.problem is not None:
        yield Fact(Text("next"), known.wsl.problem.next_step)


def headline(known: Survey, now: Forecast) -> Fact:
    """In one sentence: will the build complete as things are?"""
    if known.wsl is not None and known.wsl.problem is not None:
        return alone(Text("WSL does not work here: {why}.", why=known.wsl.problem.text), Tone.BAD)
    if now.outlook is None or now.need is None:
        return alone(_not_known(known), Tone.QUIET)
    return fate(now)


def _not_known(known: Survey) -> Text:
    if not known.complete:
        return Text("Checking this computer, WSL and the project...")
    if known.project is None:
        return Text("No Go project here. Press p to choose one, or start wslmem in its folder.")
    return Text("The build's need could not be estimated; see the warnings below")


def fate(what: Forecast) -> Fact:
    """What becomes of the build with the limits of `what`."""
    sizes = {"need": show_size(what.need or 0), "limit": show_size(what.vm_memory), "swap": show_size(what.swap)}
    if what.outlook is Outlook.FITS:
        return alone(Text("The build fits: it needs {need}, the VM has {limit}.", **sizes), Tone.GOOD)
    if what.outlook is Outlook.SWAPS:
        text = Text("The build completes only with swap: it needs {need}, the VM has {limit} and {swap} swap.", **sizes)
        return alone(text, Tone.CARE)
    if what.swap:
        text = Text("The build runs out of memory: it needs {need}, the VM has {limit} and {swap} swap.", **sizes)
    else:
        text = Text("The build runs out of memory: it needs {need}, the VM has {limit} and no swap.", **sizes)
    return alone(text, Tone.BAD)


def because(known: Survey) -> Iterator[Fact]:
    """What makes the need: the peak, and the compiles that overlap at it; or a link, where its files need more."""
    if known.estimate is None:
        return
    peak = known.estimate.at(known.effective.processors.value or 1)
    size = show_size(peak.size)
    if (link := peak.linking) is not None and link_decides(peak):
        program = tail(link.name.removeprefix(LINK_PREFIX))
        text = Text("linking {program} takes {size}, mapped files included", program=program, size=show_size(link.size))
        yield Fact(Text("why"), text)
        return
    most = [
        f"{tail(part.name)} {show_size(part.size)}" for part in peak.parts[:SHOWN_PARTS] if part.size >= LEAST_SHOWN
    ]
    if most:
        parts = joined(Text(", "), most)
        text = Text("the build alone peaks at {size} (-p {p}): {parts}", size=size, p=peak.parallelism, parts=parts)
    else:
        text = Text("the build alone peaks at {size} (-p {p})", size=size, p=peak.parallelism)
    yield Fact(Text("why"), text)


def leftover(what: Forecast) -> Fact:
    """What is free when the VM is full."""
    label = Text("free")
    if what.budget is None:
        return Fact(label, Text("not known yet"), Tone.QUIET)
    left = what.budget.left
    if left < 0:
        text = Text("{size} short: Windows swaps to disk when the VM is full", size=show_size(-left))
        return Fact(label, text, Tone.CARE)
    return Fact(label, Text("{size} stays free when the VM is full", size=show_size(left)))


def committed(host: HostMemory | None) -> Fact | None:
    """Commit charge against its limit; None where the host does not tell."""
    if host is None or host.commit_charge is None or host.commit_limit is None:
        return None
    room = host.commit_limit - host.commit_charge
    text = Text(
        "{charge} of {limit} (RAM and page file), {room} left",
        charge=show_size(host.commit_charge), limit=show_size(host.commit_limit), room=show_size(room),
    )  # fmt: skip
    return Fact(Text("committed"), text, Tone.CARE if room < host.commit_limit // 10 else Tone.PLAIN)


def result(known: Survey, recommended: Forecast) -> Iterator[Fact]:
    """What the recommended settings lead to."""
    if recommended.outlook is None or known.host is None or recommended.budget is None or recommended.budget.left < 0:
        return
    what, tone = FATES[recommended.outlook]
    left = show_size(left_for_windows(known.host, recommended.vm_memory))
    yield Fact(Text("result"), Text("{fate}; {size} left for Windows", fate=what, size=left), tone)


def warnings(what: Forecast) -> Iterator[Fact]:
    """What may go wrong although it can work."""
    return (warning(caution.text) for caution in what.cautions)


def tail(path: str) -> str:
    """The end of an import path, which tells packages apart."""
    return "/".join(path.split("/")[-2:])
