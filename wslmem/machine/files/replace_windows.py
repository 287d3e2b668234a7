"""Replacing a file on Windows, whatever other programs do with it meanwhile.

Two calls of Windows can do it. MoveFileExW is one step of the file system, but the new file comes with the attributes,
the access list and the streams of a new file. ReplaceFileW keeps those of the old one, but in two steps, the old file
lying beside for a moment. So the plain file, which is the common one, is moved over; the one that carries more than
a new file would is replaced, with a name for the old file given, so that each half-way state can be put right.

Source: Microsoft Learn, "ReplaceFileW function" (return values 1175, 1176, 1177) and "MoveFileExW function".
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from wslmem.machine.files import temporary
from wslmem.machine.system import clock, retrying
from wslmem.records import record
from wslmem.units import Seconds

UNABLE_TO_REMOVE_REPLACED = 1175
"""Nothing happened: the old file could not be taken away."""
UNABLE_TO_MOVE_REPLACEMENT = 1176
"""Nothing happened, as a name for the old file was given: the new file could not be moved."""
UNABLE_TO_MOVE_REPLACEMENT_2 = 1177
"""Half-way: the old file lies beside under the name given for it, and its own name is free."""

_PASSES = frozenset({5, 32, 33, UNABLE_TO_REMOVE_REPLACED, UNABLE_TO_MOVE_REPLACEMENT, UNABLE_TO_MOVE_REPLACEMENT_2})
"""Access denied, sharing violation, lock violation: a scanner holds the file for milliseconds, or 5 is for good."""

ACCESS_DENIED, HELD = 5, 32

_LACKS_REPLACE = frozenset({1, 50, 87, 120})
"""Invalid function, not supported, invalid parameter, not implemented: what file systems without it answer."""

_ABSENT = frozenset({2, 3})
_EXISTS = frozenset({80, 183})


class WindowsFailure(OSError):  # noqa: N818  an OSError of Windows, also where this Python is not for Windows
    """A call into Windows that failed."""

    def __init__(self, call: str, code: int, path: Path) -> None:
        super().__init__(errno.EIO, f"{call}: Windows error {code}", str(path))
        self.winerror = code


class WindowsFiles(Protocol):
    """The calls into Windows; each returns 0 or the number of its error (GetLastError)."""

    def replace_file(self, target: Path, new: Path, old: Path) -> int:
        """ReplaceFileW: `new` in the place of `target`, which becomes `old`."""

    def move_file(self, source: Path, target: Path, *, over: bool) -> int:
        """MoveFileExW, written through; `over`: also where `target` exists."""

    def delete_file(self, path: Path) -> int:
        """DeleteFileW."""

    def open_to_delete(self, path: Path) -> int:
        """CreateFileW for deletion, sharing all: 32 where another program has it open without sharing that."""

    def flush_file(self, path: Path) -> int:
        """FlushFileBuffers on the file at `path`."""

    def carries_more(self, path: Path) -> bool:
        """Whether it has attributes, an access list or streams that a new file in its folder would not have."""


@record
class WindowsReplacer:
    """How Windows puts a file in another's place. Error 5, 32 and 33 are waited out for up to 10 s."""

    files: WindowsFiles
    sleep: Callable[[Seconds], None] = clock.sleep

    def dress(self, temporary: Path, target: Path) -> None:
        """Nothing: ReplaceFileW carries over what there is."""

    def replace(self, temporary: Path, target: Path) -> bool:
        """Put `temporary` in the place of `target`; see `file_system.Replacer`."""
        try:
            return self._patiently(lambda: self._replaced(temporary, target))
        except WindowsFailure as error:
            if self._is_held(error, target):
                raise WindowsFailure("MoveFileExW", HELD, target) from error
            raise

    def remove(self, target: Path) -> bool:
        """Take `target` away; see `file_system.Replacer`."""

        def act() -> bool:
            _check("DeleteFileW", self.files.delete_file(target), target)
            return True

        return self._patiently(act)

    def _is_held(self, error: WindowsFailure, target: Path) -> bool:
        """MoveFileExW says "access denied" of a held file too; opening it for deletion tells which it is."""
        return error.winerror == ACCESS_DENIED and self.files.open_to_delete(target) == HELD

    def _patiently(self, act: Callable[[], bool]) -> bool:
        return retrying.until_it_works(act, passes=_may_pass, sleep=self.sleep)

    def _replaced(self, new: Path, target: Path) -> bool:
        if not target.exists():
            self._move(new, target, over=False)
            return True
        if not self.files.carries_more(target):
            self._move(new, target, over=True)
            return True
        return self._swapped(new, target)

    def _swapped(self, new: Path, target: Path) -> bool:
        old = temporary.old_beside(new)
        code = self.files.replace_file(target, new, old)
        if code in _LACKS_REPLACE:
            self._move(new, target, over=True)
            return True
        if code == UNABLE_TO_MOVE_REPLACEMENT_2:
            self._move(old, target, over=False)
        _check("ReplaceFileW", code, target)
        flushed = self.files.flush_file(target)
        removed = self.files.delete_file(old)
        return not flushed and not removed

    def _move(self, source: Path, target: Path, *, over: bool) -> None:
        code = self.files.move_file(source, target, over=over)
        if code in _EXISTS and not over:
            raise FileExistsError(errno.EEXIST, "it was made meanwhile", str(target))
        _check("MoveFileExW", code, target)


def _check(call: str, code: int, path: Path) -> None:
    if code in _ABSENT:
        raise FileNotFoundError(errno.ENOENT, f"{call}: the file is gone", str(path))
    if code:
        raise WindowsFailure(call, code, path)


def _may_pass(error: OSError) -> bool:
    return getattr(error, "winerror", None) in _PASSES
