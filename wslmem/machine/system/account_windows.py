"""What this process may do on Windows, and which programs may start there."""

from __future__ import annotations

import ctypes
import os
from ctypes import byref, c_uint32, sizeof

from wslmem.machine.system.library_windows import load

_CODE_INTEGRITY = 103
"""SystemCodeIntegrityInformation of NtQuerySystemInformation (winternl.h)."""
SIGNED_PROGRAMS_ONLY = 0x4
"""CODEINTEGRITY_OPTION_UMCI_ENABLED: policies reach programs too, not drivers alone."""


class _Integrity(ctypes.Structure):
    """SYSTEM_CODEINTEGRITY_INFORMATION, 8 bytes."""

    _fields_ = (("Length", c_uint32), ("CodeIntegrityOptions", c_uint32))


def elevated() -> bool:
    """Whether this process has the rights of an administrator."""
    return bool(load("shell32").IsUserAnAdmin())


def session() -> int | None:
    """The session that this process is in: 0 is that of services; None where Windows does not tell."""
    number = c_uint32()
    return number.value if load("kernel32").ProcessIdToSessionId(os.getpid(), byref(number)) else None


def code_integrity() -> int | None:
    """CodeIntegrityOptions: which programs and drivers may start; None where Windows does not tell."""
    told = _Integrity(Length=sizeof(_Integrity))
    status = load("ntdll").NtQuerySystemInformation(_CODE_INTEGRITY, byref(told), sizeof(told), None)
    return told.CodeIntegrityOptions if status == 0 else None
