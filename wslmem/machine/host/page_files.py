"""What Windows' page files may grow to, and the commit limit with them."""

from __future__ import annotations

from collections.abc import Iterable

from wslmem.units import MIB, Bytes, whole

KEY = r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management"
VALUE = "PagingFiles"


def most(maxima: Iterable[int | None]) -> Bytes | None:
    """The sum of all page files at their largest.

    Args:
        maxima: of each file the largest size in MB that it was given; 0 or None where Windows sizes it itself
            (Microsoft: Win32_PageFileSetting). No file at all is a page file that is switched off.

    Returns:
        Bytes; None where Windows sizes one itself, for that grows with the need and with the disk.
    """
    sizes = list(maxima)
    return None if not all(sizes) else Bytes(sum(size or 0 for size in sizes) * MIB)


def largest(line: str) -> int | None:
    r"""The largest size in MB that a line of `PagingFiles` gives its file; 0 or None where Windows sizes it.

    `C:\pagefile.sys 1024 4096` has a size; `C:\pagefile.sys 0 0`, `C:\pagefile.sys` and `?:\pagefile.sys` have none.
    """
    return whole(line.rpartition(" ")[2])


def configured() -> Bytes | None:
    """What the page files of this Windows may grow to at most; None as for `most`, and where Windows does not say."""
    from importlib import import_module

    winreg = import_module("winreg")  # exists on Windows only, and the type checker runs everywhere
    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, KEY) as key:
            lines, kind = winreg.QueryValueEx(key, VALUE)
    except OSError:
        return None
    # Wine has one string there, which says nothing of its machine.
    return most(largest(line) for line in lines if line) if kind == winreg.REG_MULTI_SZ else None
