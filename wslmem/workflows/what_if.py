"""What would be recommended elsewhere: on another computer, at another -p, with other flags. Changes nothing."""

from __future__ import annotations

from wslmem.records import record
from wslmem.sizing.go_flags import BuildFlags, within
from wslmem.sizing.host import HostMemory
from wslmem.sizing.project import GoProject
from wslmem.sizing.recommend import recommend
from wslmem.sizing.recommendation import Recommendation
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


def elsewhere(project: GoProject | None, flags: BuildFlags, computer: Computer) -> Recommendation:
    """The recommendation for a computer with WSL's defaults, and no VM that has run on it.

    Without a project: what a build could use there.
    """
    fresh = effective(document.read(b""), host_total=computer.memory, processors=computer.processors)
    needed = None if project is None else scan.estimate(project, computer.processors, flags)
    at = None if project is None else within(flags, project.goflags).parallelism or computer.processors
    return recommend(computer.host, None, fresh, needed, parallelism=at)


def here(known: Survey, project: GoProject, flags: BuildFlags) -> Recommendation | None:
    """The recommendation for this computer and its file; None where its memory is not known."""
    if known.host is None:
        return None
    needed = scan.estimate(project, known.effective.processors.value or known.host.processors, flags)
    return recommend(
        known.host, known.guest, known.effective, needed, parallelism=flags.parallelism, earlier=earlier(known)
    )
