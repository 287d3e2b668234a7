"""The sum that leads to memory=: each term a line with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from wslmem.sizing import vm
from wslmem.sizing.estimate import Estimate, Peak
from wslmem.sizing.guest import GuestMemory
from wslmem.sizing.outlook import build_part, compiling_part, link_decides
from wslmem.sizing.recommendation import Line
from wslmem.units import GIB, MIB, Bytes, show_size

SMALLEST = Bytes(2 * GIB)
"""No smaller memory= is advised: a distribution with an editor's server does not live well in less."""

PAGE_CACHE_SHARE = 0.25
LEAST_PAGE_CACHE = Bytes(256 * MIB)
LARGEST_PAGE_CACHE = Bytes(1 * GIB)
"""The compiler and linker themselves (some 60 MiB), the sources, and the archives that the link reads. Above 1.25
times the smallest limit more memory makes no build faster (measured, docs/sizing)."""


@dataclass(frozen=True, slots=True)
class MemorySum:
    """The terms, and what they add up to."""

    build: Bytes
    lines: tuple[Line, ...]

    @property
    def total(self) -> Bytes:
        return Bytes(sum(line.size for line in self.lines))


def memory_sum(estimate: Estimate, parallelism: int, guest: GuestMemory | None) -> MemorySum:
    """Everything that has to fit into the VM while the build runs with `-p parallelism`, rounded up at the end."""
    peak = estimate.at(parallelism)
    build = build_part(peak)
    share = compiling_part(peak) * PAGE_CACHE_SHARE  # what links map has its room in the build's part
    cache = Bytes(round(min(max(share, LEAST_PAGE_CACHE), LARGEST_PAGE_CACHE)))
    inside = build + vm.residents(guest) + cache
    terms = (
        Line("build", build, _build(estimate, peak, parallelism)),
        Line("residents", vm.residents(guest), _residents(guest)),
        Line("page cache", cache, "the compiler's own programs, sources and archives, so that they are read once"),
        Line(
            "vm",
            Bytes(vm.memory_for(inside) - inside),
            "the kernel's page descriptions, a 64th of memory=, and its own image",
        ),
    )
    whole = vm.memory_for(inside)
    return MemorySum(build, (*terms, Line("rounding", Bytes(rounded(whole) - whole), _rounding(whole))))


def rounded(size: int) -> Bytes:
    """`size` rounded up to whole GiB, 2 GiB at least."""
    return Bytes(max(SMALLEST, -(-size // GIB) * GIB))


def _build(estimate: Estimate, peak: Peak, parallelism: int) -> str:
    largest = ", ".join(f"{part.name} {show_size(part.size)}" for part in peak.parts[:3])
    kind = "measured" if estimate.source == "measured" else "expected"
    if (link := peak.linking) is not None and link_decides(peak):
        return (
            f"{link.name} is expected to take {show_size(link.size)} with the files that the linker maps, "
            f"which it reads over and over where they do not fit; with room for its error that is more than the {kind} "
            f"peak at -p {parallelism} needs, {show_size(peak.size)}; it rests on {estimate.because}"
        )
    return (
        f"the {kind} peak at -p {parallelism} is {show_size(peak.size)} ({largest}), "
        f"with room for its error; it rests on {estimate.because}"
    )


def _residents(guest: GuestMemory | None) -> str:
    if guest is None:
        return "what a distribution holds besides: assumed, since no VM runs"
    return f"what {guest.distribution} holds now, editors' servers and daemons among it"


def _rounding(whole: int) -> str:
    return "to whole GB" if whole >= SMALLEST else "to 2 GB, below which an editor's server alone can fill a VM"
