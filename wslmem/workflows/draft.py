"""Settings that are not written yet: three texts, each acceptable to WSL, and why another text is not."""

from __future__ import annotations

from wslmem.errors import UsageError
from wslmem.machine.own.preferences import Profile
from wslmem.records import record, replace
from wslmem.sizing.host import HostMemory
from wslmem.sizing.recommendation import Recommendation
from wslmem.text import Text
from wslmem.units import GIB, MIB, Bytes, guess_size, parse_size, spell_size, whole
from wslmem.workflows.survey import Survey
from wslmem.wslconfig.document import WslConfigDocument

KEYS = {"memory": "wsl2.memory", "swap": "wsl2.swap", "processors": "wsl2.processors"}
"""What can be changed here, by the name of the field."""
LEAST_MEMORY = 256 * MIB
"""WSL's own lower limit (WslCoreConfig.cpp, `Config::Initialize`)."""
MOST_DIGITS = 13
Changes = tuple[tuple[str, str | None], ...]
"""Keys of .wslconfig with their new values, as `ApplyRequest.settings`; None removes the key."""
_UNITS = ("K", "KB", "M", "MB", "G", "GB", "T", "TB", "B")


@record
class Draft:
    """Values as the file would have them; None: the key is not in the file, and WSL uses its default.

    What is in the file and WSL ignores stays in the draft as it is, until somebody changes it.
    """

    memory: str | None = None
    swap: str | None = None
    processors: str | None = None

    def changes(self, now: Draft) -> Changes:
        """What makes this of `now`, for `edits.plan` and `ApplyRequest`: None removes the key, the rest stays."""
        every = ((key, getattr(self, name), getattr(now, name)) for name, key in KEYS.items())
        return tuple((key, value) for key, value, before in every if value != before)

    def changed(self, name: str, value: str | None) -> Draft:
        """The draft with one field changed."""
        return replace(self, **{name: value or None})


def insist_on_a_difference(document: WslConfigDocument, before: Changes, after: Changes, *, next_step: Text) -> None:
    """Refuse to compare a file with itself: as it is there with the changes of `before`, and with those of `after`.

    Raises:
        UsageError: both say the same, key by key.
    """
    now = as_now(document)
    file: dict[str, str | None] = {key: getattr(now, name) for name, key in KEYS.items()}
    if file | dict(before) == file | dict(after):
        raise UsageError(
            Text("before and after, the settings are the same: there is nothing to compare"),
            on_disk=Text("unchanged"),
            next_step=next_step,
        )


def as_now(document: WslConfigDocument) -> Draft:
    """What the file says, whether WSL accepts it or not."""
    found = {name: document.readings.get(key) for name, key in KEYS.items()}
    return Draft(**{name: reading.raw.strip() for name, reading in found.items() if reading is not None})


def advised(recommendation: Recommendation, now: Draft) -> Draft:
    """The advised values; what the advice leaves alone stays as it is now."""
    found = {name: recommendation.value(key) or getattr(now, name) for name, key in KEYS.items()}
    return Draft(**found)


def preset(name: str, known: Survey) -> Draft:
    """`advised`, `now` or `default`."""
    now = as_now(known.document)
    if name == "advised" and known.recommendation is not None:
        return advised(known.recommendation, now)
    return Draft() if name == "default" else now


def of_profile(profile: Profile) -> Draft:
    """The settings of a profile; what it does not name is WSL's default."""
    known = dict(profile.settings)
    return Draft(**{name: known.get(name) for name in KEYS})


def as_profile(name: str, draft: Draft) -> Profile:
    """The draft as a profile; what WSL would ignore is left out."""
    every = ((key, getattr(draft, key)) for key in KEYS)
    return Profile(name, tuple((key, text) for key, text in every if text and why_not(key, text, None) is None))


def stepped(value: str | None, default: int, steps: int, step: int, *, most: int | None, least: int) -> str:
    """The size that lies `steps` steps from `value`, on a multiple of `step`, within the limits.

    Args:
        value: a size; None starts from `default`. Where WSL ignores it, the first step is to what is meant by it.
        default: what WSL would take, bytes.
        steps: how many, below 0 for downwards.
        step: bytes.
        most: the highest size, bytes; None for no limit.
        least: the lowest size, bytes.
    """
    now = parse_size(value) if value is not None else None
    meant = guess_size(value) if value is not None and now is None else None
    if meant is not None:
        return spell_size(meant)
    start = default if now is None else now
    aligned = start // step * step if steps > 0 else -(-start // step) * step
    wanted = max(least, aligned + steps * step)
    return spell_size(Bytes(wanted if most is None else min(wanted, most // step * step)))


def step_of(value: int) -> int:
    """A step that suits a size: half a GiB below 4 GiB, else a whole one."""
    return 512 * MIB if value <= 4 * GIB else GIB


def why_not(name: str, text: str, host: HostMemory | None) -> Text | None:
    """Why `text` cannot be the value of `name` on this host; None where it can."""
    if name == "processors":
        return why_not_processors(text, host=None if host is None else host.processors)
    least = LEAST_MEMORY if name == "memory" else 0
    return why_not_size(name, text, host_total=None if host is None else host.total, least=least)


def why_not_size(name: str, text: str, *, host_total: int | None, least: int = 0) -> Text | None:
    """Why `text` cannot be the value of `name`; None where it can. An empty text is WSL's default."""
    size = parse_size(text)
    if size is None or text.startswith("00"):  # WSL reads zero only as one digit
        return _unreadable(text) if text else None
    if size == 0 and name == "swap":
        return None
    if text.isdigit() or (text.endswith("B") and text[:-1].isdigit()):
        return Text("WSL reads this as {count} bytes; add MB or GB", count=text.rstrip("B"))
    if name == "memory" and host_total is not None and size > host_total:
        return Text("more than this computer's RAM; WSL would use less")
    if size < least:
        return Text("too little to start a distribution; use {least} or more", least=spell_size(Bytes(least)))
    return None


def _unreadable(text: str) -> Text:
    guess = guess_size(text)
    if guess is not None and spell_size(guess) != text:
        return Text("WSL would ignore {text}; write {right}", text=text, right=spell_size(guess))
    return Text("a number, then MB or GB")


def why_not_processors(text: str, *, host: int | None) -> Text | None:
    """Why `text` cannot be the number of processors; None where it can."""
    if text == "":
        return None
    count = whole(text)
    if not count or text.startswith("0"):
        return Text("a whole number, 1 or more")
    if host is not None and count > host:
        return Text("this computer has only {count}", count=host)
    return None


def typed_size(before: str, text: str) -> tuple[str, Text | None]:
    """What a size field holds after `text` came over `before`, and a word on what was changed or refused.

    Only what can become a size that WSL reads gets in: digits, then a unit in upper case.
    """
    if text == "" or _may_become_size(text):
        return text, None
    compact = "".join(text.split()).upper().removesuffix("IB")
    compact += "B" if text.upper().endswith("IB") else ""
    if _may_become_size(compact):
        if compact != text.upper():
            return compact, Text("no spaces, upper-case units only: 8GB")
        return compact, Text("upper-case units only: 8GB")
    guess = guess_size(text)
    if guess is not None and "." not in spell_size(guess):
        return spell_size(guess), Text("whole numbers only; changed to {right}", right=spell_size(guess))
    if "." in text or "," in text:
        return before, Text("whole numbers only: write 1536MB for 1.5GB")
    return before, Text("use digits and MB or GB: 8GB")


def _may_become_size(text: str) -> bool:
    digits = len(text) - len(text.lstrip("0123456789"))
    unit = text[digits:]
    if not text[:digits].isascii() or digits > MOST_DIGITS or (unit and not digits):
        return False
    return not unit or any(known.startswith(unit) for known in _UNITS)
