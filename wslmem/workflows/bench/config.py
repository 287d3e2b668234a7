"""The user's .wslconfig during a benchmark: lent for each leg, and put back whatever happens."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path

from wslmem.bench.plan import Afterwards, BenchPlan, Side
from wslmem.bench.result import SideState
from wslmem.bench.sides import name_of
from wslmem.cautions import Caution
from wslmem.errors import BusyError, WslmemError
from wslmem.machine.files import files
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own.backups import Backup, Backups
from wslmem.machine.own.lock import lock
from wslmem.sizing.guest import GuestMemory
from wslmem.text import Text
from wslmem.units import Bytes
from wslmem.workflows.apply import recovery
from wslmem.workflows.apply.apply import apply
from wslmem.workflows.apply.events import ApplyRequest, ApplyResult, Shutdown
from wslmem.workflows.apply.journal import Journal, begin
from wslmem.workflows.apply.restore import restore, restoring
from wslmem.workflows.bench.events import BenchEvent, Remarked, Restarting
from wslmem.workflows.consent import Consent
from wslmem.wslconfig import document as wslconfig
from wslmem.wslconfig.edits import plan as edit_plan

Steps = Generator[BenchEvent, None, GuestMemory]


def recover(paths: MachinePaths) -> Generator[BenchEvent, None, None]:
    """Put back what a killed benchmark has changed. The caller holds the lock of all benchmarks."""
    for interruption in recovery.interruptions(paths, within="bench"):
        if interruption.entry.work == "bench" and interruption.changed:
            for event in recovery.put_back(paths, interruption):
                yield Restarting(None, event)
        elif interruption.entry.work == "bench":
            recovery.dismiss(paths, interruption)


@dataclass(slots=True)
class LentConfig:
    """The file as it was, and what a benchmark has made of it."""

    paths: MachinePaths
    plan: BenchPlan
    original: bytes | None
    """None where there was no file."""
    backup: Backup | None
    """None for a plan that changes nothing."""
    ours: bytes | None
    """What we wrote last; anything else in the file is somebody else's."""

    @classmethod
    def of(cls, paths: MachinePaths, plan: BenchPlan, folder: Path) -> LentConfig:
        """Keep the bytes of the file, and tell the journal, before anything is changed."""
        data = files.read_file(paths.wslconfig).data
        if not any(side.settings for side in plan.sides):
            return cls(paths, plan, data, None, data)
        with lock(paths.state_dir):
            backup = Backups(paths.state_dir).save(paths.wslconfig, data)
        entry = begin("bench", paths.wslconfig, existed=data is not None, keep=False)
        entry = replace(entry, step="legs", backup=backup.path.name, saved_runs=str(folder))
        Journal(paths.state_dir, "bench").write(entry)
        return cls(paths, plan, data, backup, data)

    def take_effect(self, index: int, side: Side, consent: Consent) -> Steps:
        """Restart WSL with the settings of `side` in the file; the value is the new VM.

        Raises:
            BusyError: somebody else changed the file.
            WslmemError: the VM does not show the settings.
        """
        yield from self._back(index)
        request, problem = self._request(side, keep=False), None
        for event in apply(request, self.paths, consent):
            yield Restarting(index, event)
            if isinstance(event, ApplyResult):
                problem = event.problem
                self.ours = self._now()
                if event.guest is not None and event.effective:
                    return event.guest
        raise WslmemError(
            Text(
                "the {side} settings did not take effect: {why}",
                side=name_of(side.name),
                why=problem.text if problem else Text("WSL was not restarted"),
            ),
            next_step=problem.next_step if problem else "",
        )

    def state(self, side: Side, guest: GuestMemory) -> SideState:
        """What the file says now, and what the VM shows."""
        reading = wslconfig.read(self._now() or b"").readings
        edit = edit_plan(wslconfig.read(self.original or b""), side.settings)
        raw = {name: reading[f"wsl2.{name}"].raw for name in ("memory", "swap") if f"wsl2.{name}" in reading}
        return SideState(
            side=side.name,
            memory=raw.get("memory"),
            swap=raw.get("swap"),
            mem_total=Bytes(guest.total),
            swap_total=Bytes(guest.swap_total),
            proven=True if self.plan.restart else None,
            diff=edit.diff(str(self.paths.wslconfig)),
        )

    def end(self, consent: Consent, *, finished: bool) -> Generator[BenchEvent, None, Text]:
        """Leave the file as the plan asks; the value says what it holds now, for a person."""
        if self.backup is None:
            return Text("unchanged")
        if finished and self.plan.afterwards is Afterwards.LAST_SIDE:
            last = self.plan.sides[-1]
            if self._now() != edit_plan(wslconfig.read(self.original or b""), last.settings).after:
                yield from self._back(None)
                for event in apply(self._request(last, keep=True), self.paths, consent):
                    yield Restarting(None, event)
            told = Text(
                "the {side} settings; the old file is in {path}", side=name_of(last.name), path=self.backup.path
            )
        elif self._now() == self.ours:
            yield from self._back(None)
            told = Text("the old file, as it was before the benchmark")
        else:
            text = Text(
                "Another program changed .wslconfig, so wslmem left it alone. Backup of the old file: {path}",
                path=self.backup.path,
            )
            yield Remarked(Caution("config-changed-meanwhile", text))
            told = Text("another program's version; the old file is in {path}", path=self.backup.path)
        Journal(self.paths.state_dir, "bench").end()
        return told

    def end_quietly(self) -> None:
        """Put the file back where nobody listens any more."""
        if self.backup is not None and self._now() == self.ours:
            restore(self.paths, self.backup)
            Journal(self.paths.state_dir, "bench").end()

    def _back(self, index: int | None) -> Generator[BenchEvent, None, None]:
        """The old bytes, from which each side is made."""
        if self._now() != self.ours:
            raise BusyError(
                Text("another program changed .wslconfig while the benchmark ran"),
                place=str(self.paths.wslconfig),
                on_disk=Text("another program's version"),
                next_step=Text("check the file; `wslmem restore` lists the backups"),
            )
        if self.backup is not None and self.ours != self.original:
            for event in restoring(self.paths, self.backup):
                yield Restarting(index, event)
            self.ours = self.original

    def _request(self, side: Side, *, keep: bool) -> ApplyRequest:
        return ApplyRequest(
            side.settings,
            Shutdown.NOW,
            force_shutdown=self.plan.force_shutdown,
            require_effective=True,
            distribution=self.plan.distribution,
            accept_small=self.plan.accept_small,
            keep=keep,
            always_restart=not keep,
        )

    def _now(self) -> bytes | None:
        return files.read_file(self.paths.wslconfig).data
