"""Settings under the user's hands: three texts, each acceptable to WSL, and why another text is not."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wslmem.machine.own.preferences import Profile
from wslmem.sizing.recommendation import Recommendation
from wslmem.units import GIB, MIB, Bytes, guess_size, parse_size, spell_size
from wslmem.words import say
from wslmem.wslconfig.document import WslConfigDocument

KEYS = {"memory": "wsl2.memory", "swap": "wsl2.swap", "processors": "wsl2.processors"}
"""What can be changed here, by the name of the field."""
MOST_DIGITS = 13
_UNITS = ("K", "KB", "M", "MB", "G", "GB", "T", "TB", "B")


@dataclass(frozen=True, slots=True)
class Draft:
    """Values in WSL's spelling; None: the key is not in the file, and WSL's default holds."""

    memory: str | None = None
    swap: str | None = None
    processors: str | None = None

    @property
    def settings(self) -> tuple[tuple[str, str | None], ...]:
        """What `edits.plan` and `ApplyRequest` take."""
        return tuple((key, getattr(self, name)) for name, key in KEYS.items())

    def changed(self, name: str, value: str | None) -> Draft:
        """The draft with one field changed."""
        return replace(self, **{name: value or None})


def as_now(document: WslConfigDocument) -> Draft:
    """What the file says, as far as WSL accepts it."""
    values = {}
    for name, key in KEYS.items():
        reading = document.readings.get(key)
        values[name] = reading.raw.strip() if reading is not None and reading.valid else None
    return Draft(**values)


def advised(recommendation: Recommendation, now: Draft) -> Draft:
    """The advised values; what the advice leaves alone stays as it is now."""
    found = {name: recommendation.value(key) or getattr(now, name) for name, key in KEYS.items()}
    return Draft(**found)


def of_profile(profile: Profile) -> Draft:
    """The settings of a profile; what it does not name is WSL's default."""
    known = dict(profile.settings)
    return Draft(**{name: known.get(name) for name in KEYS})


def as_profile(name: str, draft: Draft) -> Profile:
    """The draft as a profile."""
    return Profile(name, tuple((key, value) for key in KEYS if (value := getattr(draft, key)) is not None))


def stepped(value: str | None, default: int, steps: int, step: int, *, most: int | None, least: int) -> str:
    """The size that lies `steps` steps from `value`, on a multiple of `step`, within the limits.

    Args:
        value: a size in WSL's spelling; None starts from `default`.
        default: what WSL would take, bytes.
        steps: how many, below 0 for downwards.
        step: bytes.
        most: the highest size, bytes; None for no limit.
        least: the lowest size, bytes.
    """
    now = parse_size(value) if value is not None else None
    start = default if now is None else now
    aligned = start // step * step if steps > 0 else -(-start // step) * step
    wanted = max(least, aligned + steps * step)
    return spell_size(Bytes(wanted if most is None else min(wanted, most // step * step)))


def step_of(value: int) -> int:
    """A step that suits a size: half a GiB below 4 GiB, else a whole one."""
    return 512 * MIB if value <= 4 * GIB else GIB


def why_not_size(name: str, text: str, *, host_total: int | None, least: int = 0) -> str:
    """Why `text` cannot be the value of `name`; empty where it can. An empty text is WSL's default."""
    size = parse_size(text)
    if size is None or text.startswith("00"):  # WSL reads zero only as one digit
        return _unreadable(text) if text else ""
    if size == 0 and name == "swap":
        return ""
    if text.isdigit() or (text.endswith("B") and text[:-1].isdigit()):
        return say("WSL would take this for {count} bytes: add MB or GB", count=text.rstrip("B"))
    if name == "memory" and host_total is not None and size > host_total:
        return say("more than the RAM: WSL would silently take less")
    if size < least:
        return say("too little for a distribution to start: {least} or more", least=spell_size(Bytes(least)))
    return ""


def _unreadable(text: str) -> str:
    guess = guess_size(text)
    if guess is not None and spell_size(guess) != text:
        return say("WSL would ignore {text}; write {right}", text=text, right=spell_size(guess))
    return say("a number, then MB or GB")


def why_not_processors(text: str, *, host: int | None) -> str:
    """Why `text` cannot be the number of processors; empty where it can."""
    if text == "":
        return ""
    if not text.isdigit() or text.startswith("0"):
        return say("a whole number from 1")
    if host is not None and int(text) > host:
        return say("this computer has {count}", count=host)
    return ""


def typed_size(before: str, text: str) -> tuple[str, str]:
    """What a size field holds after `text` came over `before`, and a word on what was changed or refused.

    Only what can become a size that WSL reads gets in: digits, then a unit in upper case.
    """
    if text == "" or _may_become_size(text):
        return text, ""
    compact = "".join(text.split()).upper().removesuffix("IB")
    compact += "B" if text.upper().endswith("IB") else ""
    if _may_become_size(compact):
        word = say("WSL reads no blank and no lower case here") if compact != text.upper() else ""
        return compact, word or say("WSL reads upper case only")
    guess = guess_size(text)
    if guess is not None and "." not in spell_size(guess):
        return spell_size(guess), say("WSL reads whole numbers only: written as {right}", right=spell_size(guess))
    if "." in text or "," in text:
        return before, say("WSL reads whole numbers only: 1536MB for 1.5GB")
    return before, say("WSL reads digits, then MB or GB; nothing else can stand here")


def _may_become_size(text: str) -> bool:
    digits = len(text) - len(text.lstrip("0123456789"))
    unit = text[digits:]
    if not text[:digits].isascii() or digits > MOST_DIGITS or (unit and not digits):
        return False
    return not unit or any(known.startswith(unit) for known in _UNITS)
