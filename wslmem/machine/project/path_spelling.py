r"""How people spell the path of a project, on either side of WSL, and what each spelling means here. Pure.

| spelling | on Windows | in Linux inside WSL |
|---|---|---|
| `C:\app`, `C:/app`, `\\?\C:\app`, `/mnt/c/app`, `/c/app`, `/cygdrive/c/app` | the drive | `/mnt/c/app` |
| `\\wsl.localhost\Ubuntu\home\me`, `\\wsl$\...` | in that distribution | `/home/me`, if it is this one |
| `C:/Program Files/Git/home/me` (Git Bash made it of `/home/me`) | `/home/me` in the VM | `/home/me` |
| `~/app` | in the home of Windows, if it is there, else in the VM | in the home |
| `\app` | on this drive | refused: which drive? |
| `\\server\share` | refused | refused |
| `C:appsrc` (bash took the backslashes out) | of the drive's folder | refused: quote it |
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from wslmem.errors import UsageError
from wslmem.patterns import lazy
from wslmem.records import record
from wslmem.text import Text

if TYPE_CHECKING:
    from wslmem.machine.system.side import Side

_SHARE = lazy(r"//wsl(?:\.localhost|\$)/+([^/]+)(/.*)?", re.IGNORECASE)
_DRIVE = lazy(r"([A-Za-z]):(/.*)?")
_DRIVE_IN_LINUX = lazy(r"/(?:mnt/|cygdrive/)?([A-Za-z])(/.*)?")
_GIT_BASH = lazy(
    r"/(?:Git|PortableGit|msys64|git/[^/]{1,40})(/(?:home|mnt|root|opt|srv|tmp|var|c|d)(?:/.*)?)$", re.IGNORECASE
)
"""What Git Bash makes of an argument that begins with `/`: its own folder is the root to it."""
_EATEN = lazy(r"[A-Za-z]:[^/].*")


@record
class Here:
    """What a spelling may depend on."""

    side: Side
    distribution: str | None = None
    """The one that this process runs in; None outside WSL, and where it is not known."""
    home: str = ""
    """Of the person, as this side spells it."""
    drive: str = "C:"
    """Of the working folder, on Windows."""


def plain(text: str, here: Here, exists: Callable[[str], bool] = lambda _: False) -> str:
    r"""The path as this side opens it; on Windows also `/home/me` and `\\wsl...`, which lie in the VM.

    Args:
        text: as it was typed.
        here: where it was typed.
        exists: whether there is something at a path of this side.

    Raises:
        UsageError: it names nothing that this side can reach; says what would.
    """
    if any("\ud800" <= letter <= "\udbff" for letter in text):
        raise _refused(
            Text("half a character, which no name of a file has"), repr(text), Text("give the path once more")
        )
    if here.side != "windows" and exists(text):
        return text
    typed = text.removesuffix('"') if here.side == "windows" else text  # `"C:\app\"` arrives from cmd with its quote
    path = _slashed(typed)
    if _DRIVE.fullmatch(path) and (made := _GIT_BASH.search(path)):
        path = typed = made[1]
    if path.startswith("//") and not _SHARE.fullmatch(path):
        raise _refused(
            Text("a folder on another computer, which the VM does not see"),
            typed,
            Text("copy the project into the VM, or give its path there: /home/YOU/PROJECT"),
        )
    return _on_windows(path, typed, here, exists) if here.side == "windows" else _in_linux(path, typed, here)


def _slashed(typed: str) -> str:
    """With `/` between names, and without the prefixes that lift limits."""
    path = typed.replace("\\", "/")
    if path.upper().startswith("//?/UNC/"):
        return "//" + path[len("//?/UNC/") :]
    return path.removeprefix("//?/")


def _on_windows(path: str, typed: str, here: Here, exists: Callable[[str], bool]) -> str:
    if typed.startswith("\\") and not path.startswith("//") and _DRIVE.match(path) is None:
        return here.drive + path.replace("/", "\\")
    if drive := _DRIVE_IN_LINUX.fullmatch(path):
        return f"{drive[1].upper()}:" + (drive[2] or "/").replace("/", "\\")
    if path == "~" or path.startswith("~/"):
        at_home = here.home + path[1:].replace("/", "\\")
        return at_home if exists(at_home) else path
    return path if path.startswith("/") and not path.startswith("//") else path.replace("/", "\\")


def _in_linux(path: str, typed: str, here: Here) -> str:
    if shared := _SHARE.fullmatch(path):
        if here.distribution is None or shared[1].casefold() != here.distribution.casefold():
            raise _refused(
                Text("this path is in the distribution {name}, which is not this one", name=shared[1]),
                typed,
                Text("run wslmem there or on Windows, or give a path of this distribution"),
            )
        return shared[2] or "/"
    drive = _DRIVE.fullmatch(path) or (_DRIVE_IN_LINUX.fullmatch(path) if here.side == "wsl" else None)
    if drive is not None and here.side == "wsl":
        return f"/mnt/{drive[1].lower()}{drive[2] or ''}"
    if drive is not None:
        raise _refused(
            Text("a path of Windows, and this is Linux without WSL"),
            typed,
            Text("give the folder as Linux has it: /home/YOU/PROJECT"),
        )
    if _EATEN.fullmatch(path):
        raise _refused(
            Text("the shell has taken the backslashes out of this path"),
            typed,
            Text("put it in quotes: {example}", example=r"'C:\src\app'"),
        )
    if typed.startswith("\\"):
        raise _refused(
            Text("a path of Windows without a drive"),
            typed,
            Text("give it with its drive, in quotes: {example}", example=r"'C:\src\app'"),
        )
    return path if path != typed and path.startswith("/") else typed


def _refused(cause: Text, typed: str, next_step: Text) -> UsageError:
    return UsageError(cause, place=typed, on_disk=Text("nothing changed"), next_step=next_step)
