"""The order of a safe write. The way to it is `files.write_file`."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from wslmem.errors import BusyError, NotPermittedError, UnsafeFileError, WslmemError
from wslmem.machine.files import file_errors, file_system, files, temporary
from wslmem.machine.files.file_system import Replacer
from wslmem.machine.files.files import FileContent, Outcome
from wslmem.text import Text


def write(path: Path, data: bytes | None, *, expected: bytes | None, replacer: Replacer | None) -> Outcome:
    """Replace the file at `path`; see `files.write_file` for what it promises and raises."""
    content = files.read_file(path)
    _insist(content, expected)
    if data == expected:
        return Outcome.UNCHANGED
    _refuse_what_cannot_be_kept(content)
    act = replacer or file_system.replacer()
    if data is None:
        return _remove(content.target, act)
    return _replace(content.target, data, expected, act)


def write_own(path: Path, data: bytes) -> Outcome:
    """Replace a file of our own; see `files.write_state`."""
    try:
        file_system.make_folder(path.parent)
    except OSError as error:
        raise file_errors.uncreated(error, path.parent) from error
    return write(path, data, expected=files.read_file(path).data, replacer=None)


def _remove(target: Path, replacer: Replacer) -> Outcome:
    try:
        return _committed(replacer.remove(target))
    except OSError as error:
        raise file_errors.unwritten(error, target) from error


def _replace(target: Path, data: bytes, expected: bytes | None, replacer: Replacer) -> Outcome:
    new = _prepared(target, data, replacer, replaces=expected is not None)
    with _discarded_on_failure(new):
        _insist(files.read_file(target), expected)
    try:
        return _committed(replacer.replace(new, target))
    except FileExistsError as error:
        temporary.discard(new)
        raise _changed(target) from error
    except OSError as error:
        if _went_through_all_the_same(new, target, data):
            return Outcome.COMMITTED_NOT_SYNCED
        raise _failure(error, new, target) from error


def _failure(error: OSError, new: Path, target: Path) -> WslmemError:
    """What to tell, after making sure that the old file has its name: ReplaceFileW may have left it beside."""
    old = temporary.half_replaced(target)
    if old is not None:
        try:
            old.rename(target)
        except OSError:
            return file_errors.half_way(error, target, old)
    return file_errors.unwritten(error, target, temporary.keep(new, target))


def _went_through_all_the_same(new: Path, target: Path, data: bytes) -> bool:
    """A network file system may say that a rename failed which it did: the answer got lost, not the request."""
    if os.path.lexists(new):
        return False
    try:
        return files.read_file(target).data == data
    except WslmemError:
        return False


def _prepared(target: Path, data: bytes, replacer: Replacer, *, replaces: bool) -> Path:
    """The new file beside `target`: complete, flushed, and dressed as the old one."""
    try:
        temporary.remove_leftovers(target.parent)
        new = temporary.create(target, replaces=replaces)
        with _discarded_on_failure(new):
            replacer.dress(new, target)
            temporary.fill(new, data)
    except OSError as error:
        raise file_errors.unwritten(error, target) from error
    return new


@contextlib.contextmanager
def _discarded_on_failure(path: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        temporary.discard(path)
        raise


def _committed(flushed: bool) -> Outcome:
    return Outcome.COMMITTED if flushed else Outcome.COMMITTED_NOT_SYNCED


def _insist(content: FileContent, expected: bytes | None) -> None:
    if content.data != expected:
        raise _changed(content.path)


def _changed(path: Path) -> WslmemError:
    return BusyError(
        Text("another program changed it since it was read"),
        place=str(path),
        on_disk=Text("what the other program wrote; nothing of ours"),
        next_step=Text("look at the change, then run the command again: it starts from the new content"),
    )


def _refuse_what_cannot_be_kept(content: FileContent) -> None:
    place = str(content.target)
    if content.mode is not None and not content.mode & stat.S_IWUSR:
        raise NotPermittedError(
            Text("is read-only, and somebody wanted it so"),
            place=place,
            on_disk=Text("unchanged"),
            next_step=Text(
                "take the read-only mark off (`attrib -r` on Windows, `chmod u+w` on Linux), then try again"
            ),
        )
    if content.names > 1:
        raise UnsafeFileError(
            Text("has {names} names (hard links); replacing it would part them", names=content.names),
            place=place,
            on_disk=Text("unchanged"),
            next_step=Text("keep one name; a symbolic link to it is fine"),
        )
