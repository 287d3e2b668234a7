"""From the file to what WSL knows of it: the first value of each key, and the warnings in order."""

from __future__ import annotations

from ..lean import dataclass, field
from . import values
from .decode import UnopenableError, units
from .keys import ALIASES, KEYS, SINCE, listed
from .scan import Scanner

Value = int | bool | str | None


class FatalValueError(Exception):
    """A MAC address that is none: WSL stops reading, and the VM does not start."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One `wsl: ...` line, before it has a language."""

    kind: str
    """Key of the sentence in `text/`."""
    line: int
    """Line of the file, from 1; 0 = of no line."""
    values: tuple[str, ...] = ()
    """What the sentence's places hold, without the place in the file."""
    conflict: tuple[str, int] | None = None
    """Of a duplicate: the name and the line of the first one."""


@dataclass(slots=True)
class Reading:
    """What one pass over a `.wslconfig` found."""

    settings: dict[str, Value] = field(default_factory=dict)
    """Valid values by lower-case key; a key that is absent or invalid is not in it."""
    raw: dict[str, tuple[str, int]] = field(default_factory=dict)
    """The first text of each known key and its line."""
    warnings: list[Complaint] = field(default_factory=list)
    fatal: bool = False
    """A MAC address that is none: the VM does not start."""
    release: tuple[int, ...] | None = None
    """The WSL that reads; None for the newest."""
    _first: dict[str, tuple[str, int]] = field(default_factory=dict)

    def number(self, key: str) -> int | None:
        """An integer or size that was given and is valid."""
        value = self.settings.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def take(self, key: str, text: str, line: int) -> None:
        """One setting in file order; the first of a key wins, even when its value is invalid."""
        lower = key.lower()
        if lower not in KEYS or self._too_new(lower):
            self.warnings.append(Complaint("UnknownKey", line, (key, text)))
            return
        identity = ALIASES.get(lower, lower)
        name, kind = KEYS[lower]
        if identity in self._first:
            self.warnings.append(Complaint("DuplicatedKey", line, (key, text), self._first[identity]))
            return
        self._first[identity] = (key, line)
        self.raw[KEYS[identity][0]] = (text, line)
        self._convert(identity, name, kind, text, line)

    def _too_new(self, key: str) -> bool:
        return self.release is not None and self.release < SINCE.get(key, ())

    def _convert(self, identity: str, name: str, kind: str, text: str, line: int) -> None:
        value, complaint = _CONVERSIONS[kind](text)
        words = listed(kind, self.release)
        if words and text.lower() not in {word.lower() for word in words}:
            complaint = "InvalidEnum"
        if complaint is None:
            self.settings[identity] = value
            return
        known = (", ".join(words),) if words else ()
        wrong = values.bad_ports(text) if kind == "ports" else [text]
        self.warnings.extend(Complaint(complaint, line, (name, item, *known)) for item in wrong)
        if complaint == "InvalidMacAddress":
            raise FatalValueError


def read(data: bytes, release: tuple[int, ...] | None = None) -> Reading:
    """Read the bytes of a `.wslconfig` as a release does. Never raises: WSL takes every file, and warns."""
    reading = Reading(release=release)

    def complain(kind: str, what: str, line: int) -> None:
        reading.warnings.append(Complaint(kind, line, ("", what)))

    try:
        text = units(data)
    except UnopenableError:
        reading.warnings.append(Complaint("FailedToOpen", 0, ("invalid-parameter",)))
        return reading
    try:
        Scanner(text, reading.take, complain).run()
    except FatalValueError:
        reading.fatal = True
    return reading


def _size(text: str) -> tuple[Value, str | None]:
    value = values.size(text)
    return value, "InvalidMemoryString" if value is None else None


def _integer(text: str) -> tuple[Value, str | None]:
    value = values.integer(text)
    return value, "InvalidInteger" if value is None else None


def _boolean(text: str) -> tuple[Value, str | None]:
    value = values.boolean(text)
    return value, "InvalidBoolean" if value is None else None


def _mac(text: str) -> tuple[Value, str | None]:
    return text, None if values.mac_address(text) else "InvalidMacAddress"


def _address(text: str) -> tuple[Value, str | None]:
    return text, None if values.address(text) else "InvalidAddress"


def _ports(text: str) -> tuple[Value, str | None]:
    return text, "InvalidPort" if values.bad_ports(text) else None


def _text(text: str) -> tuple[Value, str | None]:
    return text, None


_CONVERSIONS = {
    "size": _size,
    "integer": _integer,
    "boolean": _boolean,
    "networking": _text,
    "reclaim": _text,
    "mac": _mac,
    "address": _address,
    "ports": _ports,
    "text": _text,
}
