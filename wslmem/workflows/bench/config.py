"""The user's .wslconfig during a benchmark: lent for each leg, and put back whatever happens."""

from __future__ import annotations

import contextlib
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from wslmem.bench.plan import Afterwards, BenchPlan, Side
from wslmem.bench.result import SideState
from wslmem.bench.sides import name_of
from wslmem.cautions import Caution
from wslmem.errors import BusyError, WslmemError
from wslmem.machine.files import files
from wslmem.machine.files.files import FileContent
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own.backups import Backup, Backups, digest
from wslmem.machine.own.journal import Journal, Step, begin
from wslmem.machine.own.lock import lock
from wslmem.records import replace
from wslmem.sizing.guest import GuestMemory
from wslmem.text import Text
from wslmem.units import Bytes
from wslmem.workflows.apply import recovery
from wslmem.workflows.apply.apply import apply
from wslmem.workflows.apply.events import ApplyRequest, ApplyResult, Shutdown, Written
from wslmem.workflows.apply.recovery import Held
from wslmem.workflows.bench.events import BenchEvent, Remarked, Restarting
from wslmem.workflows.consent import Consent
from wslmem.wslconfig import document as wslconfig
from wslmem.wslconfig.edits import plan as edit_plan

Steps = Generator[BenchEvent, None, GuestMemory]


def recover(paths: MachinePaths) -> Generator[BenchEvent, None, None]:
    """Put back what a killed benchmark has lent the file. The caller holds the lock of all benchmarks.

    What a person wrote since stays: then there is no such interruption, or one whose file is not the benchmark's.
    """
    for one in recovery.interruptions(paths, within="bench"):
        if one.entry.work != "bench" or one.held is Held.UNKNOWN:
            continue
        if one.lost is not None:
            text = Text("the file keeps the settings of an interrupted benchmark: {why}", why=one.lost)
            yield Remarked(Caution("old-file-lost", text))
        elif one.held is Held.NEW:
            for event in recovery.put_back(paths, one):
                yield Restarting(None, event)
        recovery.dismiss(paths, one)


@dataclass(slots=True)
class LentConfig:
    """The file as it was, and what a benchmark has made of it."""

    paths: MachinePaths
    plan: BenchPlan
    original: FileContent
    """The file as it was; its data is None where there was none."""
    backup: Backup | None
    """The one copy of it that a benchmark keeps; None for a plan that changes nothing."""

    @classmethod
    def of(cls, paths: MachinePaths, plan: BenchPlan, folder: Path) -> LentConfig:
        """Keep the bytes of the file, and tell the journal what will be written, before anything is changed."""
        content = files.read_file(paths.wslconfig)
        if not any(side.settings for side in plan.sides):
            return cls(paths, plan, content, None)
        with lock(paths.state_dir):
            backup = Backups(paths.state_dir).keep(paths.wslconfig, content.data, like=content).backup
        lent = cls(paths, plan, content, backup)
        entry = begin("bench", paths.wslconfig, existed=content.data is not None)
        wrote = tuple(sorted({digest(lent._with(side)) for side in plan.sides}))
        lent._journal.write(
            replace(entry, step=Step.LEGS, backup=backup.path.name, saved_runs=str(folder), wrote=wrote)
        )
        return lent

    @property
    def _journal(self) -> Journal:
        return Journal(self.paths.state_dir, "bench", self.paths.wslconfig)

    def _with(self, side: Side) -> bytes:
        """The file with the settings of `side`."""
        return edit_plan(wslconfig.read(self.original.data or b""), side.settings).after

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
        edit = edit_plan(wslconfig.read(self.original.data or b""), side.settings)
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
            if self._now() != self._with(last):
                yield from self._back(None)
                for event in apply(self._request(last, keep=True), self.paths, consent):
                    yield Restarting(None, event)
            told = Text(
                "the {side} settings; the old file is in {path}", side=name_of(last.name), path=self.backup.path
            )
        elif self._is_ours(self._now()):
            try:
                yield from self._back(None)
            except WslmemError as error:
                raise self._not_back(error, self.backup) from error
            told = Text("the old file, as it was before the benchmark")
        else:
            text = Text(
                "Another program changed .wslconfig, so wslmem left it alone. Backup of the old file: {path}",
                path=self.backup.path,
            )
            yield Remarked(Caution("config-changed-meanwhile", text))
            told = Text("another program's version; the old file is in {path}", path=self.backup.path)
        self._journal.end()
        return told

    def _not_back(self, error: WslmemError, backup: Backup) -> WslmemError:
        """The failure to put the file back, told with what it holds then, and how to try again."""
        first = error.next_step or Text("see why the file cannot be written")
        return error.saying(
            on_disk=Text("the settings of the benchmark; the old file is backup {number}", number=backup.number),
            next_step=Text("{first}, then run: wslmem restore {number}", first=first, number=backup.number),
        )

    def end_quietly(self) -> None:
        """Put the file back where nobody listens any more. What keeps it from that is told by the next run."""
        with contextlib.suppress(WslmemError):
            if self.backup is not None and self._is_ours(self._now()):
                for _ in self._back(None):
                    pass
                self._journal.end()

    def _is_ours(self, data: bytes | None) -> bool:
        """Whether `data` is the file as it was, or what this benchmark makes of it; else it is somebody else's."""
        return data == self.original.data or any(data == self._with(side) for side in self.plan.sides)

    def _back(self, index: int | None) -> Generator[BenchEvent, None, None]:
        """The old bytes, from which each side is made."""
        now = self._now()
        if not self._is_ours(now):
            raise BusyError(
                Text("another program changed .wslconfig while the benchmark ran"),
                place=str(self.paths.wslconfig),
                on_disk=Text("another program's version"),
                next_step=Text("check the file; `wslmem restore` lists the backups"),
            )
        if now != self.original.data:
            with lock(self.paths.state_dir):
                # From memory: the backup is for the case that this process ends before it comes here.
                outcome = files.write_file(self.paths.wslconfig, self.original.data, expected=now, like=self.original)
            yield Restarting(index, Written(self.paths.wslconfig, synced=outcome is files.Outcome.COMMITTED))

    def _request(self, side: Side, *, keep: bool) -> ApplyRequest:
        return ApplyRequest(
            side.settings,
            Shutdown.NOW,
            force_shutdown=self.plan.force_shutdown,
            require_effective=True,
            distribution=self.plan.distribution,
            accept_small=self.plan.accept_small,
            keep=keep,
            of_benchmark=True,
            always_restart=not keep,
        )

    def _now(self) -> bytes | None:
        return files.read_file(self.paths.wslconfig).data
