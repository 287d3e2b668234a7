"""The calls into the kernel that Python 3.11 has no name for."""

from __future__ import annotations

import ctypes
import os

CLONE_NEWNS = 0x00020000
CLONE_NEWUSER = 0x10000000
CLONE_NEWCGROUP = 0x02000000
CLONE_NEWPID = 0x20000000
MS_BIND = 4096
MS_REC = 16384
MS_PRIVATE = 1 << 18
_MNT_DETACH = 2
_PR_SET_PDEATHSIG = 1
_PR_SET_NAME = 15
_PR_SET_CHILD_SUBREAPER = 36

_LIBC = ctypes.CDLL(None, use_errno=True)


def _checked(result: int, what: str) -> None:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), what)


def unshare(flags: int) -> None:
    """Leave namespaces (unshare(2)).

    Raises:
        OSError: the kernel does not let this process.
    """
    _checked(_LIBC.unshare(flags), "unshare")


def mount(source: str, target: str, flags: int) -> None:
    """Bind or change a mount, man 2 mount, without a file system type.

    Raises:
        OSError: the kernel does not let this process.
    """
    _checked(_LIBC.mount(source.encode(), target.encode(), None, ctypes.c_ulong(flags), None), target)


def mount_proc(target: str) -> None:
    """Mount the list of processes that this process is in.

    Raises:
        OSError: the kernel does not let this process.
    """
    _checked(_LIBC.mount(b"proc", target.encode(), b"proc", ctypes.c_ulong(0), None), target)


def mount_cgroups(target: str, version: int) -> None:
    """Mount the hierarchy with the memory controller as this process's namespace shows it.

    Raises:
        OSError: the kernel does not let this process.
    """
    # The kernel refuses a second mount of the same hierarchy over the first.
    _checked(_LIBC.umount2(target.encode(), _MNT_DETACH), target)
    kind, data = ("cgroup2", None) if version > 1 else ("cgroup", b"memory")
    result = _LIBC.mount(kind.encode(), target.encode(), kind.encode(), ctypes.c_ulong(0), data)
    _checked(result, target)


def swapon(path: str) -> None:
    """Let the kernel swap to a file, man 2 swapon.

    Raises:
        OSError: no right, or the file system cannot hold swap.
    """
    _checked(_LIBC.swapon(path.encode(), 0), path)


def swapoff(path: str) -> None:
    """Take a file out of the kernel's swap, man 2 swapoff.

    Raises:
        OSError: not swap, or no room for what is in it.
    """
    _checked(_LIBC.swapoff(path.encode()), path)


def die_with_parent(signal: int) -> None:
    """Ask for a signal when the parent dies; setuid forgets it, so it is asked for after that."""
    _checked(_LIBC.prctl(_PR_SET_PDEATHSIG, signal, 0, 0, 0), "prctl")


def be_called(name: str) -> None:
    """Take a name of at most 15 bytes, which lists of processes show."""
    _checked(_LIBC.prctl(_PR_SET_NAME, name.encode(), 0, 0, 0), "prctl")


def adopt_orphans() -> None:
    """Become the parent of grandchildren that lose theirs, as WSL's init is."""
    _checked(_LIBC.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), "prctl")
