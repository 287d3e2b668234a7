"""What Windows tells about the account this process runs as, and about who is signed in."""

from __future__ import annotations

import ctypes
from ctypes import byref, c_uint32, c_void_p, create_unicode_buffer
from uuid import UUID

from wslmem.machine.system import library_windows

_TOKEN_QUERY = 0x0008
_LONGEST = 1024
_FOLDERID_PROFILE = UUID("5E6C858F-0E22-4760-9AFE-EA3317B67173").bytes_le
"""A GUID as it lies in memory (knownfolders.h)."""
_PROFILE_TYPES = {1: "temporary", 2: "roaming", 4: "mandatory"}
"""PT_TEMPORARY, PT_ROAMING, PT_MANDATORY (userenv.h), of which several can be set."""
_CURRENT_SESSION = 0xFFFFFFFF
_USER_NAME = 5
"""WTSUserName of WTS_INFO_CLASS (wtsapi32.h)."""


def directory() -> str | None:
    """The profile folder as WSL asks for it (`GetUserProfileDirectoryW`); None when Windows does not tell."""
    kernel32, advapi32 = library_windows.load("kernel32"), library_windows.load("advapi32")
    userenv = library_windows.load("userenv")
    kernel32.GetCurrentProcess.restype = c_void_p
    token, size, buffer = c_void_p(), c_uint32(_LONGEST), create_unicode_buffer(_LONGEST)
    if not advapi32.OpenProcessToken(c_void_p(kernel32.GetCurrentProcess()), _TOKEN_QUERY, byref(token)):
        return None
    try:
        told = userenv.GetUserProfileDirectoryW(token, buffer, byref(size))
    finally:
        kernel32.CloseHandle(token)
    return buffer.value if told else None


def known_folder() -> str | None:
    """The profile folder as `SHGetKnownFolderPath(FOLDERID_Profile)` names it; None when Windows does not tell."""
    shell32, ole32 = library_windows.load("shell32"), library_windows.load("ole32")
    told = ctypes.c_wchar_p()
    failed = shell32.SHGetKnownFolderPath(_FOLDERID_PROFILE, 0, None, byref(told))
    try:
        return None if failed else told.value
    finally:
        ole32.CoTaskMemFree(told)


def kinds() -> tuple[str, ...]:
    """Which of "temporary", "roaming" and "mandatory" the profile is; none for a plain one, or when it is not told."""
    flags = c_uint32()
    if not library_windows.load("userenv").GetProfileType(byref(flags)):
        return ()
    return tuple(name for flag, name in _PROFILE_TYPES.items() if flags.value & flag)


def other_session_user() -> str | None:
    """The name of who is signed in on this desktop, if it is another account than ours; None if not, or not known."""
    wtsapi32, advapi32 = library_windows.load("wtsapi32"), library_windows.load("advapi32")
    name, size = ctypes.c_wchar_p(), c_uint32()
    if not wtsapi32.WTSQuerySessionInformationW(None, _CURRENT_SESSION, _USER_NAME, byref(name), byref(size)):
        return None
    signed_in = name.value or ""
    wtsapi32.WTSFreeMemory(name)
    own, length = create_unicode_buffer(_LONGEST), c_uint32(_LONGEST)
    if not advapi32.GetUserNameW(own, byref(length)) or not signed_in:
        return None
    return None if own.value.casefold() == signed_in.casefold() else signed_in
