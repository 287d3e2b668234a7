"""Which programs of Windows have a file open, as its Restart Manager tells installers.

Declarations: restartmanager.h. It needs no rights, and tells nothing of programs of other accounts.
"""

from __future__ import annotations

import ctypes
from ctypes import byref, c_int, c_uint16, c_uint32, c_wchar
from pathlib import Path

from wslmem.machine.system import library_windows

MORE_DATA = 234
MOST = 16
"""Programs that are asked for; a sentence has no room for more."""


class ProcessInformation(ctypes.Structure):
    """RM_PROCESS_INFO, 668 bytes; its FILETIME stands as two words."""

    _fields_ = (
        ("pid", c_uint32),
        ("started", c_uint32 * 2),
        ("name", c_wchar * 256),
        ("service", c_wchar * 64),
        ("kind", c_int),
        ("status", c_uint32),
        ("session", c_uint32),
        ("restartable", c_int),
    )


def holders(path: Path) -> tuple[str, ...]:
    """The names of the programs that have `path` open, for a person; empty where Windows does not tell."""
    try:
        manager = library_windows.load("rstrtmgr")
    except OSError:
        return ()
    session, key = c_uint32(), (c_uint16 * 33)()
    if manager.RmStartSession(byref(session), 0, byref(key)):
        return ()
    try:
        names = (ctypes.c_wchar_p * 1)(str(path))
        if manager.RmRegisterResources(session, 1, byref(names), 0, None, 0, None):
            return ()
        needed, count, reasons = c_uint32(), c_uint32(MOST), c_uint32()
        found = (ProcessInformation * MOST)()
        failed = manager.RmGetList(session, byref(needed), byref(count), byref(found), byref(reasons))
        if failed not in (0, MORE_DATA):
            return ()
        return tuple(dict.fromkeys(one.name for one in found[: count.value] if one.name))
    finally:
        manager.RmEndSession(session)
