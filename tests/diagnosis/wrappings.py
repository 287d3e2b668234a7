"""What stands around a log, or before each of its lines, when people hand it on."""

from __future__ import annotations

import random
from collections.abc import Callable

FORMS: dict[str, Callable[[int, str], str]] = {
    "iso": lambda n, line: f"2026-06-20T17:{n // 60 % 60:02d}:{n % 60:02d}.1234567Z {line}",
    "iso-space": lambda n, line: f"[2026-06-20 17:{n // 60 % 60:02d}:{n % 60:02d},123] {line}",
    "clock": lambda n, line: f"17:{n // 60 % 60:02d}:{n % 60:02d}  {line}",
    "clock-brackets": lambda n, line: f"[17:{n // 60 % 60:02d}:{n % 60:02d}] {line}",
    "syslog": lambda n, line: f"Jun 20 17:{n // 60 % 60:02d}:{n % 60:02d} build7 ci[4711]: {line}",
    "journal": lambda n, line: f"2026-06-20T17:{n // 60 % 60:02d}:{n % 60:02d}+00:00 build7 ci[4711]: {line}",
    "dmesg -T": lambda n, line: f"[Sat Jun 20 17:{n // 60 % 60:02d}:{n % 60:02d} 2026] {line}",
    "buildkit": lambda n, line: f"#12 {n}.{n % 1000:03d} {line}",
    "compose": lambda _, line: f"builder-1  | {line}",
    "jenkins": lambda n, line: f"[2026-06-20T17:{n // 60 % 60:02d}:{n % 60:02d}.123Z] {line}",
    "gitlab": lambda n, line: f"2026-06-20T17:{n // 60 % 60:02d}:{n % 60:02d}.123456Z 01O {line}",
    "gitlab-section": lambda n, line: f"section_start:17{n:08d}:build\r\x1b[0K{line}",
    "github-columns": lambda n, line: f"build\tRun make\t2026-06-20T17:{n // 60 % 60:02d}:{n % 60:02d}.1234567Z {line}",
    "azure": lambda n, line: f"2026-06-20T17:{n // 60 % 60:02d}:{n % 60:02d}.1234567Z ##[error]{line}",
    "npm": lambda _, line: f"npm ERR! {line}",
    "turbo": lambda _, line: f"@acme/web:build: {line}",
    "ansi": lambda _, line: f"\x1b[31m\x1b[1m{line}\x1b[0m\x1b[K",
    "octal": lambda n, line: f"Jun 20 17:{n // 60 % 60:02d}:00 build7 ci[4711]: #033[0;33m{line}#033[0;m",
    "mail": lambda _, line: f"> {line}",
    "carriage-return": lambda _, line: f"{line}\r",
}
"""By name: number of the line and the line, to what stands in the log."""


def prefixed(data: bytes, name: str) -> bytes:
    """The log with a prefix before each line that is not empty."""
    text = _text(data)
    form = FORMS[name]
    lines = [form(number, line) if line.strip() else line for number, line in enumerate(text.splitlines())]
    return ("\n".join(lines) + "\n").encode()


def surrounded(data: bytes, size: int, *, seed: int = 3) -> bytes:
    """The log in the middle of `size` bytes of other lines."""
    other = _others(size // 2, seed)
    return other + b"\n" + _text(data).encode() + b"\n" + other


def _text(data: bytes) -> str:
    return data.decode("utf-16") if data.startswith(b"\xff\xfe") else data.decode("utf-8", "replace")


WORDS = [
    "building",
    "package",
    "compile",
    "module",
    "downloading",
    "step",
    "run",
    "checkout",
    "cached",
    "info",
    "debug",
    "layer",
    "sha256",
    "pass",
    "elapsed",
    "request",
    "handler",
    "service",
    "config",
    "✓",
    "resolving",
    "bundle",
    "assets",
    "created",
    "with",
    "modules",
    "warning",
    "deprecated",
    "12",
    "137.5",
    "memory",
]


def _others(size: int, seed: int) -> bytes:
    chance = random.Random(seed)  # noqa: S311 - lines to read, no secret
    lines = [" ".join(chance.choices(WORDS, k=chance.randrange(3, 14))) for _ in range(4000)]
    block = ("\n".join(lines) + "\n").encode()
    return block * (size // len(block) + 1)
