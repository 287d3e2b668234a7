"""The console of Windows: what it can draw, and what has to be switched before an app draws in it.

Modes: consoleapi.h. Handles: winbase.h, STD_INPUT_HANDLE, STD_OUTPUT_HANDLE and STD_ERROR_HANDLE.
"""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Iterator
from ctypes import byref, c_uint32, c_void_p
from typing import Any

from wslmem.machine.system.library_windows import load
from wslmem.records import record

STDIN, STDOUT, STDERR = -10, -11, -12
QUICK_EDIT, EXTENDED_FLAGS = 0x40, 0x80
"""A click in a window with QuickEdit stops all output until a key is pressed; to change it both have to be given."""
DRAWS_ESCAPES = 0x4
"""ENABLE_VIRTUAL_TERMINAL_PROCESSING: Windows 10 1607 and newer, unless the legacy console is chosen."""


@record
class Modes:
    """The modes of a console."""

    input: int
    output: int

    @property
    def quick_edit(self) -> bool:
        return bool(self.input & QUICK_EDIT)


def modes() -> Modes | None:
    """The modes of the console that this process reads from and writes to; None where it has none."""
    kernel = _kernel32()
    found = [_mode(kernel, number) for number in (STDIN, STDOUT)]
    return Modes(found[0], found[1]) if found[0] is not None and found[1] is not None else None


@contextlib.contextmanager
def attached() -> Iterator[None]:
    """In this block the console that this process has is looked at, also where its streams are files or pipes."""
    kernel = _kernel32()
    before = {number: kernel.GetStdHandle(number) for number in (STDIN, STDOUT)}
    opened = {number: _opened(kernel, name) for number, name in ((STDIN, "CONIN$"), (STDOUT, "CONOUT$"))}
    for number, handle in opened.items():
        if handle is not None:
            kernel.SetStdHandle(number, c_void_p(handle))
    try:
        yield
    finally:
        for number, handle in opened.items():
            if handle is not None:
                kernel.SetStdHandle(number, c_void_p(before[number]))
                kernel.CloseHandle(c_void_p(handle))


def draws_escapes() -> bool:
    """Whether the console draws escape sequences, or lets itself be switched to it; it is left as it was."""
    kernel = _kernel32()
    before = _mode(kernel, STDOUT)
    if before is None:
        return False
    drawn = _set(kernel, STDOUT, before | DRAWS_ESCAPES)
    _set(kernel, STDOUT, before)
    return drawn


def switch_on_escapes() -> dict[int, int] | None:
    """Have the consoles that stdout and stderr are, if any, draw escape sequences; None where one refuses.

    Returns the modes that were changed, by handle; none where one refuses.
    """
    kernel = _kernel32()
    before: dict[int, int] = {}
    for number in (STDOUT, STDERR):
        mode = _mode(kernel, number)  # none for a pipe or a file, which need nothing
        if mode is None or mode & DRAWS_ESCAPES:
            continue
        if not _set(kernel, number, mode | DRAWS_ESCAPES):
            put_back(before)
            return None
        before[number] = mode
    return before


def put_back(before: dict[int, int]) -> None:
    """Give consoles the modes that they had, the last one changed first."""
    kernel = _kernel32()
    for number, mode in reversed(before.items()):
        _set(kernel, number, mode)


@contextlib.contextmanager
def without_quick_edit() -> Iterator[None]:
    """In this block a click does not stop the output; afterwards the console reads as it did before."""
    kernel = _kernel32()
    before = _mode(kernel, STDIN)
    if before is not None:
        _set(kernel, STDIN, (before & ~QUICK_EDIT) | EXTENDED_FLAGS)
    try:
        yield
    finally:
        if before is not None:
            _set(kernel, STDIN, before | EXTENDED_FLAGS)


def code_pages() -> tuple[int, int]:
    """Those that the console reads and writes in; 0 without a console."""
    kernel = _kernel32()
    return int(kernel.GetConsoleCP()), int(kernel.GetConsoleOutputCP())


def closes_with_us(own: frozenset[str]) -> bool:
    """Whether nobody but us is in this console: it was opened for us (a double click) and goes when we end.

    Args:
        own: names of programs that only stand between a click and us, in lower case.
    """
    import psutil

    kernel = _kernel32()
    pids = (c_uint32 * 16)()
    count = int(kernel.GetConsoleProcessList(pids, len(pids)))
    if not 0 < count <= len(pids):
        return False
    try:
        return all(psutil.Process(pid).name().lower() in own for pid in pids[:count])
    except (psutil.Error, OSError):
        return False


def pipe_name() -> str | None:
    r"""The name of the pipe that stdout is (`\\msys-1888ae32e00d56aa-pty0-to-master`); None where it is none."""
    kernel = _kernel32()
    handle = c_void_p(kernel.GetStdHandle(STDOUT))
    if kernel.GetFileType(handle) != FILE_TYPE_PIPE:
        return None
    told = ctypes.create_string_buffer(1024)
    if not kernel.GetFileInformationByHandleEx(handle, FILE_NAME_INFO, told, len(told)):
        return None
    length = int.from_bytes(told.raw[:4], "little")
    return told.raw[4 : 4 + length].decode("utf-16-le", "replace")


FILE_TYPE_PIPE, FILE_NAME_INFO = 3, 2
"""Of GetFileType; FileNameInfo of GetFileInformationByHandleEx: a length of four bytes, then the name (winbase.h)."""


GENERIC_READ_WRITE, SHARE_READ_WRITE, OPEN_EXISTING = 0xC0000000, 0x3, 3
"""Of CreateFileW, for CONIN$ and CONOUT$ (winnt.h, fileapi.h)."""
INVALID_HANDLE = c_void_p(-1).value


def _kernel32() -> Any:  # noqa: ANN401 - see `library_windows`
    kernel = load("kernel32")
    kernel.GetStdHandle.restype = kernel.CreateFileW.restype = c_void_p
    return kernel


def _opened(kernel: Any, name: str) -> int | None:  # noqa: ANN401 - as above
    handle = kernel.CreateFileW(name, c_uint32(GENERIC_READ_WRITE), SHARE_READ_WRITE, None, OPEN_EXISTING, 0, None)
    return None if handle in (None, INVALID_HANDLE) else int(handle)


def _mode(kernel: Any, number: int) -> int | None:  # noqa: ANN401 - as above
    mode = c_uint32()
    told = kernel.GetConsoleMode(c_void_p(kernel.GetStdHandle(number)), byref(mode))
    return mode.value if told else None


def _set(kernel: Any, number: int, mode: int) -> bool:  # noqa: ANN401 - as above
    return bool(kernel.SetConsoleMode(c_void_p(kernel.GetStdHandle(number)), ctypes.c_uint32(mode)))
