"""What a person should know about a recommendation."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.cautions import Caution
from wslmem.sizing.caps import memory_caps
from wslmem.sizing.estimate import Estimate
from wslmem.sizing.host import HostMemory
from wslmem.sizing.outlook import build_part
from wslmem.sizing.recommendation import Term
from wslmem.text import Text
from wslmem.units import Bytes, parse_size, show_size

UNCERTAIN = 1.7
"""The interval's upper end over the build's part from which that is said. Where one package that was never measured
makes the peak it is 1.6 at most; with one long function in it, more."""


def of_estimate(estimate: Estimate, parallelism: int) -> Iterator[Caution]:
    """The cautions on what a build at `-p parallelism` is said to need."""
    if estimate.source == "walk":
        text = Text("this estimate comes from scanning files (less exact); `wslmem bench` measures the peak")
        yield Caution("estimate-not-exact", text)
    peak = estimate.at(parallelism)
    if peak.parts[0].name in estimate.guessed:
        yield Caution(
            "estimate-guessed",
            Text(
                "the C++ of {name} sets the peak, which is guessed: {low} to {high}; `wslmem bench` measures it",
                name=peak.parts[0].name,
                low=show_size(peak.low),
                high=show_size(peak.high),
            ),
        )
    elif peak.high > UNCERTAIN * build_part(peak):
        yield Caution(
            "estimate-uncertain",
            Text(
                "the build may need up to {high}: {name} sets the peak and is hard to estimate; `wslmem bench` "
                "measures it",
                high=show_size(peak.high),
                name=peak.parts[0].name,
            ),
        )


def of(
    host: HostMemory, estimate: Estimate | None, memory: Bytes, swap: Bytes, advised: str | None
) -> Iterator[Caution]:
    """The cautions on settings for `host`.

    Args:
        host: what it has.
        estimate: what the build needs; None without a project.
        memory: memory= as it counts now.
        swap: swap= as it counts now.
        advised: the memory= that is recommended, in WSL's spelling; None where it is left.
    """
    limit = parse_size(advised or "") or memory
    if estimate is not None and swap == 0 and advised is None:
        yield Caution("no-swap", Text("no swap: if the build grows, it is killed or stalls"))
    tightest = memory_caps(host)[0]
    if tightest.name is Term.COMMIT and tightest.size < limit:
        yield Caution(
            "commit-limit",
            Text(
                "Windows can commit only {size} more to the VM: {because}. Close programs, or let Windows manage the "
                "page file.",
                size=show_size(tightest.size),
                because=tightest.because,
            ),
        )
    if host.total - limit < in_use(host):
        yield Caution(
            "windows-uses-more",
            Text(
                "Windows uses {used} now; with the VM full it keeps {kept} and pages out the rest",
                used=show_size(in_use(host)),
                kept=show_size(max(0, host.total - limit)),
            ),
        )


def in_use(host: HostMemory) -> Bytes:
    """Physical memory that Windows and its programs hold, the VMs of WSL and wslc not counted."""
    vms = (host.vm_working_set or 0) + (host.wslc_working_set or 0)
    return Bytes(max(0, host.total - host.available - vms))
