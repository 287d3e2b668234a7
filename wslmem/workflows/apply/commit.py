"""The half of an apply that changes things: it holds the lock, keeps the journal, writes, restarts, rolls back."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

from wslmem.cautions import Caution
from wslmem.errors import CancelledError, CannotWriteError, WslmemError
from wslmem.machine.files import files
from wslmem.machine.files.files import FileContent
from wslmem.machine.host import host_memory, swap_disk
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own.backups import Backup, Backups, digest
from wslmem.machine.own.lock import lock
from wslmem.machine.wsl import inside_wsl, wsl_errors
from wslmem.machine.wsl.wsl import Wsl
from wslmem.records import record
from wslmem.sizing.guest import GuestMemory
from wslmem.sizing.host import HostMemory
from wslmem.text import Text, verbatim
from wslmem.workflows.apply import guards, proof
from wslmem.workflows.apply.events import (
    ApplyEvent,
    ApplyRequest,
    ApplyResult,
    BackedUp,
    HandedOver,
    NotEffective,
    OldFileBack,
    RolledBack,
    Shutdown,
    Written,
)
from wslmem.workflows.apply.journal import Entry, Journal, begin
from wslmem.workflows.apply.restart import NOT_SHUT_DOWN, OLD_VM, Restart, Target, alive, restart, running_guest
from wslmem.workflows.consent import Consent
from wslmem.wslconfig import document as wslconfig
from wslmem.wslconfig.edits import EditPlan
from wslmem.wslconfig.effective import Effective, effective

Events = Generator[ApplyEvent, None, None]
NO_VM = frozenset({"virtualization-off", "disabled"})
"""What keeps every VM from starting, whatever the file says: no reason to write it, restart and roll back."""
AGAIN = Text("run the same command again, which goes on from there; `wslmem status` shows how things are")
RESTART = "wsl --shutdown, or the same command with --shutdown now; what runs in WSL ends"


@record
class Commit:
    """One apply that has something to change or to prove."""

    request: ApplyRequest
    paths: MachinePaths
    content: FileContent
    edit: EditPlan
    host: HostMemory
    distribution: str | None
    """Which one to start for the proof; None where nothing is restarted or asked."""

    @classmethod
    def of(
        cls, request: ApplyRequest, paths: MachinePaths, content: FileContent, edit: EditPlan, consent: Consent
    ) -> Commit:
        """Prepare the commit of `edit`; whatever can be found wrong is found here, before a byte is written.

        Raises:
            UsageError: a plan that cannot work on this host.
            UnavailableError, NotFoundError: a restart is wanted, and there is no WSL or no such distribution.
            CancelledError: asked to stop meanwhile.
        """
        try:
            host = host_memory.read(paths)
            _refuse(request, paths, edit, host)
            distribution = _distribution(request, Wsl.at(paths, cancel=consent.cancel))
            if consent.cancel.is_set():
                raise CancelledError(Text("stopped"))
        except WslmemError as error:
            error.on_disk = error.on_disk or Text("unchanged: {file}", file=paths.wslconfig)
            raise
        return cls(request, paths, content, edit, host, distribution)

    def steps(self, consent: Consent) -> Events:
        """Write, restart, prove, roll back; the last event is an `ApplyResult`."""
        with lock(self.paths.state_dir):
            yield from self._locked_steps(consent)

    def _locked_steps(self, consent: Consent) -> Events:
        journal = Journal(self.paths.state_dir, "apply")
        backup, entry = self._begin(journal)
        if not self.edit.empty:
            try:
                backup, entry = yield from self._write(journal, entry)
            except WslmemError:
                self._forget_if_unchanged(journal)
                raise
        limits = _limits(self.edit.after, self.host)
        cautions = tuple(guards.cautions(limits, self.host))
        result = ApplyResult(
            self.edit,
            changed=not self.edit.empty,
            backup=backup.path if backup else None,
            shutdown_requested=self.request.shutdown is Shutdown.NOW,
            cautions=cautions,
        )
        try:
            result = yield from self._effect(result, backup, journal, entry, consent)
        except WslmemError as error:
            error.on_disk = error.on_disk or verbatim(self._on_disk(backup))
            error.next_step = error.next_step or AGAIN
            raise
        journal.end()
        yield result

    def _begin(self, journal: Journal) -> tuple[Backup | None, Entry]:
        """The first entry of this run; with the old file where a killed run has written what is asked for now.

        That run's file is not the old one: if the settings do not take effect, the one before it is.
        """
        left = journal.read()
        held = self.content.data
        if self.edit.empty and left is not None and Path(left.path) == self.paths.wslconfig and held is not None:
            saved = Backups(self.paths.state_dir).list(self.paths.wslconfig)
            old = next((backup for backup in saved if backup.path.name == left.backup), None)
            if old is not None and left.wrote == digest(held):
                return old, left
        return None, begin("apply", self.paths.wslconfig, existed=held is not None, keep=self.request.keep)

    def _on_disk(self, backup: Backup | None) -> str:
        """What a restart that failed altogether leaves; its journal stays, so the next start of any face asks."""
        if backup is None or files.read_file(self.paths.wslconfig).data != self.edit.after:
            return "the file as it was before"
        return f"the new settings ({self.paths.wslconfig}); `wslmem restore {backup.path.name}` puts the old file back"

    def _forget_if_unchanged(self, journal: Journal) -> None:
        """A write that failed and left the old file needs no recovery."""
        if files.read_file(self.paths.wslconfig).data == self.content.data:
            journal.end()

    def _write(self, journal: Journal, entry: Entry) -> Generator[ApplyEvent, None, tuple[Backup, Entry]]:
        journal.write(entry)
        backup = Backups(self.paths.state_dir).save(self.paths.wslconfig, self.content.data)
        yield BackedUp(backup.path)
        entry = replace(entry, step="write", backup=backup.path.name, wrote=digest(self.edit.after))
        journal.write(entry)
        outcome = files.write_file(self.paths.wslconfig, self.edit.after, expected=self.content.data)
        self._read_back(backup)
        yield Written(self.paths.wslconfig, synced=outcome is not files.Outcome.COMMITTED_NOT_SYNCED)
        return backup, entry

    def _read_back(self, backup: Backup) -> None:
        if files.read_file(self.paths.wslconfig).data != self.edit.after:
            raise CannotWriteError(
                Text("the file does not hold what was written: another program wrote it at the same moment"),
                place=str(self.paths.wslconfig),
                on_disk=Text("what the other program wrote"),
                next_step=Text("look at it; `wslmem restore {name}` puts the old file back", name=backup.path.name),
            )

    def _effect(
        self, result: ApplyResult, backup: Backup | None, journal: Journal, entry: Entry, consent: Consent
    ) -> Generator[ApplyEvent, None, ApplyResult]:
        if self.distribution is None:
            return result
        target = self._target(self.edit.after, self.distribution, consent)
        running = self._running_guest(target, result)
        enough = bool(running.effective) and not self.request.always_restart
        if enough or self.request.shutdown is Shutdown.NEVER:
            if not running.effective:
                problem = NotEffective("not-restarted", "the settings hold from the next start of WSL", RESTART)
                yield problem
                return replace(running, problem=problem)
            return running
        if self.paths.side == "wsl":
            yield self._hand_over(self.distribution)
            return replace(running, effective=None)
        journal.write(replace(entry, step="restart"))
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
        if backup is not None and self._must_roll_back(ended):
            journal.write(replace(entry, step="rollback"))
            return (yield from self._roll_back(result, backup, target, consent))
        return result

    def _hand_over(self, distribution: str) -> HandedOver:
        """Let Windows restart WSL, and this process with it; the next `wslmem status` in it gives the proof."""
        given = inside_wsl.hand_over(self.paths, force=self.request.force_shutdown, restart=distribution)
        return HandedOver(given.command, given.delay)

    def _target(self, data: bytes, distribution: str, consent: Consent) -> Target:
        wsl = Wsl.at(self.paths, cancel=consent.cancel)
        return Target(wsl, distribution, _limits(data, self.host), _limits(b"", self.host), self.request.patience)

    def _old_target(self, target: Target, old: bytes | None) -> Target:
        return replace(target, effective=_limits(old or b"", self.host), old_file=True)

    def _running_guest(self, target: Target, result: ApplyResult) -> ApplyResult:
        """Whether the VM that runs already, if one does, shows every limit."""
        restarts = self.request.shutdown is Shutdown.NOW
        guest = alive(target) if restarts else running_guest(target)
        if guest is None:
            return result if restarts else replace(result, effective=False)
        proven = all(check.proven for check in proof.checks(target.effective, guest))
        return replace(result, effective=proven, guest=guest)

    def _must_roll_back(self, ended: Restart) -> bool:
        if ended.problem is None or ended.problem.code in NOT_SHUT_DOWN:
            return False
        return ended.problem.code == "vm-did-not-start" or self.request.rollback

    def _roll_back(
        self, result: ApplyResult, backup: Backup, target: Target, consent: Consent
    ) -> Generator[ApplyEvent, None, ApplyResult]:
        """The old file back, WSL started again with it and looked at."""
        old = Backups(self.paths.state_dir).read(backup)
        files.write_file(self.paths.wslconfig, old, expected=self.edit.after)
        yield OldFileBack(self.paths.wslconfig)
        guest, proven = yield from self._run_with_old(self._old_target(target, old), consent)
        yield RolledBack(self.paths.wslconfig, proven=proven)
        caution = Caution(
            "rolled-back",
            Text("the old file is back; the new one did not take effect (backup {path})", path=backup.path),
        )
        return replace(
            result,
            changed=old != self.content.data,
            effective=False,
            rolled_back=True,
            guest=guest,
            cautions=(*result.cautions, caution),
        )

    def _run_with_old(
        self, target: Target, consent: Consent
    ) -> Generator[ApplyEvent, None, tuple[GuestMemory | None, bool]]:
        """The VM and whether it has the old limits: the one that runs, if it never went away, else a new one."""
        guest = alive(target)
        if guest is not None and all(check.proven for check in proof.checks(target.effective, guest)):
            return guest, True
        ended = yield from restart(target, consent)
        return ended.guest, ended.problem is None


def _distribution(request: ApplyRequest, wsl: Wsl) -> str | None:
    """Which distribution to start for the proof; None where nothing is restarted or asked."""
    if request.shutdown is Shutdown.NOW:
        problem = wsl.problem()
        if problem is not None and problem.code in NO_VM:
            raise wsl_errors.error(problem)
    elif not request.require_effective:
        return None
    return wsl.pick_distribution(request.distribution).name


def _refuse(request: ApplyRequest, paths: MachinePaths, edit: EditPlan, host: HostMemory) -> None:
    """Stop changes that cannot work; what the file said before is not ours to refuse."""
    limits = _limits(edit.after, host)
    changed = {change.key for change in edit.changes}
    if "wsl2.memory" in changed:
        guards.refuse_memory(limits, host, accept_small=request.accept_small)
    if "wsl2.swap" in changed:
        reading = wslconfig.read(edit.after).readings.get("wsl2.swapFile")
        guards.refuse_swap(limits, swap_disk.free(paths, reading.raw if reading else None))


def _limits(data: bytes, host: HostMemory) -> Effective:
    return effective(wslconfig.read(data), host_total=host.total, processors=host.processors)
