"""The two streams of wsl.exe's own words: UTF-16LE or UTF-8, CRLF; the guest's bytes never come through here."""

from __future__ import annotations

import os

from .lean import dataclass


@dataclass(frozen=True, slots=True)
class Console:
    """Where wsl.exe writes its own text (WSL: wslutil.cpp, CRT text modes _O_U16TEXT and _O_U8TEXT)."""

    stdout: int
    """File descriptor."""
    stderr: int
    utf8: bool
    """WSL_UTF8=1 and a release that knows it; else UTF-16LE without BOM."""
    line_end: str = "\r\n"
    warnings: bool = True
    """False with WSL_DISABLE_WARNINGS=1."""
    noise: bytes = b""
    """Bytes of nobody's before each text on stdout: the fault `garbage-stdout`."""

    def say(self, text: str) -> None:
        """Write to stdout, where wsl.exe's results and errors both go (WSL: wslutil.h, PrintMessage)."""
        _write(self.stdout, self.noise + self._encoded(text))

    def warn(self, text: str) -> None:
        """Write one `wsl: ...` line to stderr (WSL: ExecutionContext.cpp, EMIT_USER_WARNING)."""
        if self.warnings:
            _write(self.stderr, self._encoded(f"wsl: {text}\n"))

    def _encoded(self, text: str) -> bytes:
        text = text.replace("\n", self.line_end)
        return text.encode("utf-8" if self.utf8 else "utf-16-le", "surrogatepass")


def _write(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]
