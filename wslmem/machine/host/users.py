"""The people of this computer: their profile folders, and whether this process runs as one of them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

from wslmem.cautions import Caution
from wslmem.errors import NotFoundError
from wslmem.text import Text

if TYPE_CHECKING:
    from wslmem.machine.host.paths import MachinePaths

SERVICE = "service-account"
_LIST = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList"
_PEOPLE = ("S-1-5-21-", "S-1-12-1-")
"""How the identifiers of local and domain accounts, and of Entra ID accounts, begin."""


def profiles(paths: MachinePaths, environ: Mapping[str, str] = os.environ) -> tuple[Path, ...]:
    """The profile folder of every person with one here; `WSLMEM_PROFILES` (a folder of folders) stands in for Windows.

    Raises:
        NotFoundError: there is none to be seen.
    """
    given = environ.get("WSLMEM_PROFILES")
    found = tuple(sorted(one for one in Path(given).iterdir() if one.is_dir())) if given else _registered(paths)
    if not found:
        raise NotFoundError(Text("no profile of a person is to be seen on this computer"), on_disk=Text("unchanged"))
    return found


def _registered(paths: MachinePaths) -> tuple[Path, ...]:
    if paths.side != "windows":
        return (paths.wslconfig.parent,)
    import winreg

    found = []
    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _LIST) as key:  # type: ignore[attr-defined,unused-ignore]
        for number in range(winreg.QueryInfoKey(key)[0]):  # type: ignore[attr-defined,unused-ignore]
            name = winreg.EnumKey(key, number)  # type: ignore[attr-defined,unused-ignore]
            if name.startswith(_PEOPLE):
                with winreg.OpenKey(key, name) as one:  # type: ignore[attr-defined,unused-ignore]
                    folder = winreg.QueryValueEx(one, "ProfileImagePath")[0]  # type: ignore[attr-defined,unused-ignore]
                found.append(Path(os.path.expandvars(folder)))
    return tuple(sorted(one for one in found if one.is_dir()))


def service_account(paths: MachinePaths, environ: Mapping[str, str] = os.environ) -> Iterator[Caution]:
    """A caution where this runs as an account of Windows itself, whose profile no person's WSL reads."""
    name = environ.get("USERNAME", "")
    folder = PureWindowsPath(str(paths.wslconfig.parent)).parts
    if paths.side == "windows" and (name.endswith("$") or "systemprofile" in {part.casefold() for part in folder}):
        yield Caution(SERVICE, Text("it runs as {name}, an account of Windows itself", name=name or "SYSTEM"))
