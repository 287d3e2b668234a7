"""What lowers a build's peak other than memory=, with the predicted effect and the price."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wslmem.sizing.estimate import Estimate, Part, Peak
from wslmem.sizing.recommendation import Lever
from wslmem.sizing.tasks import LINK_PREFIX, NO_DWARF
from wslmem.units import MIB, Bytes, show_size

STARTING_HEAP = 128 * MIB
"""The compiler's first heap goal, unless GOGC or GOMEMLIMIT is set (cmd/compile/internal/gc/main.go)."""


def levers(estimate: Estimate, parallelism: int) -> tuple[Lever, ...]:
    """What to type for a lower peak, strongest first; only what is predicted to help at least 5 %.

    The files that links map are part of each figure: fewer compiles or smaller ones leave them as they are.
    """
    peak = estimate.at(parallelism)
    found = [*_fewer(estimate, parallelism), *_compiler(peak), *_link(peak, estimate.warm)]
    useful = [lever for lever in found if lever.peak is not None and lever.peak < 0.95 * peak.held]
    return tuple(sorted(useful, key=lambda lever: lever.peak or 0))


def _fewer(estimate: Estimate, parallelism: int) -> Iterator[Lever]:
    for peak in estimate.peaks:
        if peak.parallelism < parallelism:
            yield Lever(
                f"-p {peak.parallelism}",
                peak.held,
                "the build takes longer: up to the factor by which fewer processors work",
                f"fewer compiles overlap; the largest single one remains, {_largest(peak)}",
            )


def _compiler(peak: Peak) -> Iterator[Lever]:
    for name, share, large, price in (
        ("-gcflags=all=-c=1", 0.35, 0.93, "about 7 % more processor time; the first build with it compiles all anew"),
        ("GOGC=50", 0.45, 0.85, "about half more processor time"),
        ("GOGC=100", 0.25, 0.95, "about a tenth more processor time"),
    ):
        lower = replace(peak, size=_after(peak, share, large))
        yield Lever(
            name,
            lower.held,
            price,
            f"without it each compile starts with a heap of {show_size(STARTING_HEAP)} (measured, docs/sizing)",
        )


def _after(peak: Peak, share: float, large: float) -> Bytes:
    return Bytes(sum(_with_less(part, share, large) for part in peak.parts))


def _with_less(part: Part, share: float, large: float) -> int:
    if part.name == "go" or part.name.startswith(LINK_PREFIX):
        return part.size
    if part.size <= 2 * STARTING_HEAP:
        return round(part.size - share * min(part.size, STARTING_HEAP))
    return round(part.size * large)


def _link(peak: Peak, warm: Bytes) -> Iterator[Lever]:
    """A link without debug information holds less itself, and maps nearly the same: the objects are as they were."""
    if peak.linking is None:
        return
    link = sum(part.size for part in peak.parts if part.name.startswith(LINK_PREFIX))
    size = peak.size - (1 - NO_DWARF) * link if link > peak.size / 2 else peak.size
    own = warm - sum(part.size for part in peak.parts if part.name == "go")
    linking = replace(peak.linking, size=Bytes(round(peak.linking.size - (1 - NO_DWARF) * own)))
    yield Lever(
        "-ldflags=-w",
        replace(peak, size=Bytes(round(size)), linking=linking).held,
        "no debug information: no line-by-line debugging",
        "the link is the peak, and 30 to 46 % of its own memory is debug information (measured, docs/sizing)",
    )


def _largest(peak: Peak) -> str:
    compiles = [part for part in peak.parts if part.name != "go"]
    return f"{compiles[0].name} {show_size(compiles[0].size)}" if compiles else "none"
