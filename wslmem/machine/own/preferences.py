"""The user's own settings: `config.toml`. Read with tomllib, written with tomlkit, so that comments and order stay.

language = "en"
theme = "textual-dark"

[defaults]
distribution = "Ubuntu"

[profiles.heavy]
memory = "12GB"
swap = "4GB"
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from wslmem.errors import NotFoundError, UnsafeFileError, UsageError
from wslmem.machine.files import files
from wslmem.records import record
from wslmem.text import Text

if TYPE_CHECKING:
    from pathlib import Path

PROFILE_KEYS = ("memory", "swap", "processors")
"""What a profile may set, in the spelling of the options of `wslmem apply`."""


@record
class Profile:
    """Settings under one name."""

    name: str
    settings: tuple[tuple[str, str], ...]
    """`(("memory", "12GB"), ("swap", "4GB"))`, in the order of the file."""


@record
class Preferences:
    """What config.toml says; None and empty where it says nothing."""

    language: str | None = None
    theme: str | None = None
    defaults: tuple[tuple[str, str], ...] = ()
    """Values of options that were not given: `(("distribution", "Ubuntu"),)`. Flags and environment win over them."""
    profiles: tuple[Profile, ...] = ()

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
        names = ", ".join(one.name for one in self.profiles) or "none"
        raise NotFoundError(
            Text("config.toml has no profile {name}", name=repr(name)),
            next_step=Text("profiles there: {names}", names=names),
        )


def read(path: Path) -> Preferences:
    """The settings in the file at `path`; the built-in ones where there is no file.

    Raises:
        UsageError: it is no TOML, or a value has the wrong type; names the place.
        WslmemError: it cannot be read.
    """
    data = files.read_file(path).data
    return Preferences() if data is None else parse(data, str(path))


def parse(data: bytes, place: str) -> Preferences:
    """The settings in the text of a config.toml. Keys that are not known are left alone.

    Raises:
        UsageError: it is no TOML, or a value has the wrong type.
    """
    import tomllib

    try:
        values = tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(
            Text("not TOML: {why}", why=error), place=place, next_step=Text("repair the line, or move the file away")
        ) from error
    return Preferences(
        language=_text(values, "language", place),
        theme=_text(values, "theme", place),
        defaults=_settings(_table(values, "defaults", place), place),
        profiles=tuple(
            Profile(name, _settings(_table(profiles, name, place), place))
            for profiles in [_table(values, "profiles", place)]
            for name in profiles
        ),
    )


def set_theme(path: Path, theme: str) -> None:
    """Remember the theme. Raises as `save_profile`."""
    _edit(path, (), {"theme": theme})


def set_language(path: Path, language: str) -> None:
    """Remember the language. Raises as `save_profile`."""
    _edit(path, (), {"language": language})


def set_default(path: Path, option: str, value: str | None) -> None:
    """Remember a default for an option, or with None forget it. Raises as `save_profile`."""
    _edit(path, ("defaults",), {option: value})


def save_profile(path: Path, profile: Profile) -> None:
    """Write a profile, or change the one of that name. Comments, order and all else stay.

    Raises:
        UsageError: a setting that profiles do not have; or the file is no TOML.
        UnsafeFileError: the file cannot be edited without losing something.
        WslmemError: it cannot be read or written.
    """
    settings = dict(profile.settings)
    unknown = sorted(set(settings) - set(PROFILE_KEYS))
    if unknown:
        raise UsageError(
            Text("a profile cannot set {unknown}", unknown=", ".join(unknown)),
            next_step=Text("known: {profile_keys}", profile_keys=", ".join(PROFILE_KEYS)),
        )
    _edit(path, ("profiles", profile.name), {key: settings.get(key) for key in PROFILE_KEYS})


def _edit(path: Path, table: tuple[str, ...], changes: Mapping[str, str | None]) -> None:
    content = files.read_file(path)
    before = content.data or b""
    after = edited(before, str(path), table, changes)
    if after != before:
        path.parent.mkdir(parents=True, exist_ok=True)
        files.write_file(path, after, expected=content.data)


def edited(data: bytes, place: str, table: tuple[str, ...], changes: Mapping[str, str | None]) -> bytes:
    """The text of a config.toml with `changes` made in `table`; None removes a key. Its line ends stay as they are.

    Raises:
        UsageError: it is no TOML, or a table's name belongs to a value.
        UnsafeFileError: the edit would change something else.
    """
    import tomlkit

    parse(data, place)
    document = tomlkit.parse(data.decode())
    node: Any = document
    for name in table:
        node = node.setdefault(name, tomlkit.table(is_super_table=name == "profiles"))
    for key, value in changes.items():
        if value is not None:
            node[key] = value
        elif key in node:
            del node[key]
    text = tomlkit.dumps(document)
    if b"\r\n" in data:  # tomlkit gives a new table the line ends of Unix
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    _check(text.encode(), place, table, changes)
    return text.encode()


def _check(after: bytes, place: str, table: tuple[str, ...], changes: Mapping[str, str | None]) -> None:
    import tomllib

    node: Any = tomllib.loads(after.decode())
    for name in table:
        node = node.get(name, {})
    if any(node.get(key) != value for key, value in changes.items()):
        raise UnsafeFileError(
            Text("the edit of config.toml would not read back as asked"), place=place, on_disk=Text("unchanged")
        )


def _text(values: Mapping[str, Any], key: str, place: str) -> str | None:
    value = values.get(key)
    if value is None or isinstance(value, str):
        return value
    raise UsageError(Text("{key} must be a text in quotes", key=key), place=place)


def _table(values: Mapping[str, Any], key: str, place: str) -> Mapping[str, Any]:
    value = values.get(key, {})
    if isinstance(value, dict):
        return value
    raise UsageError(Text("{key} must be a table", key=key), place=place)


def _settings(table: Mapping[str, Any], place: str) -> tuple[tuple[str, str], ...]:
    """The values of a table; whole numbers are taken as their text, so that `processors = 4` works."""
    for key, value in table.items():
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise UsageError(Text("{key} must be a text in quotes or a whole number", key=key), place=place)
    return tuple((key, str(value)) for key, value in table.items())
