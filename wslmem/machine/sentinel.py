"""Scripts for the guest whose end and exit code can be trusted.

wsl.exe ends with 1 when the guest vanishes, with 9 when a signal ends the command, and turns the guest's 67 and 87 into
errors of its own (WSL: interop.cpp, init.cpp, WslClient.cpp). So a script runs between two lines that only it can
print, the second one with its exit code, and the shell around it always ends with 0.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

_FRAME = """\
LC_ALL=C
export LC_ALL
echo {begin}
case $1 in '~') cd ;; *) cd -- "$1" ;; esac || {{ echo {nowhere}; exit 0; }}
shift
(
{text}
) </dev/null
printf '%s %d\\n' {end} "$?"
exit 0
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """What came back between the two lines."""

    stdout: bytes
    """Exactly what the script printed."""
    exit_code: int
    """0 to 255, as a shell tells it: 128+N after signal N."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The two lines of one call."""

    nonce: str

    @classmethod
    def fresh(cls) -> Frame:
        """A frame that no output can hold by chance."""
        return cls(secrets.token_hex(8))

    def wrap(self, text: str) -> bytes:
        """The script to feed to `/bin/sh -s -- FOLDER ARGS...`; `text` sees ARGS only, and an empty stdin."""
        begin, nowhere, end = (f"WSLMEM-{word}-{self.nonce}" for word in ("BEGIN", "NOWHERE", "END"))
        return _FRAME.format(text=text, begin=begin, nowhere=nowhere, end=end).encode()

    def unwrap(self, stdout: bytes) -> Ended | None:
        """What the script printed; None when it did not reach its end.

        Raises:
            LookupError: the folder to work in does not exist.
        """
        if f"WSLMEM-NOWHERE-{self.nonce}".encode() in stdout:
            raise LookupError("no such folder in the distribution")
        begin = f"WSLMEM-BEGIN-{self.nonce}\n".encode()
        end = re.compile(b"WSLMEM-END-" + self.nonce.encode() + b" ([0-9]+)\n")
        start = stdout.find(begin)
        ends = list(end.finditer(stdout))
        if start < 0 or len(ends) != 1:
            return None
        return Ended(stdout[start + len(begin) : ends[0].start()], int(ends[0][1]))
