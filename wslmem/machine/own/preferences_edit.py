"""Changing one table of config.toml so that all else stays: comments, order, BOM, line ends, and above all the meaning.

tomlkit makes the edit. Where it would change what another key means (it puts a new table into the middle of a
document with dotted keys, behind which later keys then belong to it) the lines are put at an end of the file instead.
Each attempt is read back as a whole and compared with what was there plus the one change; without one that fits nothing
is written.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from wslmem.errors import UnsafeFileError, UsageError
from wslmem.machine.files import files
from wslmem.machine.own.preferences import PROFILE_KEYS, Profile, parse
from wslmem.text import Text

if TYPE_CHECKING:
    from pathlib import Path

BOM = b"\xef\xbb\xbf"
Changes = Mapping[str, str | None]
"""New values by key; None removes the key."""


def set_theme(path: Path, theme: str) -> None:
    """Remember the theme. Raises as `save_profile`."""
    _edit(path, (), {"theme": theme})


def set_language(path: Path, language: str | None) -> None:
    """Remember the language, or with None forget it. Raises as `save_profile`."""
    _edit(path, (), {"language": language})


def save_profile(path: Path, profile: Profile) -> None:
    """Write a profile, or change the one of that name.

    Raises:
        UsageError: a setting that profiles do not have; or the file is no TOML.
        UnsafeFileError: the file cannot be edited without changing what else it says.
        WslmemError: it cannot be read or written.
    """
    settings = dict(profile.settings)
    unknown = sorted(set(settings) - set(PROFILE_KEYS))
    if unknown:
        raise UsageError(
            Text("a profile cannot set {unknown}", unknown=", ".join(unknown)),
            on_disk=Text("nothing changed"),
            next_step=Text("a profile sets: {names}", names=", ".join(PROFILE_KEYS)),
        )
    _edit(path, ("profiles", profile.name), {key: settings.get(key) for key in PROFILE_KEYS})


def put(path: Path, table: tuple[str, ...], key: str, value: str | None) -> None:
    """Set one key of one table, or with None remove it, or a table of that name. Raises as `save_profile`."""
    _edit(path, table, {key: value})


def _edit(path: Path, table: tuple[str, ...], changes: Changes) -> None:
    content = files.read_file(path)
    before = content.data or b""
    after = edited(before, str(path), table, changes)
    if after != before:
        path.parent.mkdir(parents=True, exist_ok=True)
        files.write_file(path, after, expected=content.data)


def edited(data: bytes, place: str, table: tuple[str, ...], changes: Changes) -> bytes:
    """The text of a config.toml with `changes` made in `table` (`("profiles", "heavy")`, `()` for the top).

    Raises:
        UsageError: it is no TOML, or says something else than a config.toml can.
        UnsafeFileError: every way to make the change would change something else.
    """
    parse(data, place)
    bom = BOM if data.startswith(BOM) else b""
    text = data[len(bom) :].decode()
    wanted = _changed(_tree(text), table, changes)
    if _tree(text) == wanted:
        return data
    for attempt in _attempts(text, table, changes):
        if any(_reads_as(attempt, one) for one in (wanted, _without_empty(wanted, table))):
            return bom + attempt.encode()
    raise UnsafeFileError(
        Text("{name} cannot be set here without changing what else the file says", name=_dotted((*table, *changes))),
        place=place,
        on_disk=Text("nothing changed"),
        next_step=Text("set it in the file yourself: its tables are written in a way that no edit of ours keeps"),
    )


def _tree(text: str) -> dict[str, Any]:
    import tomllib

    return tomllib.loads(text, parse_float=str)  # as text, for nan is not equal to itself


def _reads_as(text: str, wanted: Mapping[str, Any]) -> bool:
    import tomllib

    try:
        return _tree(text) == wanted
    except (tomllib.TOMLDecodeError, RecursionError):
        return False


def _changed(values: dict[str, Any], table: tuple[str, ...], changes: Changes) -> dict[str, Any]:
    node = values
    for name in table:
        node = node.setdefault(name, {})
    for key, value in changes.items():
        if value is not None:
            node[key] = value
        else:
            node.pop(key, None)
    return values


def _without_empty(values: dict[str, Any], table: tuple[str, ...]) -> dict[str, Any]:
    """The same where the last entry of `table` was removed: no text may be left that makes that table."""
    if len(table) != 1 or values.get(table[0]) != {}:
        return values
    return {name: value for name, value in values.items() if name != table[0]}


def _attempts(text: str, table: tuple[str, ...], changes: Changes) -> Iterator[str]:
    import tomlkit.exceptions

    # It stumbles over some documents that are fine; the next attempt is ours.
    with contextlib.suppress(tomlkit.exceptions.TOMLKitError, ValueError, TypeError, LookupError, AttributeError):
        yield _with_line_ends(text, _by_tomlkit(text, table, changes))
    lines = [f"{_quoted(key)} = {_quoted(value, always=True)}" for key, value in changes.items() if value is not None]
    end = "\r\n" if "\r\n" in text else "\n"
    block = end.join([f"[{_dotted(table)}]", *lines] if table else lines) + end
    if not table:
        yield block + text
        return
    yield text + ("" if not text or text.endswith("\n") else end) + (end if text else "") + block


def _by_tomlkit(text: str, table: tuple[str, ...], changes: Changes) -> str:
    import tomlkit
    from tomlkit.items import InlineTable

    document = tomlkit.parse(text)
    node: Any = document
    for name in table:
        if name not in node:
            inline = isinstance(node, InlineTable)
            node[name] = tomlkit.inline_table() if inline else tomlkit.table(is_super_table=name == "profiles")
        node = node[name]
    for key, value in changes.items():
        if value is not None:
            node[key] = value
        elif key in node:
            del node[key]
    return tomlkit.dumps(document)


def _with_line_ends(before: str, after: str) -> str:
    """`after` with the line ends of `before` in the lines that are new: tomlkit gives them those of Unix."""
    if "\r\n" not in before:
        return after
    old = {line for line in before.splitlines(keepends=True) if not line.endswith("\r\n")}
    lines = after.splitlines(keepends=True)
    return "".join(
        line[:-1] + "\r\n" if line.endswith("\n") and not line.endswith("\r\n") and line not in old else line
        for line in lines
    )


def _dotted(names: tuple[str, ...]) -> str:
    return ".".join(_quoted(name) for name in names)


def _quoted(text: str, *, always: bool = False) -> str:
    bare = text.replace("-", "").replace("_", "")
    return text if not always and bare.isascii() and bare.isalnum() else json.dumps(text, ensure_ascii=False)
