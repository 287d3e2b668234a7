"""Windows' own calls on files. Each returns 0, or the number of its error; deciding what to do is its caller's job.

Declarations: winbase.h, fileapi.h, winnt.h (constants, layouts), as Microsoft Learn gives them.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from collections.abc import Iterator
from ctypes import byref, c_int64, c_size_t, c_uint32, c_void_p, c_wchar, create_string_buffer, sizeof
from pathlib import Path
from typing import Any

from wslmem.machine.system import library_windows

MOVEFILE_REPLACE_EXISTING = 0x1
MOVEFILE_WRITE_THROUGH = 0x8
INVALID_ATTRIBUTES = 0xFFFFFFFF
MORE_THAN_A_NEW_FILE = 0x2 | 0x4 | 0x800 | 0x2000 | 0x4000
"""FILE_ATTRIBUTE_HIDDEN, _SYSTEM, _COMPRESSED, _NOT_CONTENT_INDEXED, _ENCRYPTED."""
DELETE = 0x00010000
GENERIC_READ = 0x80000000
SHARE_READ, SHARE_WRITE, SHARE_DELETE = 0x1, 0x2, 0x4
HELD = 32
"""ERROR_SHARING_VIOLATION."""
DACL_SECURITY_INFORMATION = 0x4
SE_DACL_PROTECTED = 0x1000
INHERITED_ACE = 0x10
ACCESS_ALLOWED = 0
WRITING = 0x2 | 0x4 | 0x40 | 0x10000 | 0x40000 | 0x80000 | 0x10000000 | 0x40000000
"""FILE_ADD_FILE, FILE_ADD_SUBDIRECTORY, FILE_DELETE_CHILD, DELETE, WRITE_DAC, WRITE_OWNER, GENERIC_ALL and _WRITE."""
EVERYBODY = {
    bytes.fromhex("010100000000000100000000"): "Everyone",
    bytes.fromhex("010100000000000507000000"): "Anonymous",
    bytes.fromhex("01010000000000050b000000"): "Authenticated Users",
    bytes.fromhex("010100000000000504000000"): "Interactive",
    bytes.fromhex("010200000000000520000000" + "21020000"): "Users",
    bytes.fromhex("010200000000000520000000" + "22020000"): "Guests",
}
"""Groups that others are in, by their identifiers: S-1-1-0, S-1-5-7, S-1-5-11, S-1-5-4, S-1-5-32-545, S-1-5-32-546."""
LOCKED_BYTE = 0x7FFF0000
"""Far behind the text: locks of Windows are mandatory, and who finds the file locked must be able to read the text."""
NO_STREAMS = (38, 87)
"""ERROR_HANDLE_EOF: there are none; ERROR_INVALID_PARAMETER: the file system (FAT) has no such thing."""
LOCKFILE_FAIL_IMMEDIATELY = 0x1
LOCKFILE_EXCLUSIVE_LOCK = 0x2
ERROR_LOCK_VIOLATION = 33
"""What LockFileEx says of a byte that another handle has locked."""
_LONG = 248
"""From this length on (MAX_PATH less an 8.3 name) a path needs the prefix that takes it past the limit."""


class StreamData(ctypes.Structure):
    """WIN32_FIND_STREAM_DATA, 600 bytes."""

    _fields_ = (("StreamSize", c_int64), ("cStreamName", c_wchar * 296))


class Overlapped(ctypes.Structure):
    """OVERLAPPED, 32 bytes on 64-bit Windows: here the place of the byte to lock."""

    _fields_ = (
        ("Internal", c_size_t),
        ("InternalHigh", c_size_t),
        ("Offset", c_uint32),
        ("OffsetHigh", c_uint32),
        ("hEvent", c_void_p),
    )


def unlimited(path: Path) -> Path:
    """An absolute `path` by a name that may be longer than MAX_PATH, 260 characters, and short names as they are."""
    name = str(path)
    if len(name) < _LONG or name.startswith("\\\\?\\"):
        return path
    return Path("\\\\?\\UNC\\" + name[2:] if name.startswith("\\\\") else "\\\\?\\" + name)


def attributes(path: Path) -> int:
    """GetFileAttributesW: the marks of the file, all bits set where there is none."""
    return int(_kernel32().GetFileAttributesW(_wide(path))) & INVALID_ATTRIBUTES


def set_attributes(path: Path, marks: int) -> int:
    """SetFileAttributesW."""
    return _code(_kernel32().SetFileAttributesW(_wide(path), marks))


def replace_file(target: Path, new: Path, old: Path) -> int:
    """ReplaceFileW: `new` in the place of `target`, which becomes `old`."""
    return _code(_kernel32().ReplaceFileW(_wide(target), _wide(new), _wide(old), 0, None, None))


def move_file(source: Path, target: Path, *, over: bool) -> int:
    """MoveFileExW, written through; `over`: also where `target` exists."""
    flags = MOVEFILE_WRITE_THROUGH | (MOVEFILE_REPLACE_EXISTING if over else 0)
    return _code(_kernel32().MoveFileExW(_wide(source), _wide(target), flags))


def delete_file(path: Path) -> int:
    """DeleteFileW."""
    return _code(_kernel32().DeleteFileW(_wide(path)))


def open_to_delete(path: Path) -> int:
    """CreateFileW for deletion, sharing all: `HELD` where a program has it open without sharing that, else 5 or 0."""
    return _open(path, DELETE, SHARE_READ | SHARE_WRITE | SHARE_DELETE)


def open_to_read(path: Path) -> int:
    """CreateFileW as the C runtime's open for reading has it: `HELD`, 5 where rights or a deletion bar it, else 0."""
    return _open(path, GENERIC_READ, SHARE_READ | SHARE_WRITE)


def _open(path: Path, access: int, share: int) -> int:
    library = _kernel32()
    library.CreateFileW.restype = c_void_p
    existing, backup_semantics = 3, 0x02000000
    handle = library.CreateFileW(_wide(path), access, share, None, existing, backup_semantics, None)
    if handle in (None, c_void_p(-1).value):
        return _code(0)
    library.CloseHandle(c_void_p(handle))
    return 0


def flush_file(path: Path) -> int:
    """FlushFileBuffers on the file at `path`."""
    try:
        fd = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            os.fsync(fd)
        finally:
            os.close(fd)
    except OSError as error:
        return getattr(error, "winerror", None) or error.errno or 1
    return 0


def carries_more(path: Path) -> bool:
    """Whether it has attributes, an access list or streams that a new file in its folder would not have.

    Where Windows does not tell, the answer is yes: the careful way costs a file nothing that has no more.
    """
    return bool(attributes(path) & MORE_THAN_A_NEW_FILE) or _has_streams(path) or has_own_access(_access_of(path))


def has_own_access(descriptor: bytes) -> bool:
    """Whether a self-relative security descriptor gives rights that do not come from the folder; True for an empty one.

    Layout (winnt.h, SECURITY_DESCRIPTOR_RELATIVE, ACL, ACE_HEADER): control flags at 2, offset of the access list at
    16; the list has its count at 4 and its entries from 8 on, each with flags at 1 and its size at 2.
    """
    if not descriptor:
        return True
    control, start = struct.unpack_from("<xxH12xI", descriptor)
    if control & SE_DACL_PROTECTED:
        return True
    if not start:
        return False
    (count,) = struct.unpack_from("<4xH", descriptor, start)
    entry = start + 8
    for _ in range(count):
        flags, size = struct.unpack_from("<xBH", descriptor, entry)
        if not flags & INHERITED_ACE:
            return True
        entry += size
    return False


def who_else_may_write(folder: Path) -> str | None:
    """Which of `EVERYBODY` may put files into `folder`, or change them; None where its access list lets none of them.

    A file system without access lists (FAT) lets everyone, and nothing can be done about it there: None as well.
    """
    return group_that_may_write(_access_of(folder))


def group_that_may_write(descriptor: bytes) -> str | None:
    """The same, told from a self-relative security descriptor; layout as in `has_own_access`.

    An entry (ACCESS_ALLOWED_ACE) has its type at 0, the rights at 4 and the identifier (SID) from 8 on.
    """
    for kind, rights, identifier in _entries(descriptor):
        if kind == ACCESS_ALLOWED and rights & WRITING and identifier in EVERYBODY:
            return EVERYBODY[identifier]
    return None


def _entries(descriptor: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Type, rights and identifier of each entry of the access list; nothing where there is no list."""
    (start,) = struct.unpack_from("<16xI", descriptor) if descriptor else (0,)
    if not start:
        return
    (count,) = struct.unpack_from("<4xH", descriptor, start)
    place = start + 8
    for _ in range(count):
        kind, size, rights = struct.unpack_from("<BxHI", descriptor, place)
        yield kind, rights, descriptor[place + 8 : place + size]
        place += size


def try_lock(fd: int) -> bool:
    """Lock one byte of an open file for this handle alone; False when another handle has it.

    Raises:
        OSError: the file system has no locks.
    """
    import msvcrt

    handle = vars(msvcrt)["get_osfhandle"](fd)  # by name, for the type checker runs where this module is empty
    flags = LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY
    code = _code(_kernel32().LockFileEx(c_void_p(handle), flags, 0, 1, 0, byref(Overlapped(Offset=LOCKED_BYTE))))
    if code not in (0, ERROR_LOCK_VIOLATION):
        raise OSError(errno.ENOLCK, f"LockFileEx: Windows error {code}")
    return code == 0


def _has_streams(path: Path) -> bool:
    library = _kernel32()
    data = StreamData()
    handle = library.FindFirstStreamW(_wide(path), 0, byref(data), 0)
    if handle in (None, c_void_p(-1).value):
        return _code(0) not in NO_STREAMS
    more = bool(library.FindNextStreamW(c_void_p(handle), byref(data)))
    library.FindClose(c_void_p(handle))
    return more


def _access_of(path: Path) -> bytes:
    library = library_windows.load("advapi32")
    needed = ctypes.c_uint32(0)
    library.GetFileSecurityW(_wide(path), DACL_SECURITY_INFORMATION, None, 0, byref(needed))
    buffer = create_string_buffer(needed.value)
    arguments = (_wide(path), DACL_SECURITY_INFORMATION, buffer, sizeof(buffer), byref(needed))
    return buffer.raw if needed.value and library.GetFileSecurityW(*arguments) else b""


def _kernel32() -> Any:  # noqa: ANN401 - see `library_windows`
    library = library_windows.load("kernel32")
    library.FindFirstStreamW.restype = c_void_p
    return library


def _code(success: int) -> int:
    return 0 if success else getattr(library_windows.last_error(), "winerror", 0) or 1


def _wide(path: Path) -> ctypes.c_wchar_p:
    return ctypes.c_wchar_p(str(unlimited(path)))
