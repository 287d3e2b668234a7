"""Where wslmem keeps what is its own: the one rule, as far as variables decide it. Imports nothing but what is there.

The express lane of the command line asks here as well; platformdirs, which names the same folders, costs 8 ms.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE = "WSLMEM_STATE"
"""A folder for everything: backups, journals, lock, benchmarks, and config.toml."""


def find(kind: str, environ: Mapping[str, str], *, windows: bool) -> str | None:
    """The folder of the kind `state` or `config`: the one that a person named for everything, else the usual one.

    None where variables do not tell.
    """
    if named := environ.get(VARIABLE):
        return absolute(named)
    if windows and is_virtual(sys.base_prefix) and (profile := environ.get("USERPROFILE")):
        return f"{profile}/.wslmem"
    if windows:
        base = environ.get("LOCALAPPDATA", "")
    else:
        home = environ.get("HOME", "")
        default = f"{home}/.local/state" if kind == "state" else f"{home}/.config"
        base = environ.get(f"XDG_{kind.upper()}_HOME", "").strip()
        if not base.startswith("/"):  # the specification of XDG: a relative path there is to be ignored
            base = default if home else ""
    return f"{base}/wslmem" if base else None


def is_virtual(prefix: str) -> bool:
    """Whether a Python that is installed at `prefix` is the Microsoft Store's.

    Windows shows such a Python an application data folder of its own, another one for each of its versions, which goes
    with it when it is uninstalled or reset (python/cpython#122057); so nothing that has to last is kept there.
    """
    return "/windowsapps/" in prefix.replace("\\", "/").casefold() + "/"


def absolute(text: str) -> str:
    """A path that a person named, from the working folder of now, `~` as home."""
    return os.path.join(working(), os.path.expanduser(text))  # noqa: PTH111, PTH118 - pathlib costs 3 ms


def working() -> str:
    """The working folder; `.` where it was removed meanwhile, as the folder of another branch is."""
    try:
        return os.getcwd()  # noqa: PTH109 - as above
    except OSError:
        return os.curdir
