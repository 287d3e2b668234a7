"""Replacing a file on Linux: rename within one folder, which readers see as one step (POSIX rename)."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from wslmem.machine.files import file_system

_KEPT_ATTRIBUTES = ("user.", "system.posix_acl_")
"""What is carried over of the extended attributes; the kernel sets the security ones of the new file itself."""


def dress(temporary: Path, target: Path) -> None:
    """Give `temporary` owner, mode, access list and user attributes of `target`, where that exists. Raises OSError."""
    try:
        old = target.stat()
    except FileNotFoundError:
        return
    new = temporary.stat()
    if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        os.chown(temporary, old.st_uid, old.st_gid)
    temporary.chmod(old.st_mode & 0o7777)
    _copy_attributes(target, temporary)


def replace(temporary: Path, target: Path) -> bool:
    """Rename `temporary` to `target` and flush the folder. Returns whether that flush succeeded."""
    temporary.replace(target)
    return _flushed(target.parent)


def remove(target: Path) -> bool:
    """Take `target` away and flush the folder. Returns whether that flush succeeded."""
    target.unlink()
    return _flushed(target.parent)


def _copy_attributes(source: Path, to: Path) -> None:
    try:
        names = os.listxattr(source)
    except OSError as error:
        if error.errno != errno.ENOTSUP:
            raise
        return
    for name in names:
        if name.startswith(_KEPT_ATTRIBUTES):
            os.setxattr(to, name, os.getxattr(source, name))


def _flushed(folder: Path) -> bool:
    try:
        file_system.sync_folder(folder)
    except OSError:
        return False
    return True
