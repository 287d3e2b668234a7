"""The user's own settings: `config.toml`. What it may say, and reading it.

language = "en"
theme = "textual-dark"

[defaults]
distribution = "Ubuntu"

[profiles.heavy]
memory = "12GB"
swap = "4GB"
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from wslmem.errors import NotFoundError, NotPermittedError, UsageError
from wslmem.machine.files import file_errors, files
from wslmem.records import record
from wslmem.text import Text

if TYPE_CHECKING:
    from pathlib import Path

PROFILE_KEYS = ("memory", "swap", "processors")
"""What a profile may set, in the spelling of the options of `wslmem apply`."""
DEFAULTS = ("distribution",)
"""Options whose value, where none is given, the file may say."""
KEYS = ("language", "theme", "defaults", "profiles")


@record
class Profile:
    """Settings under one name."""

    name: str
    settings: tuple[tuple[str, str], ...]
    """`(("memory", "12GB"), ("swap", "4GB"))`, in the order of the file; nothing but `PROFILE_KEYS`."""


@record
class Preferences:
    """What config.toml says; None and empty where it says nothing."""

    language: str | None = None
    theme: str | None = None
    defaults: tuple[tuple[str, str], ...] = ()
    """Values of options that were not given: `(("distribution", "Ubuntu"),)`. Flags and environment win over them."""
    profiles: tuple[Profile, ...] = ()
    ignored: tuple[str, ...] = ()
    """Keys that mean nothing to wslmem, with their table: `profiles.heavy.shutdown`."""

    def default(self, option: str) -> str | None:
        """The user's default for an option, None without one."""
        return dict(self.defaults).get(option)

    def profile(self, name: str) -> Profile:
        """The profile `name`.

        Raises:
            NotFoundError: there is none; names those that there are.
        """
        for one in self.profiles:
            if one.name == name:
                return one
        names = ", ".join(one.name for one in self.profiles) or Text("none")
        raise NotFoundError(
            Text("no profile {name} in config.toml", name=repr(name)), next_step=Text("profiles: {names}", names=names)
        )


def read(path: Path) -> Preferences:
    """The settings in the file at `path`; the built-in ones where there is no file.

    Raises:
        UsageError: it is no TOML, or a value has the wrong type; names the place.
        WslmemError: it cannot be read.
    """
    try:
        data = files.read_file(path).data
    except NotPermittedError as error:
        raise NotPermittedError(error.cause, place=error.place, next_step=file_errors.locked_out(path)) from error
    return Preferences() if data is None else parse(data, str(path))


def parse(data: bytes, place: str) -> Preferences:
    """The settings in the text of a config.toml, UTF-8 with a BOM or without.

    Raises:
        UsageError: it is no TOML, or a value has the wrong type.
    """
    values = tree(data, place)
    defaults, profiles = _table(values, "defaults", place), _table(values, "profiles", place)
    tables = {name: _table(profiles, name, place, within="profiles.") for name in profiles}
    return Preferences(
        language=_text(values, "language", place),
        theme=_text(values, "theme", place),
        defaults=_settings(defaults, DEFAULTS, place, within="defaults."),
        profiles=tuple(
            Profile(name, _settings(table, PROFILE_KEYS, place, within=f"profiles.{name}."))
            for name, table in tables.items()
        ),
        ignored=tuple(_ignored(values, defaults, tables)),
    )


def tree(data: bytes, place: str) -> dict[str, Any]:
    """The tables and values of the text, as they are.

    Raises:
        UsageError: it is no UTF-8, or no TOML.
    """
    from wslmem.codec import DecodeError, read_toml

    try:
        return read_toml(data, place=place)
    except DecodeError as error:
        raise UsageError(
            error.cause, place=place, on_disk=Text("nothing changed"), next_step=error.next_step
        ) from error


def _ignored(
    values: Mapping[str, Any], defaults: Mapping[str, Any], profiles: Mapping[str, Mapping[str, Any]]
) -> Iterator[str]:
    yield from (key for key in values if key not in KEYS)
    yield from (f"defaults.{key}" for key in defaults if key not in DEFAULTS)
    yield from (
        f"profiles.{name}.{key}" for name, table in profiles.items() for key in table if key not in PROFILE_KEYS
    )


def _text(values: Mapping[str, Any], key: str, place: str) -> str | None:
    value = values.get(key)
    if value is None or isinstance(value, str):
        return value
    raise _wrong(Text("{key} must be text in quotes", key=key), place)


def _table(values: Mapping[str, Any], key: str, place: str, *, within: str = "") -> Mapping[str, Any]:
    value = values.get(key, {})
    if isinstance(value, dict):
        return value
    raise _wrong(Text("{key} must be a table", key=within + key), place)


def _settings(
    table: Mapping[str, Any], known: tuple[str, ...], place: str, *, within: str
) -> tuple[tuple[str, str], ...]:
    """The known values of a table; whole numbers are taken as their text, so that `processors = 4` works."""
    found = {key: value for key, value in table.items() if key in known}
    for key, value in found.items():
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise _wrong(Text("{key} must be text in quotes or a whole number", key=within + key), place)
    return tuple((key, str(value)) for key, value in found.items())


def _wrong(cause: Text, place: str) -> UsageError:
    return UsageError(
        cause, place=place, on_disk=Text("nothing changed"), next_step=Text("fix that line, or move the file away")
    )
