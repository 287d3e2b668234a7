"""WSLENV: which of the caller's variables the guest gets (Microsoft: "Share Environment Vars")."""

from __future__ import annotations


def imported(environment: dict[str, str]) -> dict[str, str]:
    """The variables that WSLENV names for the way into Linux: `NAME/flags:NAME2`.

    `w` means the other way only; `p` and `l` translate a path or a list of paths.
    """
    found = {}
    for item in environment.get("WSLENV", "").split(":"):
        name, _, flags = item.partition("/")
        if name in environment and "w" not in flags:
            found[name] = _translated(environment[name], flags)
    return found


def _translated(value: str, flags: str) -> str:
    if "l" in flags:
        return ":".join(_path(part) for part in value.split(";"))
    return _path(value) if "p" in flags else value


def _path(value: str) -> str:
    """A drive's path under `/mnt`; anything else as it is."""
    if value[1:3] != ":\\" or not value[0].isalpha():
        return value
    return f"/mnt/{value[0].lower()}/{value[3:]}".replace("\\", "/").rstrip("/")
