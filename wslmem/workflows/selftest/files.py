"""What is taken for granted about files, tried out in a temporary folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from wslmem.machine.files import file_system, files, scratch
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own import lock
from wslmem.workflows.selftest import names
from wslmem.workflows.selftest.selftest import EVERYWHERE, Check, Seen

OLD, NEW = b"[wsl2]\r\nmemory=4GB\r\n", b"[wsl2]\r\nmemory=8GB\r\n"
HIDDEN = 0x2
LONG = 300


def _in_scratch(look: Callable[[Path], Seen]) -> Callable[[MachinePaths], Seen]:
    def act(_: MachinePaths) -> Seen:
        with scratch.folder() as folder:
            return look(folder)

    return act


def _replaced(path: Path) -> bool:
    files.write_file(path, NEW, expected=OLD)
    return files.read_file(path).data == NEW


def _plain(folder: Path) -> Seen:
    path = folder / ".wslconfig"
    path.write_bytes(OLD)
    whole = _replaced(path)
    left = sorted(one.name for one in folder.iterdir())
    return Seen(f"new text: {whole}; in the folder: {', '.join(left)}", whole and left == [".wslconfig"])


def _hidden(folder: Path) -> Seen:
    from wslmem.machine.files import calls_windows

    path = folder / ".wslconfig"
    path.write_bytes(OLD)
    calls_windows.set_attributes(path, HIDDEN)
    whole, kept = _replaced(path), bool(calls_windows.attributes(path) & HIDDEN)
    return Seen(f"new text: {whole}; still hidden: {kept}", whole and kept)


def _stream(folder: Path) -> Seen:
    path = folder / ".wslconfig"
    path.write_bytes(OLD)
    stream = Path(f"{path}:wslmem.try")
    stream.write_bytes(b"kept")
    whole = _replaced(path)
    kept = stream.exists() and stream.read_bytes() == b"kept"
    return Seen(f"new text: {whole}; stream kept: {kept}", whole and kept)


def _open_elsewhere(folder: Path) -> Seen:
    path, other = folder / ".wslconfig", folder / "other"
    path.write_bytes(OLD)
    other.write_bytes(NEW)
    with path.open("rb"):
        try:
            os.replace(other, path)  # noqa: PTH105 - the error's number is looked at, of the call itself
        except OSError as error:
            code = getattr(error, "winerror", None)
            return Seen(f"error {code}", code in (5, 32))
    return Seen("it was replaced", holds=False)


def _locked(folder: Path) -> Seen:
    from wslmem.errors import BusyError

    with lock.lock(folder):
        try:
            with lock.lock(folder):  # of another handle, as another process has one
                return Seen("two held it at once", holds=False)
        except BusyError as error:
            return Seen(str(error.cause), holds=True)


def _named(name: str) -> Callable[[Path], Seen]:
    def look(folder: Path) -> Seen:
        place = folder / name
        place.mkdir()
        return _rewritten(place / ".wslconfig")

    return look


def _rewritten(path: Path) -> Seen:
    files.write_file(path, OLD, expected=None)
    listed = path.name in {one.name for one in path.parent.iterdir()}
    replaced = _replaced(path)
    return Seen(f"a path of {len(str(path))} characters: listed {listed}, replaced {replaced}", listed and replaced)


def _long(folder: Path) -> Seen:
    place = folder / ("x" * 120) / ("y" * max(LONG - len(str(folder)) - 120, 1))
    file_system.make_folder(file_system.reachable(place))
    return _rewritten(file_system.reachable(place) / ".wslconfig")


def _told_apart(folder: Path) -> Seen:
    """Error numbers of opening for deletion: what is held without sharing, what is free, what is Windows' own."""
    from wslmem.machine.files import calls_windows

    path, new = folder / ".wslconfig", folder / "new"
    path.write_bytes(OLD)
    new.write_bytes(NEW)
    with path.open("rb"):
        moved = calls_windows.move_file(new, path, over=True)
        replaced = calls_windows.replace_file(path, new, folder / "old")
        held = calls_windows.open_to_delete(path)
    free = calls_windows.open_to_delete(path)
    own = names.system_folder() / "wsl.exe"  # not even an administrator may delete it; where it is missing, 2 or 3
    denied = calls_windows.open_to_delete(own)
    text = f"held: MoveFileExW {moved}, ReplaceFileW {replaced}, CreateFileW {held}; free: {free}; denied: {denied}"
    told_apart = held == calls_windows.HELD and free == 0 and denied in (5, *NO_SUCH_FILE)
    return Seen(text, told_apart and moved in (5, 32) and replaced in (5, 32, 1175, 1176))


NO_SUCH_FILE = (2, 3)

CHECKS = (
    Check("replace-whole", "the new text, nothing left beside it", _in_scratch(_plain), EVERYWHERE),
    Check("replace-keeps-hidden", "the new text, still hidden", _in_scratch(_hidden)),
    Check("replace-keeps-streams", "the new text, its alternate stream kept", _in_scratch(_stream)),
    Check("replace-of-open-file", "error 5 or 32", _in_scratch(_open_elsewhere)),
    Check("open-file-told-apart", "CreateFileW for deletion: 32 held, 0 free, 5 denied", _in_scratch(_told_apart)),
    Check("lock-excludes", "the second one is told who has it", _in_scratch(_locked), EVERYWHERE),
    Check("path-with-letters", "it is written and replaced", _in_scratch(_named("mit ü 内存")), EVERYWHERE),
    Check("path-of-300", "it is written and replaced", _in_scratch(_long)),
)
