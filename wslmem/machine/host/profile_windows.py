"""What Windows tells about the account this process runs as, and about who is signed in."""

from __future__ import annotations

import ctypes
from ctypes import byref, c_uint32, c_void_p, create_unicode_buffer
from uuid import UUID

from wslmem.machine.system import library_windows

_TOKEN_QUERY = 0x0008
_LONGEST = 1024
_FOLDERID_PROFILE = UUID("5E6C858F-0E22-4760-9AFE-EA3317B67173").bytes_le
_FOLDERID_LOCAL_APP_DATA = UUID("F1B32785-6FBA-4FCF-9D55-7B8E7F157091").bytes_le
"""GUIDs as they lie in memory (knownfolders.h)."""
_PROFILE_TYPES = {1: "temporary", 2: "roaming", 4: "mandatory"}
"""PT_TEMPORARY, PT_ROAMING, PT_MANDATORY (userenv.h), of which several can be set."""
_CURRENT_SESSION = 0xFFFFFFFF
_USER_NAME, _DOMAIN_NAME = 5, 7
"""WTSUserName and WTSDomainName of WTS_INFO_CLASS (wtsapi32.h)."""
_SAM_COMPATIBLE = 2
"""NameSamCompatible of EXTENDED_NAME_FORMAT (secext.h): `DOMAIN\\name`."""


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
    return _folder(_FOLDERID_PROFILE)


def local_application_data() -> str | None:
    """The folder of FOLDERID_LocalAppData, where the variable LOCALAPPDATA usually leads; None if it is not told."""
    return _folder(_FOLDERID_LOCAL_APP_DATA)


def _folder(number: bytes) -> str | None:
    shell32, ole32 = library_windows.load("shell32"), library_windows.load("ole32")
    told = ctypes.c_wchar_p()
    failed = shell32.SHGetKnownFolderPath(number, 0, None, byref(told))
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
    r"""Who is signed in here (`DOMAIN\name`), if it is another account than ours; None if not, or not known."""
    there, own = signed_in(), own_account()
    return None if there is None or own is None else other_account(there, own)


def signed_in() -> str | None:
    r"""Who is signed in in this session (`DOMAIN\name`); None in one of services, or where Windows does not tell."""
    parts = (_session(_DOMAIN_NAME), _session(_USER_NAME))
    return "\\".join(map(str, parts)) if all(parts) else None


def other_account(signed_in: str, own: str) -> str | None:
    r"""`signed_in` where it is not `own`; both as `DOMAIN\name`, for two domains may have one name each."""
    return None if own.casefold() == signed_in.casefold() else signed_in


def _session(kind: int) -> str | None:
    wtsapi32 = library_windows.load("wtsapi32")
    told, size = ctypes.c_wchar_p(), c_uint32()
    if not wtsapi32.WTSQuerySessionInformationW(None, _CURRENT_SESSION, kind, byref(told), byref(size)):
        return None
    try:
        return told.value or None
    finally:
        wtsapi32.WTSFreeMemory(told)


def own_account() -> str | None:
    r"""The account that this process runs as (`DOMAIN\name`); None where Windows does not tell."""
    name, length = create_unicode_buffer(_LONGEST), c_uint32(_LONGEST)
    told = library_windows.load("secur32").GetUserNameExW(_SAM_COMPATIBLE, name, byref(length))
    return name.value if told else None
