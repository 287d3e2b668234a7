"""The processor of this machine, past every emulation."""

from __future__ import annotations

import os
from collections.abc import Mapping

from wslmem.machine.system.side import side

_IMAGE_FILE_MACHINE = {0x8664: "amd64", 0xAA64: "arm64", 0x014C: "386"}
"""winnt.h, in the words of Go."""
_SPELLED = {"x86_64": "amd64", "aarch64": "arm64", "x86": "386", "i686": "386"}


def native(environ: Mapping[str, str] = os.environ) -> str:
    """`amd64`, `arm64`, as Go calls it; on Windows that of Windows itself, also under a Python for another processor.

    `platform.machine` is not asked there: from Python 3.12 on it asks WMI, which may hang (python/cpython#125315).
    """
    told = (_of_windows() or _of_variables(environ)) if side() == "windows" else _machine()
    return _SPELLED.get(told.lower(), told.lower())


def of_python(environ: Mapping[str, str] = os.environ) -> str:
    """The same of this Python: another one where Windows emulates it."""
    told = environ.get("PROCESSOR_ARCHITECTURE", "") if side() == "windows" else _machine()
    return _SPELLED.get(told.lower(), told.lower())


def _machine() -> str:
    import platform  # 1.5 ms, and few commands ask

    return platform.machine()


def _of_variables(environ: Mapping[str, str]) -> str:
    return environ.get("PROCESSOR_ARCHITEW6432") or environ.get("PROCESSOR_ARCHITECTURE") or "amd64"


def _of_windows() -> str | None:
    """By IsWow64Process2 (Windows 10 1709 and newer): a 64-bit Python that is emulated finds nothing in variables."""
    import ctypes

    from wslmem.machine.system.library_windows import load

    kernel = load("kernel32")
    ask = getattr(kernel, "IsWow64Process2", None)
    if ask is None:
        return None
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    own, machine = ctypes.c_uint16(), ctypes.c_uint16()
    told = ask(ctypes.c_void_p(kernel.GetCurrentProcess()), ctypes.byref(own), ctypes.byref(machine))
    return _IMAGE_FILE_MACHINE.get(machine.value) if told else None
