"""Whether a folder of our own is ours alone: what others can write there could be anything.

A journal says which file to put back, a backup becomes `.wslconfig`, and that names a kernel for WSL to boot.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from wslmem.errors import NotPermittedError
from wslmem.machine.system.side import side
from wslmem.text import Text

OTHERS = stat.S_IWGRP | stat.S_IWOTH


def insist(folder: Path) -> None:
    """Refuse to go on with a folder that others can write.

    Raises:
        NotPermittedError: they can; says how, and what to do.
        OSError: the folder cannot be looked at.
    """
    why = doubt(folder)
    if why is not None:
        raise NotPermittedError(
            Text("wslmem does not use a folder that other users can write ({why})", why=why),
            place=str(folder),
            on_disk=Text("nothing changed"),
            next_step=Text("check what is in it, then take that right away; or use another folder: set WSLMEM_STATE"),
        )


def doubt(folder: Path) -> Text | None:
    """How others can put files into `folder`; None where only this user, or who rules the machine, can.

    Raises:
        OSError: it cannot be looked at.
    """
    if side() == "windows":
        from wslmem.machine.files import calls_windows  # Windows alone has access lists of this kind

        others = calls_windows.who_else_may_write(folder)
        return None if others is None else Text("its access list lets {group} write", group=others)
    return _doubt_of(folder.lstat()) or _doubt_of(folder.stat())


def _doubt_of(status: os.stat_result) -> Text | None:
    if status.st_uid not in _trusted():
        return Text("it belongs to user {uid}", uid=status.st_uid)
    if stat.S_ISLNK(status.st_mode) or not status.st_mode & OTHERS:
        return None  # a link has no mode of its own
    if not status.st_mode & stat.S_IWOTH and _is_private(status.st_gid, status.st_uid):
        return None
    return Text("mode {mode}", mode=f"{stat.S_IMODE(status.st_mode):04o}")


def _trusted() -> set[int]:
    """Who may own our folders: this user, root, and who called sudo."""
    caller = os.environ.get("SUDO_UID", "") if os.geteuid() == 0 else ""
    return {0, os.geteuid(), *([int(caller)] if caller.isdecimal() else [])}


def _is_private(gid: int, uid: int) -> bool:
    """Whether a group is its user's own, as Debian and Fedora make one for each, with a umask that trusts it."""
    import grp
    import pwd

    try:
        group, user = grp.getgrgid(gid), pwd.getpwuid(uid)
    except KeyError:
        return False
    return user.pw_gid == gid and group.gr_name == user.pw_name and not set(group.gr_mem) - {user.pw_name}
