"""The half of an apply that changes things: it holds the lock, keeps the journal, writes, restarts, rolls back."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator

from wslmem.cautions import Caution
from wslmem.errors import CancelledError, WslmemError
from wslmem.machine.files import files
from wslmem.machine.files.files import FileContent
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own.backups import Backups, digest
from wslmem.machine.own.journal import Journal, Step, begin
from wslmem.machine.own.lock import lock
from wslmem.machine.wsl.wsl import Wsl
from wslmem.records import record, replace
from wslmem.sizing.host import HostMemory
from wslmem.text import Text
from wslmem.workflows.apply.effect import Before, Effect, holds
from wslmem.workflows.apply.events import (
    ApplyEvent,
    ApplyRequest,
    ApplyResult,
    BackedUp,
    Shutdown,
    Written,
)
from wslmem.workflows.apply.exchange import exchange
from wslmem.workflows.apply.foretold import cautions, look_ahead
from wslmem.workflows.apply.record import Record
from wslmem.workflows.consent import Consent
from wslmem.wslconfig.edits import EditPlan

Events = Generator[ApplyEvent, None, None]
AGAIN = Text("run the same command again, which goes on from there; `wslmem status` shows how things are")


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
        ahead = look_ahead(request, paths, content, edit, Wsl.at(paths, cancel=consent.cancel))
        if consent.cancel.is_set():
            raise CancelledError(Text("stopped"), on_disk=Text("nothing changed: {path}", path=paths.wslconfig))
        return cls(request, paths, content, edit, ahead.host, ahead.distribution)

    def steps(self, consent: Consent) -> Events:
        """Write, restart, prove, roll back; the last event is an `ApplyResult`."""
        with lock(self.paths.state_dir):
            yield from self._locked_steps(consent)

    def _locked_steps(self, consent: Consent) -> Events:
        record, before = self._begin()
        try:
            if not self.edit.empty:
                before = yield from self._write(record)
            result = yield from self._effect.steps(self._written(before), before, record, consent)
        except WslmemError as error:
            self._give_up(error, record, before)
            error.next_step = error.next_step or AGAIN
            raise
        yield replace(result, cautions=(*result.cautions, *self._changed_since(result, before), *record.end()))

    @property
    def _effect(self) -> Effect:
        return Effect(self.request, self.paths, self.content, self.edit, self.host, self.distribution)

    def _begin(self) -> tuple[Record, Before | None]:
        """What to tell the journal; with the old file where a killed run has written what is asked for now.

        That run's file is not the old one: if the settings do not take effect, the one before it is.
        """
        journal = Journal(self.paths.state_dir, "apply", self.paths.wslconfig) if self.request.keep else None
        left = journal.read() if journal is not None else None
        held = self.content.data
        if self.edit.empty and left is not None and held is not None and digest(held) in left.wrote:
            kept = Backups(self.paths.state_dir)
            with contextlib.suppress(WslmemError):  # without that backup this is a run like any other
                backup = kept.named(self.paths.wslconfig, left.backup or "")
                if backup is not None:
                    return Record(journal, left, left), Before(kept.read(backup), backup)
        entry = begin("apply", self.paths.wslconfig, existed=held is not None)
        return Record(journal, replace(entry, settings=self.request.settings), left), None

    def _write(self, record: Record) -> Generator[ApplyEvent, None, Before]:
        if not self.request.keep:  # what a benchmark lends the file is no history, and it keeps the file itself
            outcome = files.write_file(self.paths.wslconfig, self.edit.after, expected=self.content.data)
            yield self._told(outcome)
            return Before(self.content.data, None)
        wrote = (digest(self.edit.after),)
        done = exchange(
            self.paths,
            self.content,
            self.edit.after,
            announce=lambda backup: record.note(Step.WRITE, backup=backup.path.name, wrote=wrote),
        )
        yield BackedUp(done.backup.path, done.backup.number)
        yield self._told(done.outcome)
        return Before(self.content.data, done.backup)

    def _told(self, outcome: files.Outcome) -> Written:
        return Written(self.paths.wslconfig, synced=outcome is not files.Outcome.COMMITTED_NOT_SYNCED)

    def _written(self, before: Before | None) -> ApplyResult:
        backup = before.backup if before is not None else None
        return ApplyResult(
            self.edit,
            changed=not self.edit.empty,
            backup=backup.path if backup is not None else None,
            number=backup.number if backup is not None else None,
            shutdown_requested=self.request.shutdown is Shutdown.NOW,
            cautions=tuple(cautions(self.edit, self.host, self.paths)),
        )

    def _give_up(self, error: WslmemError, record: Record, before: Before | None) -> None:
        """Say what is on disk; the journal stays only where the file is what this run wrote.

        Then the next start of any face asks what shall become of it.
        """
        try:
            now = files.read_file(self.paths.wslconfig).data
        except WslmemError:
            return
        if now == self.edit.after and (before is not None or not self.edit.empty):
            error.on_disk = error.on_disk or self._new_on_disk(before)
            return
        record.take_back()
        if now == self.content.data:
            on_disk = Text("nothing changed: {path}", path=self.paths.wslconfig)
        elif before is not None and now == before.data:
            on_disk = Text("the old file: {path}", path=self.paths.wslconfig)
        else:
            on_disk = Text("another program's version: {path}", path=self.paths.wslconfig)
        error.on_disk = error.on_disk or on_disk

    def _new_on_disk(self, before: Before | None) -> Text:
        if before is None or before.backup is None:
            return Text("the new settings: {path}", path=self.paths.wslconfig)
        return Text(
            "the new settings: {path}; to restore the old file: wslmem restore {number}",
            path=self.paths.wslconfig,
            number=before.backup.number,
        )

    def _changed_since(self, result: ApplyResult, before: Before | None) -> Iterator[Caution]:
        """Whether somebody saved the file after this run had written it: what was proven is not what it says now."""
        ours = before.data if result.rolled_back and before is not None else self.edit.after
        if before is not None and not holds(self.paths.wslconfig, ours):
            yield Caution(
                "changed-meanwhile",
                Text("another program changed {path} after wslmem wrote it", path=self.paths.wslconfig),
            )
