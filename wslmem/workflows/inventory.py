"""A folder of `wslmem status --json`, one file a computer: read, and what is none of them told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from wslmem.codec import DecodeError, from_json
from wslmem.documents.status import SCHEMA
from wslmem.errors import NotFoundError, WslmemError
from wslmem.machine.files import files
from wslmem.records import record
from wslmem.report.fleet.summary import Skipped
from wslmem.sizing.fleet import Computer
from wslmem.text import Text
from wslmem.units import GIB, MIB, Bytes
from wslmem.workflows.bench.reports import refuse

LIMIT = Bytes(4 * MIB)
"""A computer with a thousand measured builds stays below this."""
MOST = Bytes(1 << 60)
"""No size of a computer is larger."""
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@record(kw_only=True)
class Inventory:
    """What lies in the folder."""

    folder: str
    files: int
    """How many were looked at."""
    computers: tuple[Computer, ...]
    """Each account of each computer once, by name."""
    skipped: tuple[Skipped, ...]


def read(folder: Path) -> Inventory:
    """Every `*.json` below `folder`.

    Raises:
        NotFoundError: there is no such folder, or no such file in it.
    """
    newest: dict[tuple[str, str], tuple[Computer, Path]] = {}
    skipped: list[Skipped] = []
    count = 0
    for path in _documents(folder):
        count += 1
        try:
            computer = _computer(path)
        except WslmemError as error:
            skipped.append(Skipped(path.relative_to(folder).as_posix(), error.cause))
            continue
        key = (computer.computer.casefold(), computer.file.path.casefold())
        other = newest.get(key)
        if other is None or computer.taken > other[0].taken:
            newest[key] = (computer, path)
        if other is not None:
            kept, dropped = (path, other[1]) if computer.taken > other[0].taken else (other[1], path)
            why = Text("of the same computer and file as {path}, which is newer or the same", path=kept.name)
            skipped.append(Skipped(dropped.relative_to(folder).as_posix(), why))
    if not count:
        raise NotFoundError(
            Text("no file of a computer here"),
            place=str(folder),
            next_step=Text("on each computer: wslmem status --json > FOLDER/NAME.json"),
        )
    known = tuple(one for one, _ in sorted(newest.values(), key=lambda pair: (pair[0].computer.casefold(), pair[1])))
    return Inventory(folder=str(folder), files=count, computers=known, skipped=tuple(skipped))


def export(text: str, path: Path, *, force: bool) -> Path:
    """Write a report to `path`; nothing but a report of ours is written over.

    Raises:
        CannotCreateError: something else is there, or a link. Nothing is written then.
        WslmemError: it cannot be written.
    """
    refuse(path, force=force)
    files.write_state(path, text.encode("utf-8"))
    return path


def _documents(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        raise NotFoundError(Text("no such folder"), place=str(folder))
    for parent, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(parent, name) for name in sorted(names) if name.casefold().endswith(".json"))


def _computer(path: Path) -> Computer:
    data = files.read_file(path, limit=LIMIT).data or b""
    # Windows PowerShell writes `> FILE` in UTF-16.
    text = data.decode("utf-16", "replace") if data.startswith(_UTF_16) else data
    try:
        return _sound(from_json(Computer, text, schema=SCHEMA, place=str(path)), path)
    except DecodeError as error:
        if ": missing" not in str(error.cause):
            raise
        raise DecodeError(
            Text("not whole, or of an earlier wslmem ({why}): take it anew", why=error.cause), place=str(path)
        ) from None


def _sound(computer: Computer, path: Path) -> Computer:
    """The computer itself, unless it has a figure that no computer has: who wrote that is not known."""
    host, limits = computer.host, computer.effective
    sizes = [computer.other_processes.size, limits.memory.value or 0, limits.swap.value or 0, limits.devices]
    sizes += [peak for build in computer.builds for peak in build.peaks]
    sizes += [host.commit_limit or 0, host.commit_charge or 0, host.vm_private or 0] if host else []
    if all(0 <= size <= MOST for size in sizes) and (host is None or GIB // 4 <= host.total <= MOST):
        return computer
    raise DecodeError(Text("a figure in it is none of a computer's"), place=str(path))
