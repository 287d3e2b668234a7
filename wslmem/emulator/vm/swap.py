"""The swap of the VM: a file of its own that the kernel really swaps to, where it lets us."""

from __future__ import annotations

import os

PAGE = os.sysconf("SC_PAGE_SIZE")


def make(path: str, size: int) -> None:
    """Make a swap file for `size` bytes; one page more holds its header, as WSL does (WslCoreVm.cpp).

    Raises:
        OSError: no room on the disk, or the file system cannot reserve it.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        os.posix_fallocate(handle, 0, size + PAGE)
        os.pwrite(handle, header(size // PAGE), 0)
        os.fsync(handle)
    finally:
        os.close(handle)


def header(pages: int) -> bytes:
    """The first page of a swap file (kernel: include/linux/swap.h, union swap_header).

    Args:
        pages: usable pages, without the header.
    """
    page = bytearray(PAGE)
    page[1024:1036] = b"".join(number.to_bytes(4, "little") for number in (1, pages, 0))
    page[-10:] = b"SWAPSPACE2"
    return bytes(page)


def start(path: str) -> None:
    """Let the kernel swap to the file.

    Raises:
        OSError: no right, or the file system cannot hold swap.
    """
    from . import kernel

    kernel.swapon(path)


def end(path: str) -> None:
    """Take the file out of the kernel's swap and remove it; a file that is no swap, or is not there, is fine.

    Raises:
        OSError: the kernel keeps it.
    """
    if not os.path.exists(path):
        return
    from errno import EINVAL, EPERM

    from . import kernel

    try:
        kernel.swapoff(path)
    except OSError as error:
        # EINVAL: never was swap. EPERM: we could not have started it either; unlink tells if somebody else did.
        if error.errno not in (EINVAL, EPERM):
            raise
    os.unlink(path)
