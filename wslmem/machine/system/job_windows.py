"""A Windows job object: a child and all its descendants, ended together, and ended with us if we die.

Layouts and constants: winnt.h, `JOBOBJECT_EXTENDED_LIMIT_INFORMATION` (144 bytes on 64-bit Windows).
"""

from __future__ import annotations

import ctypes
from ctypes import byref, c_int64, c_size_t, c_uint32, c_uint64, c_void_p, sizeof
from typing import TYPE_CHECKING, Any

from wslmem.machine.system import library_windows

if TYPE_CHECKING:
    import subprocess
    import threading

CREATION_FLAGS = 0x08000000 | 0x00000200
"""CREATE_NO_WINDOW | CREATE_NEW_PROCESS_GROUP: wsl.exe changes the mode of the console it finds (ConsoleState.cpp), so
it gets a hidden one of its own; and a Ctrl-C in ours does not reach it behind our back."""

EXTENDED_LIMITS = 9
KILL_ON_JOB_CLOSE = 0x00002000


class BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION, 64 bytes on 64-bit Windows."""

    _fields_ = (
        ("PerProcessUserTimeLimit", c_int64),
        ("PerJobUserTimeLimit", c_int64),
        ("LimitFlags", c_uint32),
        ("MinimumWorkingSetSize", c_size_t),
        ("MaximumWorkingSetSize", c_size_t),
        ("ActiveProcessLimit", c_uint32),
        ("Affinity", c_size_t),
        ("PriorityClass", c_uint32),
        ("SchedulingClass", c_uint32),
    )


class ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION; the six IO_COUNTERS stand as one array."""

    _fields_ = (
        ("BasicLimitInformation", BasicLimits),
        ("IoInfo", c_uint64 * 6),
        ("ProcessMemoryLimit", c_size_t),
        ("JobMemoryLimit", c_size_t),
        ("PeakProcessMemoryUsed", c_size_t),
        ("PeakJobMemoryUsed", c_size_t),
    )


class Job:
    """A job object that holds a child."""

    def __init__(self, process: subprocess.Popen[bytes], kernel32: Any) -> None:  # noqa: ANN401 - see `library_windows`
        """Put `process` into a new job.

        What the child starts before that stays outside; wsl.exe starts nothing in its first microseconds.
        """
        self._process, self._kernel32 = process, kernel32
        self._handle = kernel32.CreateJobObjectW(None, None)
        self._limit(KILL_ON_JOB_CLOSE)
        self._held = bool(kernel32.AssignProcessToJobObject(self._handle, c_void_p(vars(process)["_handle"])))

    @classmethod
    def of(cls, process: subprocess.Popen[bytes]) -> Job:
        """The job of a child on this Windows machine."""
        kernel32 = library_windows.load("kernel32")
        kernel32.CreateJobObjectW.restype = c_void_p
        kernel32.CreateJobObjectW.argtypes = (c_void_p, c_void_p)
        kernel32.SetInformationJobObject.argtypes = (c_void_p, ctypes.c_int, c_void_p, c_uint32)
        kernel32.AssignProcessToJobObject.argtypes = (c_void_p, c_void_p)
        kernel32.TerminateJobObject.argtypes = (c_void_p, c_uint32)
        kernel32.CloseHandle.argtypes = (c_void_p,)
        return cls(process, kernel32)

    def _limit(self, flags: int) -> None:
        limits = ExtendedLimits()
        limits.BasicLimitInformation.LimitFlags = flags
        self._kernel32.SetInformationJobObject(self._handle, EXTENDED_LIMITS, byref(limits), sizeof(limits))

    def end(self, ended: threading.Event) -> None:
        """Kill every process of the job at once."""
        if not (self._held and self._kernel32.TerminateJobObject(self._handle, 1)) and not ended.is_set():
            self._process.kill()

    def close(self) -> None:
        """Close the handle without ending what still runs: a child that ended well may leave others behind."""
        self._limit(0)
        self._kernel32.CloseHandle(self._handle)
