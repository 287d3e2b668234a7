"""What the overview says."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.sizing.outlook import link_decides
from wslmem.sizing.recommendation import Outlook
from wslmem.sizing.tasks import LINK_PREFIX
from wslmem.telling.fact import Tone
from wslmem.tui.prospect import Prospect
from wslmem.tui.widgets.facts import Fact
from wslmem.units import MIB, Bytes, show_size
from wslmem.words import mark, retell, say, say_count
from wslmem.workflows.survey import Pending, Survey
from wslmem.wslconfig.effective import EffectiveValue

PENDING = {
    Pending.IN_EFFECT: (Tone.GOOD, mark("in effect")),
    Pending.RESTART_NEEDED: (Tone.CARE, mark("restart needed")),
    Pending.NOT_RUNNING: (Tone.QUIET, mark("read at the next start")),
    Pending.UNKNOWN: (Tone.QUIET, mark("not known yet")),
}
SEVERITIES = {"error": (Tone.BAD, 0), "warning": (Tone.CARE, 1), "note": (Tone.QUIET, 2)}
"""Tone of a finding and its rank, worst first."""
SOURCES = {
    "file": mark("from the file"),
    "default": mark("WSL default"),
    "clamped": mark("limited by WSL"),
    "policy": mark("set by policy"),
}
SHOWN_FINDINGS = 6
SHOWN_PACKAGES = 3
SHOWN_PARTS = 2


def headline(known: Survey, now: Prospect) -> Fact:
    """In one sentence: will the build complete as things are?"""
    if known.wsl is not None and known.wsl.problem is not None:
        problem = known.wsl.problem
        return Fact("", f"{retell(problem.text)}. {retell(problem.next_step)}", Tone.BAD)
    if now.outlook is None or now.need is None:
        return Fact("", _not_known(known), Tone.QUIET)
    return forecast(now)


def because(known: Survey) -> Iterator[Fact]:
    """What makes the need: the peak, and the compiles that overlap at it; or a link, where its files need more."""
    if known.estimate is None:
        return
    peak = known.estimate.at(known.effective.processors.value or 1)
    if (link := peak.linking) is not None and link_decides(peak):
        program, size = _tail(link.name.removeprefix(LINK_PREFIX)), show_size(link.size)
        yield Fact(say("Why"), say("to link {program} takes {size} with the files it maps", program=program, size=size))
        return
    most = [f"{_tail(part.name)} {show_size(part.size)}" for part in peak.parts[:SHOWN_PARTS] if part.size >= 32 * MIB]
    text = say("at its peak (-p {count}) the build holds {size}", count=peak.parallelism, size=show_size(peak.size))
    yield Fact(say("Why"), say("{text}: {parts}", text=text, parts=", ".join(most)) if most else text)


def _not_known(known: Survey) -> str:
    if not known.complete:
        return say("Looking at this computer, WSL and the project ...")
    if known.project is None:
        return say("No Go project was sized: start wslmem in one, or name it: wslmem PROJECT")
    return say("What the build needs could not be predicted; see the cautions below")


def forecast(what: Prospect) -> Fact:
    """What becomes of the build with the limits of `what`."""
    limit, swap = what.limits.vm_memory or Bytes(0), Bytes(what.limits.swap.value or 0)
    sizes = {"need": show_size(what.need or 0), "limit": show_size(limit), "swap": show_size(swap)}
    if what.outlook is Outlook.FITS:
        return Fact("", say("The build fits: it needs {need}, the VM has {limit}.", **sizes), Tone.GOOD)
    if what.outlook is Outlook.SWAPS:
        text = say("The build completes by swapping: it needs {need}, the VM has {limit} and {swap} of swap.", **sizes)
        return Fact("", text, Tone.CARE)
    if swap:
        text = say("The build dies: it needs {need}, the VM has {limit} and {swap} of swap.", **sizes)
    else:
        text = say("The build dies: it needs {need}, the VM has {limit} and no swap.", **sizes)
    return Fact("", text, Tone.BAD)


def commit(known: Survey) -> Fact | None:
    """Commit charge against its limit; None where the host does not tell."""
    host = known.host
    if host is None or host.commit_charge is None or host.commit_limit is None:
        return None
    room = host.commit_limit - host.commit_charge
    text = say(
        "{charge} of {limit} promised, {room} left (RAM and page file)",
        charge=show_size(host.commit_charge), limit=show_size(host.commit_limit), room=show_size(room),
    )  # fmt: skip
    return Fact(say("Commit"), text, Tone.CARE if room < host.commit_limit // 10 else Tone.PLAIN)


def leftover(what: Prospect) -> Fact:
    """What is left for Windows when the VM is full."""
    if what.budget is None:
        return Fact(say("Left"), say("not known yet"), Tone.QUIET)
    left = what.budget.left
    if left < 0:
        text = say("{size} too little: Windows would page when the VM is full", size=show_size(-left))
        return Fact(say("Left"), text, Tone.CARE)
    return Fact(say("Left"), say("{size} stay free when the VM is full", size=show_size(left)))


def vm(known: Survey) -> Iterator[Fact]:
    """The VM as it runs now."""
    tone, text = PENDING[known.pending]
    yield Fact(say("Limits"), say(text), tone)
    if known.guest is None:
        yield Fact(say("State"), _vm_state(known), Tone.QUIET)
    else:
        guest = known.guest
        yield Fact(say("Distro"), guest.distribution)
        yield Fact(say("Memory"), _of(guest.total - guest.available, guest.total))
        swap = _of(guest.swap_total - guest.swap_free, guest.swap_total) if guest.swap_total else say("none")
        yield Fact(say("Swap"), swap)
        yield Fact(say("CPUs"), str(guest.processors))
    if known.wsl is not None and known.wsl.version:
        yield Fact("WSL", known.wsl.version.split(" ")[0])


def _vm_state(known: Survey) -> str:
    if known.pending is Pending.NOT_RUNNING:
        return say("stopped")
    return say("no answer") if known.complete else say("asking wsl.exe ...")


def _of(used: int, total: int) -> str:
    return say("{used} of {total}", used=_without_unit(used, total), total=show_size(total))


def _range(low: int, high: int) -> str:
    return say("{low} to {high}", low=_without_unit(low, high), high=show_size(high))


def _without_unit(size: int, other: int) -> str:
    """`size` to stand before `other`: without its unit where both have the same."""
    number, unit = show_size(size).split()
    return number if unit == show_size(other).split()[1] else f"{number} {unit}"


def project(known: Survey) -> Iterator[Fact]:
    """The Go project."""
    found = known.project
    if found is None:
        yield Fact("", say("none") if known.complete else say("measuring ..."), Tone.QUIET)
        return
    yield Fact(say("Module"), found.modules[0] if found.modules else found.root)
    yield Fact(say("Source"), f"{found.source_bytes / 1e6:.1f} MB")
    yield Fact(" ", say_count("{count} package", "{count} packages", len(found.packages)))
    for number, package in enumerate(found.largest(SHOWN_PACKAGES)):
        text = f"{package.source_bytes / 1e6:.1f} MB {_tail(package.import_path)}"
        yield Fact(say("Largest") if number == 0 else " ", text)
    yield from _peak(known)


def _peak(known: Survey) -> Iterator[Fact]:
    if known.estimate is None:
        return
    peak = known.estimate.at(known.effective.processors.value or 1)
    sort = say("Measured") if known.estimate.source == "measured" else say("Predicted")
    yield Fact(sort, say("{size} at -p {count}", size=show_size(peak.size), count=peak.parallelism), Tone.STRONG)
    yield Fact(" ", _range(peak.low, peak.high))


def _tail(path: str) -> str:
    """The end of an import path, which tells packages apart."""
    return "/".join(path.split("/")[-2:])


def file(known: Survey) -> Iterator[Fact]:
    """The file: its findings, worst first, then its three limits."""
    if known.file.data is None:
        yield Fact("", say("There is no .wslconfig: WSL's defaults hold."), Tone.QUIET)
    worst = sorted(known.findings, key=lambda finding: SEVERITIES[finding.severity][1])
    for finding in worst[:SHOWN_FINDINGS]:
        place = say("line {line}: ", line=finding.line) if finding.line else ""
        yield Fact("", place + retell(finding.text), SEVERITIES[finding.severity][0])
    if not worst and known.file.data is not None:
        yield Fact("", say("nothing wrong found in the file"), Tone.GOOD)
    for caution in known.cautions:
        yield Fact("", retell(caution.text), Tone.CARE)
    limits = known.effective
    yield Fact("memory", _limit(limits.memory))
    yield Fact("swap", _limit(limits.swap, zero=say("none")))
    processors = limits.processors
    told = say("{size}, {source}", size=processors.value or say("all"), source=say(SOURCES[processors.source]))
    yield Fact("processors", told)


def _limit(value: EffectiveValue, zero: str = "0") -> str:
    if value.value is None:
        return say("not known yet")
    size = show_size(value.value) if value.value else zero
    return say("{size}, {source}", size=size, source=say(SOURCES[value.source]))
