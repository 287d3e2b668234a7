"""config.toml by dotted keys: `language`, `defaults.distribution`, `profiles.heavy.memory`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from wslmem.errors import NotFoundError
from wslmem.machine.own import preferences_edit
from wslmem.machine.own.preferences import DEFAULTS, PROFILE_KEYS, Preferences
from wslmem.records import record
from wslmem.text import Text

if TYPE_CHECKING:
    from pathlib import Path

TOP = ("language", "theme")
THEMES = (
    "textual-dark", "textual-light", "nord", "gruvbox", "catppuccin-mocha", "dracula", "tokyo-night", "monokai",
    "flexoki", "catppuccin-latte", "catppuccin-frappe", "catppuccin-macchiato", "solarized-light", "solarized-dark",
    "rose-pine", "rose-pine-moon", "rose-pine-dawn", "atom-one-dark", "atom-one-light", "ansi-dark", "ansi-light",
)  # fmt: skip
"""Textual's own, which a command line cannot ask without a fifth of a second; a test holds the two together."""


@record
class Key:
    """Where a value lies in the file."""

    table: tuple[str, ...]
    """`("profiles", "heavy")`; empty for the top."""
    name: str
    whole: bool = False
    """Whether it is a whole profile, which can only be removed."""


def key(text: str) -> Key:
    """What a dotted key names; a profile may have dots in its name.

    Raises:
        NotFoundError: config.toml has no such key; names those that it has.
    """
    first, _, rest = text.partition(".")
    if text in TOP:
        return Key((), text)
    if first == "defaults" and rest in DEFAULTS:
        return Key(("defaults",), rest)
    profile, _, setting = rest.rpartition(".")
    if first == "profiles" and profile and setting in PROFILE_KEYS:
        return Key(("profiles", profile), setting)
    if first == "profiles" and rest:
        return Key(("profiles",), rest, whole=True)
    raise NotFoundError(
        Text("config.toml has no key {key}", key=text),
        on_disk=Text("nothing changed"),
        next_step=Text("the keys are: {names}", names=", ".join(spellings(["NAME"]))),
    )


def spellings(profiles: Iterable[str]) -> tuple[str, ...]:
    """Every key, of these profiles."""
    settings = (f"profiles.{name}.{setting}" for name in profiles for setting in PROFILE_KEYS)
    return (*TOP, *(f"defaults.{name}" for name in DEFAULTS), *settings)


def values(known: Preferences) -> dict[str, str]:
    """What the file says, by dotted key."""
    top = {"language": known.language, "theme": known.theme}
    profiles = {f"profiles.{one.name}.{setting}": value for one in known.profiles for setting, value in one.settings}
    every = {**top, **{f"defaults.{name}": value for name, value in known.defaults}, **profiles}
    return {name: value for name, value in every.items() if value is not None}


def put(path: Path, where: Key, value: str | None) -> None:
    """Set a value, or with None remove it. Raises as `preferences_edit.save_profile`."""
    preferences_edit.put(path, where.table, where.name, value)
