"""Where wslmem keeps what is its own: the one rule, as far as variables decide it. Imports nothing but what is there.

The express lane of the command line asks here as well; platformdirs, which names the same folders, costs 8 ms.
"""

from __future__ import annotations

import os

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
    if windows:
        base = environ.get("LOCALAPPDATA", "")
    else:
        home = environ.get("HOME", "")
        default = f"{home}/.local/state" if kind == "state" else f"{home}/.config"
        base = environ.get(f"XDG_{kind.upper()}_HOME", "").strip()
        if not base.startswith("/"):  # the specification of XDG: a relative path there is to be ignored
            base = default if home else ""
    return f"{base}/wslmem" if base else None


def absolute(text: str) -> str:
    """A path that a person named, from the working folder of now, `~` as home."""
    return os.path.join(os.getcwd(), os.path.expanduser(text))  # noqa: PTH109, PTH111, PTH118 - pathlib costs 3 ms
