"""What is known of this computer, WSL, the file, the VM and the project."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from wslmem.machine.wsl.wsl import Distribution
from wslmem.sizing.guest import GuestMemory
from wslmem.sizing.host import HostMemory
from wslmem.sizing.project import GoProject
from wslmem.telling import findings as telling
from wslmem.telling import holders
from wslmem.telling import limits as shared
from wslmem.telling.fact import CONTINUED, Fact, Group, Tone, alone, warning
from wslmem.telling.forecast import committed, tail
from wslmem.text import Text, counted, joined, verbatim
from wslmem.units import show_size
from wslmem.workflows.survey import UNSIZED, Pending, Survey

LIMITS = {
    Pending.IN_EFFECT: (Tone.GOOD, Text("in effect")),
    Pending.RESTART_NEEDED: (Tone.CARE, Text("WSL restart needed")),
    Pending.NOT_RUNNING: (Tone.QUIET, Text("from the next start")),
    Pending.UNKNOWN: (Tone.QUIET, Text("not known yet")),
}
"""Whether the limits in the file are those of the VM."""
NO_FILE = Text("No .wslconfig: WSL uses its defaults.")
SHOWN_PACKAGES = 3
SHOWN_FINDINGS = 6


def computer(host: HostMemory) -> Group:
    """RAM, commit limit, and what the VM takes of it."""
    text = Text(
        "{total} RAM, {available} available, {count} processors",
        total=show_size(host.total), available=show_size(host.available), count=host.processors,
    )  # fmt: skip
    facts = [alone(text)]
    if (found := committed(host)) is not None:
        facts.append(found)
    if host.vm_working_set is not None:
        used = Text("{size} used by the VM", size=show_size(host.vm_working_set))
        facts.append(Fact(verbatim(host.vm_process or "vmmem"), used))
    if (programs := holders.host(host)) is not None:
        facts.append(programs)
    return Group(Text("this computer"), tuple(facts))


def wsl(known: Survey) -> Group:
    """Its version and distributions, or why it does not work."""
    facts: list[Fact] = []
    if known.wsl is not None and known.wsl.problem is not None:
        problem = known.wsl.problem
        facts = [alone(problem.text, Tone.BAD), Fact(Text("next"), problem.next_step)]
    elif known.wsl is not None:
        names = joined(Text(", "), [_distribution(one) for one in known.wsl.distributions])
        version = known.wsl.version or Text("version unknown")
        facts = [alone(Text("{version}: {distributions}", version=version, distributions=names))]
    return Group(verbatim("WSL"), tuple(facts))


def _distribution(one: Distribution) -> Text:
    if one.running:
        return Text("{name} (running)", name=one.name)
    if one.state.casefold() == "stopped":
        return Text("{name} (stopped)", name=one.name)
    return verbatim(f"{one.name} ({one.state})")


def version(known: Survey) -> Iterator[Fact]:
    """WSL's version alone."""
    if known.wsl is not None and known.wsl.version:
        yield Fact(verbatim("WSL"), verbatim(known.wsl.version.split(" ")[0]))


def file(known: Survey) -> Group:
    """The file and its three limits."""
    facts = [alone(verbatim(known.paths.wslconfig))]
    if known.file.data is None:
        facts.append(Fact(CONTINUED, NO_FILE, Tone.QUIET))
    return Group(Text("file"), (*facts, *limits(known)))


def limits(known: Survey) -> Iterator[Fact]:
    """What WSL makes of the file."""
    return shared.limits(known.document, known.effective)


def findings(known: Survey, shown: int = SHOWN_FINDINGS) -> Iterator[Fact]:
    """What is wrong with the file, worst first, and how much more there is."""
    if known.file.data is None:
        yield alone(NO_FILE, Tone.QUIET)
    worst = telling.worst_first(known.findings)
    for finding in worst[:shown]:
        yield alone(telling.brief(finding), telling.TONES[finding.severity])
    if len(worst) > shown:
        yield alone(Text("and {count} more", count=len(worst) - shown), Tone.QUIET)
    if not worst and known.file.data is not None:
        yield alone(Text("no problems in the file"), Tone.GOOD)


def warnings(known: Survey, *, but: Collection[str] = ()) -> Iterator[Fact]:
    """What could not be read, or should be known; what has a code in `but` is told elsewhere."""
    found = (*known.cautions, *(known.project.cautions if known.project else ()))
    return (warning(caution.text) for caution in found if caution.code not in but)


def unsized(known: Survey) -> Iterator[Fact]:
    """Why the project could not be sized, where a face tells of it beside the project."""
    return (warning(caution.text) for caution in known.cautions if caution.code == UNSIZED)


def vm(known: Survey) -> Group:
    """The VM as it runs now, and whether it has the limits of the file."""
    tone, text = LIMITS[known.pending]
    facts = [_state(known)] if known.guest is None else list(_running(known.guest))
    return Group(Text("VM"), (*facts, Fact(Text("limits"), text, tone)))


def held(known: Survey) -> tuple[Fact, ...]:
    """Who holds the memory of the VM: by kind, then by name; empty where that is not known."""
    if known.holders is None:
        return ()
    by_name = holders.largest(known.holders)
    return (*holders.split(known.holders), *((by_name,) if by_name is not None else ()))


def _state(known: Survey) -> Fact:
    if known.pending is Pending.NOT_RUNNING:
        return alone(Text("not running"), Tone.QUIET)
    if known.wsl is not None and known.wsl.problem is not None:
        return alone(Text("unknown: WSL does not work here"), Tone.QUIET)
    if known.complete:
        return alone(Text("not responding"), Tone.QUIET)
    return alone(Text("waiting for wsl.exe..."), Tone.QUIET)


def _running(guest: GuestMemory) -> Iterator[Fact]:
    yield alone(verbatim(guest.distribution))
    yield Fact(Text("memory"), _of(guest.total - guest.available, guest.total))
    swap = _of(guest.swap_total - guest.swap_free, guest.swap_total) if guest.swap_total else Text("none")
    yield Fact(Text("swap"), swap)
    yield Fact(Text("processors"), verbatim(guest.processors))


def used(size: int, total: int) -> Text:
    """`size` of `total`."""
    return Text("{used} of {total} used", used=_without_unit(size, total), total=show_size(total))


def _of(size: int, total: int) -> Text:
    return Text("{used} of {total}", used=_without_unit(size, total), total=show_size(total))


def _without_unit(size: int, other: int) -> str:
    """`size` to stand before `other`: without its unit where both have the same."""
    number, unit = show_size(size).split()
    return number if unit == show_size(other).split()[1] else f"{number} {unit}"


def project(known: Survey) -> Group:
    """The Go project and the peak of its build."""
    found = known.project
    if found is None:
        text = Text("none") if known.complete else Text("estimating...")
        return Group(Text("project"), (alone(text, Tone.QUIET),))
    name = found.modules[0] if found.modules else found.root
    return Group(Text("project"), (alone(verbatim(name)), *_size(found), *_peak(known)))


def _size(found: GoProject) -> Iterator[Fact]:
    source = show_size(found.source_bytes)
    yield Fact(Text("source"), verbatim(source))
    yield Fact(CONTINUED, counted("{count} package", "{count} packages", len(found.packages)))
    for number, package in enumerate(found.largest(SHOWN_PACKAGES)):
        text = verbatim(f"{show_size(package.source_bytes)} {tail(package.import_path)}")
        yield Fact(CONTINUED if number else Text("largest"), text)


def _peak(known: Survey) -> Iterator[Fact]:
    if known.estimate is None:
        return
    peak = known.estimate.at(known.estimate.jobs or known.effective.processors.value or 1)
    text = Text("{size} at -p {p}", size=show_size(peak.size), p=peak.parallelism)
    yield Fact(Text("peak"), text, Tone.STRONG)
    fields = {"low": _without_unit(peak.low, peak.high), "high": show_size(peak.high)}
    if known.estimate.source == "measured":
        yield Fact(CONTINUED, Text("measured: {low} to {high}", **fields))
    else:
        yield Fact(CONTINUED, Text("estimated: {low} to {high}", **fields))


def recommendation(known: Survey) -> Fact | None:
    """The recommendation in one sentence; None where there is none."""
    if known.recommendation is None:
        return None
    return Fact(Text("recommendation"), known.recommendation.headline)
