"""What would be recommended elsewhere: on another computer, at another -p, with other flags. Changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from wslmem.machine.host.paths import MachinePaths
from wslmem.records import record
from wslmem.sizing.estimate import Estimate
from wslmem.sizing.go_flags import BuildFlags
from wslmem.sizing.host import HostMemory
from wslmem.sizing.model import PARALLELISMS
from wslmem.sizing.model import estimate as predict
from wslmem.sizing.project import GoProject
from wslmem.sizing.recommend import recommend
from wslmem.sizing.recommendation import Recommendation
from wslmem.text import Text
from wslmem.units import Bytes
from wslmem.workflows import scan
from wslmem.workflows.survey import Survey, earlier
from wslmem.wslconfig import document
from wslmem.wslconfig.effective import effective
from wslmem.wslconfig.room import reserve


@record
class Computer:
    """One that is not here."""

    memory: Bytes
    """Its RAM."""
    processors: int
    commit_limit: Bytes | None = None
    """RAM and page file together; None where it is not known, and then no limit."""

    @property
    def host(self) -> HostMemory:
        """As it would tell of itself with Windows alone on it: what Windows keeps is taken, all else is free."""
        kept = reserve(self.memory)
        return HostMemory(
            total=self.memory,
            available=Bytes(self.memory - kept),
            processors=self.processors,
            source="what-if",
            commit_charge=None if self.commit_limit is None else kept,
            commit_limit=self.commit_limit,
        )


def size(
    paths: MachinePaths,
    project: str | Path,
    flags: BuildFlags,
    *,
    patterns: Sequence[str] = (),
    distribution: str | None = None,
    on_progress: Callable[[Text], None] | None = None,
) -> GoProject:
    """The project as a build with these flags compiles it; of `patterns`, or of all packages where there are none.

    Raises:
        WslmemError: as `scan.scan`.
    """
    return scan.scan(
        paths, project, distribution=distribution, tags=flags.tags, patterns=patterns, on_progress=on_progress
    )


def estimate(project: GoProject, flags: BuildFlags, processors: int) -> Estimate:
    """The peak of a build with these flags on so many processors."""
    asked = (*PARALLELISMS, *([flags.parallelism] if flags.parallelism else []))
    return predict(project, processors=processors, parallelisms=asked, environment=flags.environment)


def elsewhere(project: GoProject, flags: BuildFlags, computer: Computer) -> Recommendation:
    """The recommendation for a computer with WSL's defaults, and no VM that has run on it."""
    fresh = effective(document.read(b""), host_total=computer.memory, processors=computer.processors)
    needed = estimate(project, flags, computer.processors)
    return recommend(computer.host, None, fresh, needed, parallelism=flags.parallelism)


def here(known: Survey, project: GoProject, flags: BuildFlags) -> Recommendation | None:
    """The recommendation for this computer and its file; None where its memory is not known."""
    if known.host is None:
        return None
    needed = estimate(project, flags, known.effective.processors.value or known.host.processors)
    return recommend(
        known.host, known.guest, known.effective, needed, parallelism=flags.parallelism, earlier=earlier(known)
    )
