"""What both faces say of the limits that the file leads to."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.telling.fact import Fact, Tone
from wslmem.text import Text, verbatim
from wslmem.units import show_size, spell_size
from wslmem.wslconfig.document import WslConfigDocument
from wslmem.wslconfig.effective import Effective, EffectiveValue


def limits(document: WslConfigDocument, found: Effective) -> Iterator[Fact]:
    """Memory, swap and processors, each with where it comes from."""
    for name, value in (("memory", found.memory), ("swap", found.swap), ("processors", found.processors)):
        tone = Tone.BAD if value.source in ("swap-file", "swap-size") else Tone.PLAIN
        yield Fact(verbatim(name), _limit(document, name, value), tone)


def _limit(document: WslConfigDocument, name: str, value: EffectiveValue) -> Text:
    if value.value is None:
        return Text("not known yet")
    size = str(value.value) if name == "processors" else show_size(value.value)
    if value.source == "default":
        return Text("{value} (WSL default)", value=size)
    if value.source == "clamped":
        return Text("{value} (capped by WSL)", value=size)
    if value.source == "swap-file":
        return Text("none: WSL cannot make the swap file at swapFile=")
    if value.source == "swap-size":
        return Text("none: WSL cannot make a swap file as large as swap=")
    return Text("{value} (from the file)", value=_as_written(document, name, value.value))


def _as_written(document: WslConfigDocument, name: str, value: int) -> Text | str:
    """The value as the file has it; a bare number of bytes with what it amounts to."""
    reading = document.readings.get(f"wsl2.{name}")
    raw = reading.raw.strip() if reading is not None else ""
    if name == "swap" and not value:
        return Text("none")
    if name == "processors" or not raw.isdigit():
        return raw or spell_size(value)  # type: ignore[arg-type]
    return verbatim(f"{raw} = {show_size(value)}")
