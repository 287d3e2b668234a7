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
from wslmem.records import record
from wslmem.text import Text


@record
class Write:
    """A write that can be made: whatever could be found wrong has been, and nothing of the old file is touched yet."""

    target: Path
    """The file itself, where all links lead."""
    data: bytes | None
    expected: bytes | None
    new: Path | None
    """The new file, complete and flushed beside the old one; None where none is needed."""
    replacer: Replacer

    def commit(self) -> Outcome:
        """Put the new file in place, if the old one is still what was read. Raises as `files.write_file`."""
        if self.data == self.expected:
            return Outcome.UNCHANGED
        _insist(files.read_file(self.target), self.expected)
        if self.new is None:
            return _removed(self.target, self.replacer)
        return _replaced(self.new, self.target, self.data, self.replacer)


@contextlib.contextmanager
def prepared(
    path: Path, data: bytes | None, *, expected: bytes | None, like: FileContent | None, replacer: Replacer | None
) -> Iterator[Write]:
    """Make all of a write but its last step; see `files.prepared` for what it promises and raises."""
    content = files.read_file(path)
    _insist(content, expected)
    act = replacer or file_system.replacer()
    if data in (None, expected):
        if data != expected:
            refuse_what_cannot_be_kept(content)
        yield Write(content.target, data, expected, None, act)
        return
    refuse_what_cannot_be_kept(content)
    new = _prepared(content, data or b"", like, act)
    try:
        yield Write(content.target, data, expected, new, act)
    finally:
        # In place it has another name by now; else it is of no more use.
        temporary.discard(new)


def write_own(path: Path, data: bytes, like: FileContent | None) -> Outcome:
    """Replace a file of our own; see `files.write_own`."""
    place = file_system.reachable(path)
    try:
        file_system.make_folder(path.parent)
        temporary.remove_leftovers(path.parent)
        new = temporary.create(place, private=True)
    except OSError as error:
        raise file_errors.uncreated(error, path) from error
    try:
        if like is not None:
            file_system.resemble(new, like.mode, like.owner)
        temporary.fill(new, data)
        return _committed(file_system.replacer().replace(new, place))
    except OSError as error:
        raise file_errors.unwritten_own(error, path) from error
    finally:
        temporary.discard(new)


def write_state(path: Path, data: bytes) -> Outcome:
    """Replace a file that a person named; see `files.write_state`."""
    try:
        file_system.make_folder(path.parent)
    except OSError as error:
        raise file_errors.uncreated(error, path.parent) from error
    with prepared(path, data, expected=files.read_file(path).data, like=None, replacer=None) as ready:
        return ready.commit()


def _removed(target: Path, replacer: Replacer) -> Outcome:
    try:
        return _committed(replacer.remove(target))
    except OSError as error:
        raise file_errors.unwritten(error, target) from error


def _replaced(new: Path, target: Path, data: bytes | None, replacer: Replacer) -> Outcome:
    try:
        return _committed(replacer.replace(new, target))
    except FileExistsError as error:
        # Somebody made a file where ReplaceFileW had taken the old one away: that one is written over by them.
        temporary.discard(temporary.old_beside(new))
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


def _went_through_all_the_same(new: Path, target: Path, data: bytes | None) -> bool:
    """A network file system may say that a rename failed which it did: the answer got lost, not the request."""
    if os.path.lexists(new):
        return False
    try:
        return files.read_file(target).data == data
    except WslmemError:
        return False


def _prepared(content: FileContent, data: bytes, like: FileContent | None, replacer: Replacer) -> Path:
    """The new file beside the old one: complete, flushed, and dressed as the old one, or as `like`."""
    target = content.target
    try:
        temporary.remove_leftovers(target.parent)
        new = temporary.create(target, private=content.data is not None or like is not None)
        try:
            replacer.dress(new, target)
            if like is not None:
                file_system.resemble(new, _mode(content, like), like.owner if content.data is None else None)
            temporary.fill(new, data)
        except BaseException:
            temporary.discard(new)
            raise
    except OSError as error:
        raise file_errors.unwritten(error, target) from error
    return new


def _mode(content: FileContent, like: FileContent) -> int | None:
    """What both allow: a file that was made private since is not opened again, nor one that was private before."""
    if like.mode is None or content.mode is None:
        return like.mode
    return content.mode & like.mode


def _committed(flushed: bool) -> Outcome:
    return Outcome.COMMITTED if flushed else Outcome.COMMITTED_NOT_SYNCED


def _insist(content: FileContent, expected: bytes | None) -> None:
    if content.data != expected:
        raise _changed(content.path)


def _changed(path: Path) -> WslmemError:
    return BusyError(
        Text("another program changed it since it was read"),
        place=str(path),
        on_disk=Text("another program's version; wslmem wrote nothing"),
        next_step=Text("check the file, then run the command again"),
    )


def refuse_what_cannot_be_kept(content: FileContent) -> None:
    """Stop a replacement that would take something from the file which is no text: its protection, its other names.

    Raises:
        NotPermittedError: it is read-only.
        UnsafeFileError: it has hard links.
    """
    place = str(content.target)
    if content.mode is not None and not content.mode & stat.S_IWUSR:
        raise NotPermittedError(
            Text("is read-only, and somebody wanted it so"),
            place=place,
            on_disk=Text("nothing changed"),
            next_step=Text("remove the read-only mark (`attrib -r` on Windows, `chmod u+w` on Linux), then try again"),
        )
    if content.names > 1:
        raise UnsafeFileError(
            Text("has {names} names (hard links); replacing it would part them", names=content.names),
            place=place,
            on_disk=Text("nothing changed"),
            next_step=Text("keep one name; a symbolic link to it is fine"),
        )
