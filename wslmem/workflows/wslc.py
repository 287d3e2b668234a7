"""A change of wslc's settings.yaml: by the same door, lock, journal and backups as `.wslconfig`."""

from __future__ import annotations

from pathlib import Path

from wslmem.errors import NotFoundError, UsageError, WslmemError
from wslmem.machine.files import files
from wslmem.machine.host import host_memory, wslc_file
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own.backups import Backup, digest
from wslmem.machine.own.journal import Journal, Step, begin
from wslmem.machine.own.lock import lock
from wslmem.records import record, replace
from wslmem.text import Text, verbatim
from wslmem.units import show_size
from wslmem.workflows.apply.exchange import exchange
from wslmem.workflows.apply.record import Record
from wslmem.wslc.edit import plan
from wslmem.wslc.settings import read


@record
class Planned:
    """What is to become of the file."""

    paths: MachinePaths
    """The machine with settings.yaml in the place of `.wslconfig`: backups, journal and restore are the same then."""
    content: files.FileContent
    after: bytes

    @property
    def changes(self) -> bool:
        """Whether a byte changes."""
        return self.after != (self.content.data or b"")


@record
class Changed:
    """How it ended."""

    path: Path
    changed: bool
    backup: Backup | None


def planned(paths: MachinePaths, value: str) -> Planned:
    """Read the file and plan the change; nothing is written.

    Args:
        paths: the machine.
        value: a size that wslc reads, or `default`.

    Raises:
        NotFoundError: wslc was never used here.
        UsageError: more than this computer has.
        UnsafeFileError: the file cannot be changed safely.
        WslmemError: it cannot be read.
    """
    place = wslc_file.path(paths)
    if not wslc_file.is_used(paths):
        raise NotFoundError(
            Text("wslc was never used here"),
            place=str(place.parent),
            on_disk=Text("nothing changed"),
            next_step=Text("wslc comes with WSL 2.8.12; run: wslc settings"),
        )
    own = replace(paths, wslconfig=place)
    content = files.read_file(place)
    try:
        after = plan(content.data, value)
    except WslmemError as error:
        error.place = verbatim(place)
        raise
    wanted, total = read(after).memory, host_memory.read(paths).total
    if wanted is not None and wanted > total:
        raise UsageError(
            Text("--wslc-memory {value} is more than this computer has ({total})", value=value, total=show_size(total)),
            place=str(place),
            on_disk=Text("nothing changed"),
        )
    return Planned(own, content, after)


def change(wanted: Planned) -> Changed:
    """Write what was planned, the old file in a backup; a killed run is told and taken back as one of `.wslconfig` is.

    Raises:
        BusyError: another run holds the lock, or another program changed the file since.
        WslmemError: as `exchange`.
    """
    place = wanted.paths.wslconfig
    if not wanted.changes:
        return Changed(place, changed=False, backup=None)
    with lock(wanted.paths.state_dir):
        entry = begin("apply", place, existed=wanted.content.data is not None)
        record = Record(Journal(wanted.paths.state_dir, "apply", place), entry, None)
        try:
            done = exchange(
                wanted.paths,
                wanted.content,
                wanted.after,
                announce=lambda backup: record.note(Step.WRITE, backup=backup.path.name, wrote=(digest(wanted.after),)),
            )
        except WslmemError:
            record.take_back()
            raise
        list(record.end())
    return Changed(place, changed=True, backup=done.backup)
