"""`wslmem scan` for a person."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.sizing.estimate import Estimate, Peak
from wslmem.sizing.project import GoProject
from wslmem.units import show_size

LARGEST = 5
"""How many of the largest packages are named."""


def as_text(project: GoProject, estimate: Estimate) -> str:
    """A dozen lines: size, largest packages, predicted peaks."""
    return "\n".join([*_size(project), *_need(estimate), *(f"caution: {one.text}" for one in project.cautions)])


def _size(project: GoProject) -> Iterator[str]:
    how = "go list" if project.exact else "a walk over the files, without a Go toolchain"
    yield f"project      {project.root}"
    yield f"packages     {len(project.packages)} in the build, {show_size(project.source_bytes)} of source (from {how})"
    for package in project.largest(LARGEST):
        yield f"  {show_size(package.source_bytes):>10}  {package.import_path}"


def _need(estimate: Estimate) -> Iterator[str]:
    yield f"peak         {estimate.because} ({estimate.source})"
    for peak in estimate.peaks:
        yield f"  -p {peak.parallelism:<7}{show_size(peak.size):>10}  ({show_size(peak.low)} to {show_size(peak.high)})"
    yield f"  warm      {show_size(estimate.warm):>10}  (a rebuild that only links)"
    yield from _linking(estimate.peaks[-1])
    yield f"at the peak  {_parts(estimate.peaks[-1])}"


def _linking(peak: Peak) -> Iterator[str]:
    if peak.linking is not None:
        yield f"  linking   {show_size(peak.linking.size):>10}  (with the files that the linker maps)"


def _parts(peak: Peak) -> str:
    shown = ", ".join(f"{part.name} {show_size(part.size)}" for part in peak.parts[:LARGEST])
    more = len(peak.parts) - LARGEST
    return f"-p {peak.parallelism}: {shown}" + (f" and {more} more" if more > 0 else "")
