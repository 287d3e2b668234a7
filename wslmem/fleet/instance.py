"""One instance of the resource `WslMem/Config`: what an engine asks for, and what a computer has."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from wslmem.errors import UsageError
from wslmem.records import record
from wslmem.sizing.policy import Policy, checked
from wslmem.text import Text
from wslmem.units import Bytes, parse_size
from wslmem.wslconfig.keys import KEYS

SETTINGS = {
    "memory": "wsl2.memory",
    "swap": "wsl2.swap",
    "swapFile": "wsl2.swapFile",
    "processors": "wsl2.processors",
    "autoMemoryReclaim": "experimental.autoMemoryReclaim",
}
"""Properties that are keys of .wslconfig."""
BOUNDS = ("atLeast", "atMost", "share", "reserve")
"""Properties that say what `memory: auto` means."""
_OWN = ("path", "allUsers", "restart", "_exist", "_inDesiredState", "_restartRequired", "_metadata")
AUTO = "auto"
Value = str | int | None
_ALL = Policy()


@record(kw_only=True)
class Desired:
    """What an engine asks for. Only what it named counts."""

    settings: tuple[tuple[str, Value], ...] = ()
    """Properties that are keys, in the order given; None removes the key, `memory` may be `auto`."""
    policy: Policy = _ALL
    asked: tuple[tuple[str, Any], ...] = ()
    """Every property as it was given, to be echoed."""
    path: str | None = None
    all_users: bool = False
    restart: bool = False
    """Restart WSL after a change; never without."""
    exists: bool = True
    """False: the keys that this resource manages are removed."""


def parse(text: str) -> Desired:
    """What the JSON of an engine asks for; an empty text asks for nothing.

    Raises:
        UsageError: it is no object, or a property is unknown or of the wrong kind; names it.
    """
    given = _object(text)
    unknown = [name for name in given if name not in (*SETTINGS, *BOUNDS, *_OWN)]
    if unknown:
        raise _wrong(unknown[0], Text("is no property of WslMem/Config"))
    restart = given.get("restart") or "never"
    if restart not in ("never", "now"):
        raise _wrong("restart", Text("is `never` or `now`"))
    exists = given.get("_exist", True)
    return Desired(
        settings=tuple((name, _setting(name, given[name])) for name in SETTINGS if name in given),
        policy=_policy(given),
        asked=tuple((name, value) for name, value in given.items() if not name.startswith("_")),
        path=_text(given, "path"),
        all_users=_flag(given, "allUsers", default=False),
        restart=restart == "now",
        exists=_flag({"_exist": True if exists is None else exists}, "_exist", default=True),
    )


def _object(text: str) -> dict[str, Any]:
    if not text.strip():
        return {}
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(Text("the input is no JSON: {why}", why=error), on_disk=Text("unchanged")) from error
    if not isinstance(given, dict):
        raise UsageError(Text("the input is no JSON object"), on_disk=Text("unchanged"))
    return given


def _setting(name: str, value: object) -> Value:
    """A value as it will stand in the file, None to remove the key.

    What WSL would not accept as written is refused later, where every edit is; here it is the kind that counts.
    """
    if value is None:
        return None
    if name == "processors":
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise _wrong(name, Text("is a whole number from 1"))
        return value
    if not isinstance(value, str) or not value:
        raise _wrong(name, Text("is a text, such as {example}", example='"8GB"'))
    if KEYS[SETTINGS[name]].kind == "size" and value != AUTO and parse_size(value) is None:
        raise _wrong(name, Text("is a size as WSL reads it, such as {example}", example='"8GB"'))
    if value == AUTO and name != "memory":
        raise _wrong(name, Text("has no automatic value; only memory has"))
    return value


def _policy(given: Mapping[str, Any]) -> Policy:
    share = given.get("share")
    if share is not None and (isinstance(share, bool) or not isinstance(share, int)):
        raise _wrong("share", Text("is a whole number of percent"))
    if given.get("memory") != AUTO and any(given.get(name) is not None for name in BOUNDS):
        raise _wrong("memory", Text("must be `auto` where atLeast, atMost, share or reserve is given"))
    return checked(
        Policy(
            at_least=_size(given, "atLeast"),
            at_most=_size(given, "atMost"),
            share=share,
            reserve=_size(given, "reserve"),
        )
    )


def _size(given: Mapping[str, Any], name: str) -> Bytes | None:
    value = given.get(name)
    if value is None:
        return None
    size = parse_size(value) if isinstance(value, str) else None
    if size is None:
        raise _wrong(name, Text("is a size as WSL reads it, such as {example}", example='"6GB"'))
    return size


def _text(given: Mapping[str, Any], name: str) -> str | None:
    value = given.get(name)
    if value is not None and (not isinstance(value, str) or not value):
        raise _wrong(name, Text("is a text"))
    return value


def _flag(given: Mapping[str, Any], name: str, *, default: bool) -> bool:
    value = given.get(name, default)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise _wrong(name, Text("is true or false"))
    return value


def _wrong(name: str, what: Text) -> UsageError:
    return UsageError(
        Text("{name} {what}", name=name, what=what),
        place="WslMem/Config",
        on_disk=Text("unchanged"),
        next_step=Text("`wslmem dsc schema` lists the properties"),
    )


def equal(name: str, one: Value, other: Value) -> bool:
    """Whether two values mean the same to WSL: sizes by their bytes, words by their letters.

    >>> equal("memory", "12288MB", "12GB"), equal("memory", "12GB", None)
    (True, False)
    """
    if one is None or other is None:
        return one is other
    if KEYS[SETTINGS[name]].kind == "size":
        sizes = parse_size(str(one)), parse_size(str(other))
        return sizes[0] is not None and sizes[0] == sizes[1]
    if KEYS[SETTINGS[name]].kind == "enum":
        return str(one).casefold() == str(other).casefold()
    return str(one) == str(other)
