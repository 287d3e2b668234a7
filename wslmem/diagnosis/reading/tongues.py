"""The C library's words for signals and errors, back in English, whatever language a shell or a compiler spoke.

`tongues.json` holds the translations that glibc 2.36, bash 5.2, make 4.3 and coreutils 9.1 ship (Debian 12), some forty
languages each. Words of signals are short and mean other things as well ("Terminado"), so they are looked for only
where a shell, make or gcc prints one; the sentences of errors are looked for anywhere.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from wslmem.patterns import lazy
from wslmem.records import record

_TABLE = Path(__file__).with_name("tongues.json")
_JOB = lazy(r"(?:^|[ :：\]])\s{0,40}\d{2,8}\s{1,20}(?P<words>[^\s\d]\D{1,40}?)(?:\s{2,}|$)")
"""A shell's word on a job: its number, the signal, at least two spaces, the command."""
_TARGET = lazy(r"\*\*\* \[[^\]]{1,300}\] (?P<words>.{2,40}?)\.?$")
_PROGRAM = lazy(r"[：:] ?(?P<words>[^：:]{2,40}?) signal terminated program")
_BEFORE_9 = lazy(r"error: (?P<words>[^():：]{2,40}) \(program \S{1,64}\)")
"""gcc before version 9, where the rest of the sentence is English."""
_PLACES = (_JOB, _TARGET, _PROGRAM, _BEFORE_9)

_GCC = (
    # Where gcc 12 translates the whole sentence; Chinese, Japanese and others keep the English one around the signal.
    lazy(r"Signal (?P<signal>\S+(?: beendet| \(\w+\))?) hat Programm (?P<program>\S+) beendet"),
    lazy(r"la señal (?P<signal>\S+(?: \([\w ]+\))?) terminó el programa (?P<program>\S+)"),
    lazy(r"le signal (?P<signal>\S+(?: arrêté)?) a terminé le programme (?P<program>\S+)"),
    lazy(r"(?<![^\s-])(?P<signal>[^\s-]+)-signaali päätti (?P<program>[^\s-]+)-ohjelman"),
    lazy(r"(?<![^\s-])(?P<signal>[^\s-]+)-signal avslutade programmet (?P<program>\S+)"),
)
_TIMEOUT = lazy(
    r"^timeout ?[:：].{0,120}?\b(?P<signal>KILL|TERM|INT|HUP|QUIT)\b.{0,80}?[«„“‘\"'「](?P<program>[^»”“’\"'」]{1,200})"
)
"""`timeout -v`, which names the signal by its short name and quotes the command in every language."""

LONGEST_SIGNAL = 40
"""Characters; no word for a signal is longer."""


@record
class _Words:
    signals: dict[str, str]
    """By the word of a language."""
    errors: tuple[tuple[str, str], ...]
    """Sentences and their English, the longest first."""
    beginnings: frozenset[str]
    """First words of the sentences that have spaces."""
    unspaced: tuple[str, ...]
    """First letters of those that have none."""


@cache
def _words() -> _Words:
    table = json.loads(_TABLE.read_text(encoding="utf-8"))
    signals = {word: english for english, known in table["signals"].items() for word in known}
    errors = sorted(
        ((word, english) for english, known in table["errors"].items() for word in known),
        key=lambda pair: -len(pair[0]),
    )
    spaced = frozenset(word.split()[0] for word, _ in errors if " " in word)
    return _Words(signals, tuple(errors), spaced, tuple({word[:3] for word, _ in errors if " " not in word}))


def foreign() -> frozenset[str]:
    """Every word for a signal and every sentence of an error that `english` may find."""
    words = _words()
    return frozenset({*words.signals, *(sentence for sentence, _ in words.errors)})


@cache
def sentences(*errors: str) -> tuple[bytes, ...]:
    """The sentences for some errors in every language, in UTF-8, their ASCII in lower case; none that holds another.

    Args:
        errors: in English, as the C library says them.
    """
    found = {known.encode().lower() for known, said in _words().errors if said in errors}
    return tuple(sorted(one for one in found if not any(other != one and other in one for other in found)))


def english(text: str) -> str:
    """`text` with the C library's words in English; itself where it has none of another language.

    >>> english("a.sh: Zeile 3:  4711 Getötet                go build")
    'a.sh: Zeile 3:  4711 Killed                go build'
    """
    words = _words()
    if "  " in text or "***" in text or "signal" in text or "(program" in text:
        for place in _PLACES:
            found = place.search(text)
            if found and found["words"] in words.signals:
                return text[: found.start("words")] + words.signals[found["words"]] + text[found.end("words") :]
    if len(text) < LONGEST_SIGNAL and text in words.signals:
        return words.signals[text]
    if not text.isascii() and (sentence := _sentence(text, words)):
        return sentence
    return _errors(text, words)


def _errors(text: str, words: _Words) -> str:
    spaced = not words.beginnings.isdisjoint(re.split(r"[\s:(]", text))
    if spaced or (not text.isascii() and any(letters in text for letters in words.unspaced)):
        for known, translated in words.errors:
            if known in text:
                return text.replace(known, translated)
    return text


def _sentence(text: str, words: _Words) -> str | None:
    if found := _TIMEOUT.search(text):
        return f"timeout: sending signal {found['signal']} to command '{found['program'].strip()}'"
    if "rogram" not in text and "ohjelma" not in text:
        return None
    for pattern in _GCC:
        if found := pattern.search(text):
            signal = words.signals.get(found["signal"], found["signal"])
            return f"{text[: found.start()]}{signal} signal terminated program {found['program']}"
    return None
