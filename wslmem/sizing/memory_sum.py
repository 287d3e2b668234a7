"""The sum that leads to memory=: each term a line with its reason, in whole MiB, so that it adds up as it is shown."""

from __future__ import annotations

from wslmem.records import record
from wslmem.sizing.estimate import LINK_PREFIX, Estimate, Peak
from wslmem.sizing.outlook import build_part, compiling_part, link_decides, need
from wslmem.sizing.recommendation import Line, Term
from wslmem.sizing.vm import OtherProcesses, Source
from wslmem.text import Text, joined, verbatim
from wslmem.units import GIB, MIB, Bytes, show_size, whole_mib

SMALLEST = Bytes(2 * GIB)
"""No smaller memory= is recommended: a distribution with an editor's server does not live well in less. WSL itself
starts with far less."""
FINE = Bytes(256 * MIB)
"""Below `COARSE` what is recommended is a multiple of it: a whole GiB would be a third or a half of the size, which
Windows can use, and a person still reads it at a glance."""
COARSE = Bytes(4 * GIB)
"""From here on whole GiB, as in `wslconfig.room.fitted`."""

PAGE_CACHE_SHARE = 0.25
LEAST_PAGE_CACHE = Bytes(256 * MIB)
LARGEST_PAGE_CACHE = Bytes(1 * GIB)
"""The compiler and linker themselves (some 60 MiB), the sources, and the archives that the link reads. Above 1.25
times the smallest limit more memory makes no build faster (measured, docs/sizing)."""

NAMED = 3
"""How many of the compiles that overlap at the peak are named."""


@record
class MemorySum:
    """The terms, and what they add up to."""

    build: Bytes
    """Peak and margin."""
    need: Bytes
    """The smallest memory= with which the build fits."""
    lines: tuple[Line, ...]
    """Those that add up to `need`, then what comes on top."""

    @property
    def total(self) -> Bytes:
        return Bytes(sum(line.size for line in self.lines))


def memory_sum(estimate: Estimate, parallelism: int, others: OtherProcesses, devices: Bytes = Bytes(0)) -> MemorySum:
    """Everything that has to fit into the VM while the build runs with `-p parallelism`, rounded up at the end.

    `devices` is what a buffer for devices takes of the VM (`swiotlb`).
    """
    peak = estimate.at(parallelism)
    build = build_part(peak)
    least = need(build, others=Bytes(others.size + devices))
    share = compiling_part(peak) * PAGE_CACHE_SHARE  # what links map has its room in the build's part
    cache = whole_mib(min(max(share, LEAST_PAGE_CACHE), LARGEST_PAGE_CACHE))
    whole = rounded(least + cache)
    lines = (
        *_build(estimate, peak, build),
        Line(Term.OTHERS, others.size, _others(others)),
        Line(
            Term.KERNEL,
            Bytes(least - build - others.size),
            _kernel(devices),
        ),
        Line(Term.CACHE, cache, Text("keeps the compiler, sources and archives in memory")),
        Line(Term.ROUNDING, Bytes(whole - least - cache), _rounding(least + cache)),
    )
    return MemorySum(build, least, lines)


def _kernel(devices: Bytes) -> Text:
    if devices:
        return Text(
            "1/64 of memory= for page management, the kernel itself, and {size} of buffer for devices (swiotlb)",
            size=show_size(devices),
        )
    return Text("1/64 of memory= for page management, and the kernel itself")


def rounded(size: int) -> Bytes:
    """`size` rounded up to a multiple of `FINE`, from `COARSE` on of a GiB; 2 GiB at least.

    >>> [rounded(mib * MIB) // MIB for mib in (300, 2049, 2560, 3900, 4097)]
    [2048, 2304, 2560, 4096, 5120]
    """
    unit = _unit(size)
    return Bytes(max(SMALLEST, -(-size // unit) * unit))


def _unit(size: int) -> Bytes:
    return FINE if size < COARSE else Bytes(GIB)


def _build(estimate: Estimate, peak: Peak, build: Bytes) -> tuple[Line, Line]:
    line = _linking(estimate, peak) if link_decides(peak) else _peak(estimate, peak)
    because = (
        Text("peaks of the same build differ")
        if estimate.source == "measured" and line.name is Term.PEAK
        else Text("for estimation error")
    )
    return line, Line(Term.MARGIN, Bytes(build - line.size), because)


def _peak(estimate: Estimate, peak: Peak) -> Line:
    named = joined(Text(", "), [verbatim(f"{part.name} {show_size(part.size)}") for part in peak.parts[:NAMED]])
    fields = {"p": peak.parallelism, "parts": named, "basis": estimate.because}
    if not estimate.go:
        because = Text("measured; based on {basis}", **fields)
    elif estimate.source == "measured":
        because = Text("measured at -p {p} ({parts}); based on {basis}", **fields)
    else:
        because = Text("estimated at -p {p} ({parts}); based on {basis}", **fields)
    return Line(Term.PEAK, whole_mib(peak.size), because)


def _linking(estimate: Estimate, peak: Peak) -> Line:
    assert peak.linking is not None, "a link that decides is there"  # noqa: S101 - link_decides says so
    because = Text(
        "{program}, mapped files included; more than the peak at -p {p} ({size}); based on {basis}",
        program=peak.linking.name.removeprefix(LINK_PREFIX), p=peak.parallelism, size=show_size(peak.size),
        basis=estimate.because,
    )  # fmt: skip
    return Line(Term.LINKING, whole_mib(peak.linking.size), because)


def _others(others: OtherProcesses) -> Text:
    if others.source is Source.MEASURED:
        return Text("what {name} uses now, editor servers and daemons included (measured)", name=others.distribution)
    if others.source is Source.EARLIER:
        return Text("used before WSL was last stopped, editor servers and daemons included (measured)")
    if others.distribution is None:
        return Text("estimated, because no VM is running")
    return Text(
        "estimated; {name} uses less now, but editor and services may not be running yet", name=others.distribution
    )


def _rounding(whole: int) -> Text:
    if whole >= COARSE:
        return Text("up to whole GB")
    if whole >= SMALLEST:
        return Text("up to a multiple of {step}", step=show_size(FINE))
    return Text("up to 2GB; below that an editor's server alone can fill a VM")
