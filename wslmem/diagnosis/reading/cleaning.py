"""Raw bytes of a line -> what programs printed: no escape codes, JSON and octal undone, lost line ends put back."""

from __future__ import annotations

import json
from collections.abc import Iterator

from wslmem.diagnosis.reading.line import LONGEST, Line
from wslmem.diagnosis.reading.prefixes import Stripped, strip
from wslmem.diagnosis.reading.tongues import english
from wslmem.patterns import lazy

_ESCAPES = lazy(
    r"\x1b(?:\[[0-?]{0,64}[ -/]{0,8}[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_])"
    # What is left of one where the escape character was lost on the way, or written out.
    r"|(?:\^\[|␛|\\e|\\x1[bB])?\[[0-9;]{1,24}m|(?:\^\[|␛|\\e|\\x1[bB])\[[0-9;]{0,24}[A-Za-z]"
)
_OCTAL = lazy(r"[#\\](0[0-3][0-7])")
"""How rsyslog and others write a control character: `#033[0m`, `#015`."""
_UNPRINTABLE = lazy(r"[\x00-\x08\x0b\x0c\x0d-\x1f\x7f-\x9f\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069]")
_JOINTS = lazy(
    r"(?<=[^\s/])(?=gmake(?:\[\d{1,3}\])?: (?:\*\*\*|Entering|Leaving|Nothing))"
    r"|(?<=[^\s/g])(?=make(?:\[\d{1,3}\])?: (?:\*\*\*|Entering|Leaving|Nothing))"
    r"|(?<=[^\s=\"'([-])(?=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}Z )"
    r"|(?<=[^\s])(?=##\[error\])"
)
"""Where a new line began before its end was lost."""
_WORDS = ("Output", "log", "MESSAGE", "message", "msg", "rendered", "line", "text")
"""Names of what a program said, in lines that are JSON: go -json, Docker's log files, journalctl -o json, cargo."""
_SAID = lazy(r'"(?:Output|log|MESSAGE|message|msg|rendered)" ?: ?"((?:[^"\\]|\\.)+)')
"""The same in a line that was cut."""


def clean(raw: bytes) -> str:
    """A line as text: no escape codes, no control characters; of a long one the start and the end."""
    if len(raw) > LONGEST:
        raw = raw[: LONGEST // 2] + b" ... " + raw[-LONGEST // 2 :]
    text = raw.replace(b"\0", b"").decode("utf-8", "replace").lstrip("\ufffd")
    return _plain(text)


def _plain(text: str) -> str:
    if "#0" in text or "\\0" in text:
        text = _OCTAL.sub(lambda found: chr(int(found[1], 8)), text)
    if "\x1b" in text or "[" in text:
        text = _ESCAPES.sub("", text)
    return text if text.isascii() and text.isprintable() else _UNPRINTABLE.sub("", text)


def lines(raw: bytes, number: int) -> Iterator[Line]:
    """The lines that `raw`, one line of a log without its end, holds: several where ends were lost."""
    for part in raw.split(b"\r"):
        if part:
            text = clean(part)
            for piece in _JOINTS.split(text) if _may_be_several(text) else (text,):
                yield from _line(piece, number)


def _may_be_several(text: str) -> bool:
    return "make" in text or "##[error]" in text or ("Z " in text[30:] and text.count("T") > 1)


def _line(text: str, number: int) -> Iterator[Line]:
    stripped = strip(text)
    if not stripped.text:
        return
    said = _unwrapped(stripped.text) if stripped.text.startswith("{") else None
    if said is None:
        yield _made(stripped, number)
        return
    program, words = said
    for piece in words.splitlines():
        inner = strip(_plain(piece))
        if inner.text:
            speaker = inner.program or program or stripped.program
            stamp, own = stripped.stamp or inner.stamp, inner.own or stripped.own
            yield _made(Stripped(inner.text, stamp, own, speaker, inner.marks | stripped.marks), number)


def _made(stripped: Stripped, number: int) -> Line:
    text = english(stripped.text)
    spoken = "" if text == stripped.text else stripped.text
    return Line(text, number, stripped.stamp, stripped.own, stripped.program, stripped.marks, spoken)


def _unwrapped(text: str) -> tuple[str, str] | None:
    """Who spoke and what a line of JSON says; None where it is no such line."""
    if '"OOMKilled"' in text or '"OOMKilling"' in text:
        return None  # what stands beside the message says more than it
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        cut = _SAID.search(text)
        return ("", _unescaped(cut[1])) if cut else None
    if not isinstance(value, dict):
        return None
    message = value.get("message")
    inner = message if isinstance(message, dict) else value
    words = next((inner[name] for name in _WORDS if isinstance(inner.get(name), str)), None)
    program = value.get("SYSLOG_IDENTIFIER")
    return (program if isinstance(program, str) else "", words) if words is not None else None


def _unescaped(cut: str) -> str:
    try:
        return str(json.loads(f'"{cut}"'))
    except ValueError:
        return cut
