"""What an apply does with the file that it wrote: looks at the VM, restarts WSL, proves the limits, rolls back."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from wslmem.cautions import Caution
from wslmem.errors import WslmemError
from wslmem.machine.files import files
from wslmem.machine.files.files import FileContent
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own.backups import Backup
from wslmem.machine.own.journal import Step
from wslmem.machine.wsl import inside_wsl
from wslmem.machine.wsl.wsl import Wsl
from wslmem.records import record, replace
from wslmem.sizing.guest import GuestMemory
from wslmem.sizing.host import HostMemory
from wslmem.text import Text
from wslmem.workflows.apply import no_swap, proof
from wslmem.workflows.apply.events import (
    ApplyEvent,
    ApplyRequest,
    ApplyResult,
    HandedOver,
    NotEffective,
    OldFileBack,
    RolledBack,
    Shutdown,
)
from wslmem.workflows.apply.foretold import limits
from wslmem.workflows.apply.record import Record
from wslmem.workflows.apply.restart import (
    DID_NOT_START,
    NOT_SHUT_DOWN,
    OLD_VM,
    Restart,
    Target,
    alive,
    restart,
    running_guest,
)
from wslmem.workflows.consent import Consent
from wslmem.wslconfig.edits import EditPlan

RESTART = Text("run wsl --shutdown, or the same command with --shutdown now; everything running in WSL stops")


@record
class Before:
    """The file as it was before this run, or before the killed one that it goes on with."""

    data: bytes | None
    """None where there was no file."""
    backup: Backup | None
    """None in a benchmark, which keeps the file itself."""


def holds(path: Path, data: bytes | None) -> bool:
    """Whether the file is `data` now; a file that cannot be read is not."""
    try:
        return files.read_file(path).data == data
    except WslmemError:
        return False


@record
class Effect:
    """One file that was written, or was right already, and the VM that is to show it."""

    request: ApplyRequest
    paths: MachinePaths
    content: FileContent
    """What this run found."""
    edit: EditPlan
    host: HostMemory
    distribution: str | None
    """Which one to start for the proof; None where nothing is restarted or asked."""

    def steps(
        self, result: ApplyResult, before: Before | None, record: Record, consent: Consent
    ) -> Generator[ApplyEvent, None, ApplyResult]:
        """Look at the VM that runs; restart WSL where that is wanted; roll back where the settings are not in effect.

        Args:
            result: the file written, nothing looked at yet.
            before: what to go back to; None where nothing was written.
            record: is told of each step before it is taken.
            consent: asks, and is asked to stop.
        """
        if self.distribution is None:
            return result
        target = self._target(self.edit.after, self.distribution, consent)
        running = self._running_guest(target, result)
        enough = bool(running.effective) and not self.request.always_restart
        if enough or self.request.shutdown is Shutdown.NEVER:
            if not running.effective:
                problem = NotEffective("not-restarted", Text("the settings take effect when WSL next starts"), RESTART)
                yield problem
                return replace(running, problem=problem)
            return running
        if self.paths.side == "wsl":
            yield self._hand_over(self.distribution)
            return replace(running, effective=None)
        record.note(Step.RESTART)
        ended = yield from restart(target, consent)
        gone = ended.problem is None or ended.problem.code not in {*NOT_SHUT_DOWN, OLD_VM.code}
        result = replace(
            result,
            effective=ended.problem is None,
            problem=ended.problem,
            shut_down=gone,
            guest=ended.guest,
            stopped=ended.stopped,
        )
        if (
            before is not None
            and self._must_roll_back(ended, before.data)
            and holds(self.paths.wslconfig, self.edit.after)
        ):
            record.note(Step.ROLLBACK)
            return (yield from self._roll_back(result, before, target, consent))
        return result

    def _hand_over(self, distribution: str) -> HandedOver:
        """Let Windows restart WSL, and this process with it; the next `wslmem status` in it gives the proof."""
        given = inside_wsl.hand_over(self.paths, force=self.request.force_shutdown, restart=distribution)
        return HandedOver(given.command, given.delay)

    def _target(self, data: bytes, distribution: str, consent: Consent) -> Target:
        wsl = Wsl.at(self.paths, cancel=consent.cancel)
        return Target(wsl, distribution, limits(data, self.host), limits(b"", self.host), self.request.patience)

    def _old_target(self, target: Target, old: bytes | None) -> Target:
        return replace(target, effective=limits(old or b"", self.host), old_file=True)

    def _running_guest(self, target: Target, result: ApplyResult) -> ApplyResult:
        """Whether the VM that runs already, if one does, shows every limit."""
        restarts = self.request.shutdown is Shutdown.NOW
        guest = alive(target) if restarts else running_guest(target)
        if guest is None:
            return result if restarts else replace(result, effective=False)
        proven = all(check.proven for check in proof.checks(target.effective, guest))
        return replace(result, effective=proven, guest=guest)

    def _must_roll_back(self, ended: Restart, old: bytes | None) -> bool:
        if ended.problem is None or ended.problem.code in NOT_SHUT_DOWN:
            return False
        if ended.problem.code == "no-swap" and no_swap.had_none(ended.before, old, self.edit.after, self.host):
            return False  # the rest is proven, and the old file would bring no swap either
        return ended.problem.code == DID_NOT_START or self.request.rollback

    def _roll_back(
        self, result: ApplyResult, before: Before, target: Target, consent: Consent
    ) -> Generator[ApplyEvent, None, ApplyResult]:
        """The old file back, WSL started again with it and looked at."""
        files.write_file(self.paths.wslconfig, before.data, expected=self.edit.after)
        yield OldFileBack(self.paths.wslconfig)
        guest, problem = yield from self._run_with_old(self._old_target(target, before.data), consent)
        if DID_NOT_START == getattr(problem, "code", None) == getattr(result.problem, "code", None):
            result = replace(result, problem=problem)
        yield RolledBack(self.paths.wslconfig, proven=problem is None)
        caution = Caution("rolled-back", Text("the old file is restored: {path}", path=self.paths.wslconfig))
        return replace(
            result,
            changed=before.data != self.content.data,
            effective=False,
            rolled_back=True,
            guest=guest,
            cautions=(*result.cautions, caution),
        )

    def _run_with_old(
        self, target: Target, consent: Consent
    ) -> Generator[ApplyEvent, None, tuple[GuestMemory | None, NotEffective | None]]:
        """The VM, and why it has not the old limits: the one that runs, if it never went away, else a new one."""
        guest = alive(target)
        if guest is not None and all(check.proven for check in proof.checks(target.effective, guest)):
            return guest, None
        ended = yield from restart(target, consent)
        return ended.guest, ended.problem
