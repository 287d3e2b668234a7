"""How large a project is, and what its build needs."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.sizing.estimate import Estimate, Peak
from wslmem.sizing.project import GoProject
from wslmem.telling.fact import CONTINUED, Fact, warning
from wslmem.text import Text, counted, joined, verbatim
from wslmem.units import show_size

LARGEST = 5
"""How many of the largest packages, and of the parts of a peak, are named."""
SIZE_WIDTH = 8
"""Cells that a size takes in a column: `1,023 KiB` does not occur, `1.65 GiB` does."""


def told(project: GoProject, estimate: Estimate) -> Iterator[Fact]:
    """Size, largest packages, peaks, warnings."""
    yield from size(project)
    yield from peaks(estimate)
    yield from (warning(caution.text) for caution in project.cautions)


def size(project: GoProject) -> Iterator[Fact]:
    """Where it is, and how large."""
    yield Fact(Text("project"), verbatim(project.root))
    source = show_size(project.source_bytes)
    if project.exact:
        text = counted(
            "{count} in the build, {source} of source (from `go list`)",
            "{count} in the build, {source} of source (from `go list`)",
            len(project.packages),
            source=source,
        )
    else:
        text = counted(
            "{count} in the build, {source} of source (found by scanning files: less exact)",
            "{count} in the build, {source} of source (found by scanning files: less exact)",
            len(project.packages),
            source=source,
        )
    yield Fact(Text("packages"), text)
    for number, package in enumerate(project.largest(LARGEST)):
        label = CONTINUED if number else Text("largest")
        yield Fact(label, verbatim(f"{_column(package.source_bytes)}  {package.import_path}"), depth=1)


def peaks(estimate: Estimate) -> Iterator[Fact]:
    """The peak at each `-p`, of a rebuild, and what overlaps at the highest."""
    if estimate.source == "measured":
        yield Fact(Text("build peak"), Text("measured. Based on {basis}", basis=estimate.because))
    else:
        yield Fact(Text("build peak"), Text("estimated. Based on {basis}", basis=estimate.because))
    for peak in estimate.peaks:
        text = Text(
            "{size}  ({low} to {high})",
            size=_column(peak.size), low=show_size(peak.low), high=show_size(peak.high),
        )  # fmt: skip
        yield Fact(verbatim(f"-p {peak.parallelism}"), text, depth=1)
    warm = Text("{size}  (a rebuild after a change in main: it only links)", size=_column(estimate.warm))
    yield Fact(Text("rebuild"), warm, depth=1)
    last = estimate.peaks[-1]
    if last.linking is not None:
        text = Text("{size}  (mapped files included)", size=_column(last.linking.size))
        yield Fact(Text("linking"), text, depth=1)
    yield Fact(Text("at -p {p}", p=last.parallelism), _parts(last), depth=1)


def _column(size: int) -> str:
    return f"{show_size(size):>{SIZE_WIDTH}}"


def _parts(peak: Peak) -> Text:
    shown = joined(Text(", "), [verbatim(f"{part.name} {show_size(part.size)}") for part in peak.parts[:LARGEST]])
    more = len(peak.parts) - LARGEST
    return Text("{parts} and {count} more", parts=shown, count=more) if more > 0 else shown
