"""Options that name settings, and what they ask for."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from wslmem.errors import UsageError
from wslmem.text import Text
from wslmem.units import guess_size, parse_size, spell_size, whole
from wslmem.words import say

Settings = tuple[tuple[str, str | None], ...]
"""`(("wsl2.memory", "8GB"), ("wsl2.swap", None))`; None removes the key."""

KEYS = {"memory": "wsl2.memory", "swap": "wsl2.swap", "processors": "wsl2.processors"}


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Add the three settings that wslmem sizes."""
    parser.add_argument("--memory", metavar="SIZE|auto|default", help=say("memory= of the VM; default removes the key"))
    parser.add_argument("--swap", metavar="SIZE|0|auto|default", help=say("swap= of the VM"))
    parser.add_argument("--processors", metavar="N|auto|default", help=say("processors= of the VM"))


def wants_advice(options: argparse.Namespace) -> bool:
    """Whether the advice must be worked out: some setting says auto, or none is given at all."""
    given = [getattr(options, name) for name in KEYS]
    return "auto" in given or not any(given)


def settings_of(options: argparse.Namespace, advised: Callable[[str], str | None]) -> Settings:
    """What the options ask for.

    Args:
        options: with `memory`, `swap` and `processors`, each a text or None.
        advised: the advised value of a key, None where the advice is to leave it.

    Raises:
        UsageError: a value that WSL would not read as written.
    """
    if not any(getattr(options, name) for name in KEYS):
        return tuple((key, value) for key in KEYS.values() if (value := advised(key)) is not None)
    return tuple(_wanted(options, advised))


def _wanted(options: argparse.Namespace, advised: Callable[[str], str | None]) -> list[tuple[str, str | None]]:
    wanted: list[tuple[str, str | None]] = []
    for name, key in KEYS.items():
        text = getattr(options, name)
        if text == "auto":
            value = advised(key)
            if value is not None:
                wanted.append((key, value))
        elif text is not None:
            wanted.append((key, None if text == "default" else check(name, text)))
    return wanted


def check(name: str, text: str) -> str:
    """`text` if WSL reads it as a person means it.

    Raises:
        UsageError: WSL would ignore it, or take it for bytes.
    """
    return check_processors(text) if name == "processors" else check_size(name, text)


def check_size(name: str, text: str) -> str:
    """A size that WSL accepts as written, and that is no bare number of bytes by mistake."""
    size, guess = parse_size(text), guess_size(text)
    if size is None:
        offer = f"--{name} {spell_size(guess)}" if guess is not None else f"--{name} 8GB: digits, then MB or GB"
        raise UsageError(
            Text("invalid --{name} {text}: WSL would ignore the line and use its default", name=name, text=text),
            on_disk=Text("unchanged"),
            next_step=Text("use {offer}", offer=offer),
        )
    if text.isdigit() and 0 < size < 1024**2:
        raise UsageError(
            Text("--{name} {text} means {text} bytes to WSL, not megabytes or gigabytes", name=name, text=text),
            on_disk=Text("unchanged"),
            next_step=Text("use --{name} {text}GB or --{name} {text}MB", name=name, text=text),
        )
    if name == "memory" and size == 0:
        raise UsageError(
            Text("WSL reads memory=0 as its default: half of this computer's memory"),
            on_disk=Text("unchanged"),
            next_step=Text("use a size, or --memory default to remove the key"),
        )
    return text


def check_processors(text: str) -> str:
    """A whole number from 1 up."""
    if not whole(text) or text.startswith("0"):
        raise UsageError(
            Text("invalid --processors {text}: WSL would not read it as a number", text=text),
            on_disk=Text("unchanged"),
            next_step=Text("use a whole number, from 1 to the number of this computer's processors"),
        )
    return text
