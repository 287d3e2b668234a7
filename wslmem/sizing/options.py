"""What lowers a build's peak other than memory=, with the estimated effect and the cost."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.records import replace
from wslmem.sizing.estimate import LINK_PREFIX, NO_DWARF, Estimate, Part, Peak
from wslmem.sizing.recommendation import Option
from wslmem.text import Text, verbatim
from wslmem.units import MIB, Bytes, show_size

STARTING_HEAP = 128 * MIB
"""The compiler's first heap goal, unless GOGC or GOMEMLIMIT is set (cmd/compile/internal/gc/main.go)."""


COMPILER = (
    (
        "-gcflags=all=-c=1",
        0.35,
        0.93,
        Text("about 7% more CPU time; the first build with it compiles everything again"),
    ),
    ("GOGC=50", 0.45, 0.85, Text("about 50% more CPU time")),
    ("GOGC=100", 0.25, 0.95, Text("about 10% more CPU time")),
)
"""What to type; what it takes off a compile of little more than the starting heap, as a share of that heap; what it
leaves of a larger one; what it costs (measured, docs/sizing)."""


def options(estimate: Estimate, parallelism: int) -> tuple[Option, ...]:
    """What to type for a lower peak, strongest first; only what is estimated to help at least 5%.

    The files that links map are part of each figure: fewer compiles or smaller ones leave them as they are.
    """
    peak = estimate.at(parallelism)
    found = [*_fewer(estimate, parallelism), *_compiler(peak), *_link(peak, estimate.warm)]
    useful = [option for option in found if option.peak is not None and option.peak < 0.95 * peak.held]
    return tuple(sorted(useful, key=lambda option: option.peak or 0))


def _fewer(estimate: Estimate, parallelism: int) -> Iterator[Option]:
    for peak in estimate.peaks:
        if peak.parallelism < parallelism:
            yield Option(
                f"-p {peak.parallelism}",
                peak.held,
                Text("a slower build, at worst in proportion to -p"),
                Text("fewer compiles at once; the largest one still needs {size}", size=_largest(peak)),
            )


def _compiler(peak: Peak) -> Iterator[Option]:
    because = Text("unset, each compile starts with a {size} heap (docs/sizing)", size=show_size(STARTING_HEAP))
    for name, share, large, cost in COMPILER:
        yield Option(name, replace(peak, size=_after(peak, share, large)).held, cost, because)


def _after(peak: Peak, share: float, large: float) -> Bytes:
    return Bytes(sum(_with_less(part, share, large) for part in peak.parts))


def _with_less(part: Part, share: float, large: float) -> int:
    if part.name == "go" or part.name.startswith(LINK_PREFIX):
        return part.size
    if part.size <= 2 * STARTING_HEAP:
        return round(part.size - share * min(part.size, STARTING_HEAP))
    return round(part.size * large)


def _link(peak: Peak, warm: Bytes) -> Iterator[Option]:
    """A link without debug information holds less itself, and maps nearly the same: the objects are as they were."""
    if peak.linking is None:
        return
    link = sum(part.size for part in peak.parts if part.name.startswith(LINK_PREFIX))
    size = peak.size - (1 - NO_DWARF) * link if link > peak.size / 2 else peak.size
    own = warm - sum(part.size for part in peak.parts if part.name == "go")
    linking = replace(peak.linking, size=Bytes(round(peak.linking.size - (1 - NO_DWARF) * own)))
    yield Option(
        "-ldflags=-w",
        replace(peak, size=Bytes(round(size)), linking=linking).held,
        Text("no debug information: no line-by-line debugging"),
        Text("the link is the peak; 30 to 46% of it is debug information (docs/sizing)"),
    )


def _largest(peak: Peak) -> Text:
    compiles = [part for part in peak.parts if part.name != "go"]
    if not compiles:
        return Text("nothing")
    return verbatim(f"{compiles[0].name} {show_size(compiles[0].size)}")
