"""How a value is written so that WSL reads exactly that: strict, because a wrong spelling silently means a default."""

from __future__ import annotations

from wslmem.errors import UsageError
from wslmem.patterns import lazy
from wslmem.text import Text, joined
from wslmem.units import spell_size
from wslmem.wslconfig.keys import Key
from wslmem.wslconfig.meant_size import LONGEST, advised_size, plain_size
from wslmem.wslconfig.values import boolean, integer, meaning, size

_WRITABLE = lazy(r"[ -~\t\n\b]*")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\b": "\\b"})
_ONE_QUOTED = lazy(rb'"(?:[^"\\]++|\\[\x00-\xff])*+"')
_REMARK = lazy(rb"([^ \t]+)([ \t]+)(?:;|//)")
_PLAIN_INT = lazy(r"-?(?:0|[1-9][0-9]*)|0[xX][0-9a-fA-F]+")
YES = dict.fromkeys(("yes", "on", "y", "t", "enabled", "enable"), "true") | dict.fromkeys(
    ("no", "off", "n", "f", "disabled", "disable", "none", "null", "never"), "false"
)
"""What people write for a switch, and what WSL reads."""


def check(key: Key, value: str) -> None:
    """Refuse a `value` of `key` that WSL would not read as a person means it.

    Raises:
        UsageError: says what WSL would do with it, and the spelling that works.
    """
    _CHECKS.get(key.kind, _check_meaning)(key, value)


_IGNORED = Text("it would warn and use its default")


def _refuse(key: Key, value: str, consequence: Text, advice: Text) -> UsageError:
    return UsageError(
        Text(
            "WSL would not read {name}={value} as meant: {consequence}",
            name=key.name,
            value=value,
            consequence=consequence,
        ),
        next_step=advice,
    )


def _write(value: str) -> Text:
    return Text("write {value}", value=value)


def _check_size(key: Key, value: str) -> None:
    read = size(value)
    if read is not None and read == plain_size(value):
        return
    meant = advised_size(value)
    advice = _write(meant) if meant else Text("write digits and B, KB, MB, GB or TB, without a space: 8GB")
    if read is None:
        raise _refuse(key, value, _IGNORED, advice)
    raise _refuse(key, value, Text("it would read {size}", size=spell_size_of(read)), advice)


def spell_size_of(read: int) -> str:
    """A size as WSL read it, in the shortest spelling."""
    from wslmem.units import Bytes

    return spell_size(Bytes(read))


def _check_int(key: Key, value: str) -> None:
    read = integer(value)
    if read is None:
        raise _refuse(key, value, _IGNORED, Text("write a whole number in digits, such as 4"))
    if len(value) > LONGEST or not _PLAIN_INT.fullmatch(value) or int(value, 0) != read:
        plain = value.strip().lstrip("+0") or "0"
        advice = Text("write {plain} or {read}", plain=plain, read=read)
        raise _refuse(key, value, Text("it would read {size}", size=read), advice)


def _check_bool(key: Key, value: str) -> None:
    if boolean(value) is None:
        meant = YES.get(value.strip().lower())
        raise _refuse(key, value, _IGNORED, _write(meant) if meant else Text("write true or false"))


def _check_text(key: Key, value: str) -> None:
    if not _WRITABLE.fullmatch(value):
        consequence = Text("it keeps the low 8 bits of every character, so anything but ASCII gets garbled")
        raise _refuse(key, value, consequence, Text("use ASCII letters; for a path perhaps its short (8.3) name"))


def _check_meaning(key: Key, value: str) -> None:
    if meaning(key, value) is None or value != value.strip():
        consequence = Text("it would not start the VM") if key.kind == "mac" else _IGNORED
        choices = Text("write one of {choices}", choices=joined(Text(", "), key.choices))
        raise _refuse(key, value, consequence, _EXAMPLES.get(key.kind, choices))


_EXAMPLES = {
    "mac": Text("write six pairs, such as 00-15-5d-00-00-01"),
    "ports": Text("write numbers, such as 3000,9000"),
    "ip": Text("write an address, such as 10.255.255.254"),
}
_CHECKS = {"size": _check_size, "int": _check_int, "bool": _check_bool, "text": _check_text, "path": _check_text}


def written(value: str, *, quoted: bool = False) -> bytes:
    """`value` with the escapes, and the quotes if it needs them, that make WSL read exactly it."""
    escaped = value.translate(_ESCAPES)
    needs = "#" in value or value != value.strip(" ")
    return (f'"{escaped}"' if quoted or needs else escaped).encode("ascii")


def replacement(old: bytes, key: Key, value: str) -> bytes:
    """What stands in the place of the value `old`: its quotes stay, and a remark that was no comment becomes one."""
    new = written(value, quoted=_ONE_QUOTED.fullmatch(old) is not None)
    remark = _REMARK.match(old) if key.kind not in ("text", "path") else None
    return new + (remark[2] + b"#" + old[remark.end() :] if remark else b"")
