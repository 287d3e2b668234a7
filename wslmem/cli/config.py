"""`wslmem config`: the user's own settings, shown and set as git and gh do it, and where they lie."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from wslmem.cli import output
from wslmem.cli.columns import laid_out
from wslmem.cli.nearly import did_you_mean
from wslmem.cli.settings import check
from wslmem.errors import Exit, NotFoundError, UsageError
from wslmem.machine.host.paths import config_toml, is_absent
from wslmem.machine.own import preference_keys, preferences
from wslmem.machine.own.preference_keys import THEMES, Key
from wslmem.machine.own.preferences import Preferences
from wslmem.machine.wsl.distributions import NAME
from wslmem.telling.fact import Fact, Tone, warning
from wslmem.text import Text, verbatim
from wslmem.words import LANGUAGES, match, say

WORDS = {"list": 0, "get": 1, "set": 2, "unset": 1, "path": 0}
"""How many words follow each act."""
NOT_SET = {
    "language": Text("not set: the system language"),
    "theme": Text("not set: textual-dark"),
    "defaults.distribution": Text("not set: WSL's default distribution"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only config knows."""
    parser.add_argument(
        "act", nargs="?", choices=tuple(WORDS), default="list", metavar="ACT", help=say("list, get, set, unset or path")
    )
    parser.add_argument("key", nargs="?", metavar="KEY", help=say("such as language, theme, profiles.NAME.memory"))
    parser.add_argument("value", nargs="?", metavar="VALUE", help=say("for set: the new value"))


def run(options: argparse.Namespace) -> Exit:
    """Show, or set."""
    words = [word for word in (options.key, options.value) if word is not None]
    if len(words) != WORDS[options.act]:
        raise UsageError(
            Text("config {act} takes {count} more words", act=options.act, count=WORDS[options.act]),
            on_disk=Text("nothing changed"),
            next_step=Text("for example: wslmem config set language zh_CN"),
        )
    path = config_toml()
    if options.act == "path":
        output.result(str(path))
        return Exit.OK
    if options.act == "list":
        return _list(options, path)
    return _one(options, path, _key(options.key))


def _key(text: str) -> Key:
    try:
        return preference_keys.key(text)
    except NotFoundError as error:
        error.next_step = did_you_mean(text, preference_keys.spellings(())) or error.next_step
        raise


def _one(options: argparse.Namespace, path: Path, where: Key) -> Exit:
    """Get, set or unset; 1 for what is not set, as git has it."""
    known = preferences.read(path)
    values = preference_keys.values(known)
    if options.act == "set":
        preference_keys.put(path, where, _fit(where, options.value))
        output.story(Text("written: {path}", path=path))
        return Exit.OK
    if options.act == "get" and not where.whole:
        if options.key not in values:
            return Exit.FAILED
        output.result(values[options.key])
        return Exit.OK
    if where.whole:
        known.profile(where.name)  # it is there, or told
    elif options.key not in values:
        return Exit.FAILED
    if options.act == "get":
        for name, value in known.profile(where.name).settings:
            output.result(f"{name}={value}")
        return Exit.OK
    preference_keys.put(path, where, None)
    output.story(Text("written: {path}", path=path))
    return Exit.OK


def _fit(where: Key, value: str) -> str:
    """The value as the file has it.

    Raises:
        UsageError: it would mean nothing, or something else.
    """
    if where.whole:
        raise UsageError(
            Text("a profile is set one value at a time"),
            on_disk=Text("nothing changed"),
            next_step=verbatim(f"wslmem config set profiles.{where.name}.memory 12GB"),
        )
    if where.name == "language":
        return _chosen(where.name, match(value) or value, LANGUAGES)
    if where.name == "theme":
        return _chosen(where.name, value, THEMES)
    if where.name == "distribution":
        if NAME.fullmatch(value) is None:
            raise UsageError(Text("{name} cannot be the name of a distribution", name=repr(value)))
        return value
    return value if value in ("auto", "default") else check(where.name, value)


def _chosen(name: str, value: str, known: dict[str, str] | tuple[str, ...]) -> str:
    if value in known:
        return value
    raise UsageError(
        Text("{name}: no such choice: {value}", name=name, value=value),
        on_disk=Text("nothing changed"),
        next_step=did_you_mean(value, known) or Text("choose from: {known}", known=", ".join(known)),
    )


def _list(options: argparse.Namespace, path: Path) -> Exit:
    known = preferences.read(path)
    if options.json:
        from wslmem.documents.config import SCHEMA, ConfigDocument

        document = ConfigDocument(str(path), not is_absent(path), preference_keys.values(known), known.ignored)
        output.print_document(document, SCHEMA)
    else:
        output.result("\n".join(laid_out(_facts(path, known))))
    return Exit.OK


def _facts(path: Path, known: Preferences) -> Iterator[Fact]:
    here = Text("{path} (not there yet)", path=path) if is_absent(path) else verbatim(path)
    yield Fact(Text("file"), here)
    values = preference_keys.values(known)
    for name in (*preference_keys.spellings(()), *(name for name in values if name.startswith("profiles."))):
        told = verbatim(values[name]) if name in values else NOT_SET[name]
        yield Fact(verbatim(name), told, Tone.PLAIN if name in values else Tone.QUIET)
    for name in known.ignored:
        yield warning(Text("{key} in config.toml is ignored", key=name))
