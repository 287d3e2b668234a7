"""The programs of Windows that hold most memory, from one call: no handle to any process, no elevation."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from ctypes import byref, c_int64, c_size_t, c_uint32, c_void_p, sizeof
from typing import Any

from wslmem.sizing.host import PROGRAMS, HostProgram
from wslmem.units import Bytes

_INFORMATION = 5
"""SystemProcessInformation of winternl.h."""
_TOO_SHORT = 0xC0000004
"""STATUS_INFO_LENGTH_MISMATCH."""
_GROWTH = 64 * 1024
_MOST = 64 * 1024 * 1024


class Entry(ctypes.Structure):
    """SYSTEM_PROCESS_INFORMATION as far as it is read, on 64-bit Windows; an entry of each thread follows it.

    Microsoft documents part of it (NtQuerySystemInformation); psutil and System Informer read the rest the same way.
    """

    _fields_ = (
        ("NextEntryOffset", c_uint32),
        ("NumberOfThreads", c_uint32),
        ("WorkingSetPrivateSize", c_int64),
        ("_to_image_name", ctypes.c_byte * 40),
        ("ImageNameLength", ctypes.c_uint16),
        ("ImageNameMaximumLength", ctypes.c_uint16),
        ("ImageNameBuffer", c_void_p),
        ("BasePriority", c_uint32),
        ("UniqueProcessId", c_void_p),
        ("_to_working_set", ctypes.c_byte * 56),
        ("WorkingSetSize", c_size_t),
    )


def largest() -> tuple[HostProgram, ...] | None:
    """The programs that hold most, without the VM's own; None where Windows does not tell."""
    from wslmem.machine.system import library_windows

    answer = _answer(library_windows.load("ntdll").NtQuerySystemInformation)
    return None if answer is None else named(entries(answer))


def _answer(query: Any) -> ctypes.Array[ctypes.c_char] | None:  # noqa: ANN401 - a library's function has no type
    size, needed = _GROWTH * 8, c_uint32(0)
    while size <= _MOST:
        buffer = ctypes.create_string_buffer(size)
        status = query(_INFORMATION, buffer, size, byref(needed)) & 0xFFFFFFFF
        if status == 0:
            return buffer
        if status != _TOO_SHORT:
            return None
        # Processes start meanwhile, so a little more than was asked for.
        size = max(size, needed.value) + _GROWTH
    return None


def entries(buffer: ctypes.Array[ctypes.c_char]) -> Iterator[tuple[str, int]]:
    """Name and memory in bytes of each process in an answer; the idle process has no name and is left out."""
    at = 0
    while at + sizeof(Entry) <= len(buffer):
        one = Entry.from_buffer(buffer, at)
        if one.ImageNameBuffer and one.ImageNameLength:
            name = ctypes.string_at(one.ImageNameBuffer, one.ImageNameLength).decode("utf-16-le", "replace")
            yield name, one.WorkingSetPrivateSize if one.WorkingSetPrivateSize > 0 else one.WorkingSetSize
        if not one.NextEntryOffset:
            return
        at += one.NextEntryOffset


def named(found: Iterator[tuple[str, int]]) -> tuple[HostProgram, ...]:
    """The sums by name, largest first; the VM's processes are told elsewhere."""
    sums: dict[str, list[int]] = {}
    for name, size in found:
        program = name[:-4] if name.casefold().endswith(".exe") else name
        if not program.casefold().startswith("vmmem"):
            sums.setdefault(program, []).append(size)
    held = [HostProgram(name, Bytes(sum(sizes)), len(sizes)) for name, sizes in sums.items()]
    return tuple(sorted(held, key=lambda one: (-one.size, one.name))[:PROGRAMS])
