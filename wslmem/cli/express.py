"""The express lane: an apply with nothing to do, the run that a login script or a fleet's engine repeats for ever.

It recognises only the plainest of command lines and files, and imports nothing beyond what Python itself starts with.
Whatever else there is goes the whole way, which gives the same answer to the same question.
"""

from __future__ import annotations

import sys

KEYS = {"--memory": b"wsl2.memory", "--swap": b"wsl2.swap", "--processors": b"wsl2.processors"}
LIMIT = 65536
"""A larger file is no plain one."""
DIGITS = 7
"""Longer numbers come near what WSL's arithmetic wraps or saturates: they are looked at properly."""


def nothing_to_do(arguments: list[str]) -> bool:
    """Whether this is an apply without restart whose settings the file holds already; if so, it has said so.

    False means no more than "not certain": the caller goes the whole way.
    """
    options = _options(arguments)
    if options is None or options.pop("--shutdown", None) != "never":
        return False
    config = options.pop("--config", "")
    wanted = {KEYS[name]: value.encode("ascii", "replace") for name, value in options.items()}
    if not config or not wanted or not all(_is_plain(key, value) for key, value in wanted.items()):
        return False
    from wslmem.machine.files import traces
    from wslmem.wslconfig.plain_file import says

    data = traces.small_file(config, LIMIT)
    if data is None or traces.interrupted() or not says(data, wanted):
        return False
    return _said("nothing to do: the file already has these settings\n")


def _said(text: str) -> bool:
    """Whether stdout took it; where it is closed or full, the whole way knows how to tell that."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except (OSError, ValueError, AttributeError):  # AttributeError: a closed one is None
        return False
    return True


def _options(arguments: list[str]) -> dict[str, str] | None:
    """Pairs of options, None where there is anything but an apply with the four that the lane knows, each once."""
    if not arguments or arguments[0] not in ("apply", "--apply") or len(arguments) % 2 == 0:
        return None
    names, values = arguments[1::2], arguments[2::2]
    if len(set(names)) != len(names) or not set(names) <= {*KEYS, "--config", "--shutdown"}:
        return None
    return dict(zip(names, values, strict=True))


def _is_plain(key: bytes, value: bytes) -> bool:
    """Whether a value is one that WSL accepts and that leaves no doubt: `8GB`, `512MB`, four processors."""
    if key == b"wsl2.processors":
        return _is_number(value)
    return value.endswith((b"GB", b"MB")) and _is_number(value[:-2])


def _is_number(digits: bytes) -> bool:
    return digits.isdigit() and not digits.startswith(b"0") and len(digits) <= DIGITS
