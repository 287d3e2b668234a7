"""Commands for the guest whose end and exit code can be trusted.

wsl.exe ends with 1 when the guest vanishes, with 9 when a signal ends the command, and turns the guest's 67 and 87
into errors of its own (WSL: interop.cpp, init.cpp, WslClient.cpp). So a command runs inside a shell that tells its exit
code in a line that nobody else can print, and always ends with 0 itself.
"""

from __future__ import annotations

import os
from typing import NamedTuple

from wslmem.records import record

_SCRIPT = """\
LC_ALL=C
export LC_ALL
echo WSLMEM-BEGIN-{nonce}
case $1 in '~') cd ;; *) cd -- "$1" ;; esac || {{ echo WSLMEM-NOWHERE-{nonce}; exit 0; }}
shift
(
{text}
) </dev/null
printf '%s %d\\n' WSLMEM-END-{nonce} "$?"
exit 0
"""

PROGRAM = """\
end=$1
case $2 in '~') cd ;; *) cd -- "$2" ;; esac || { echo "WSLMEM-NOWHERE-$end" >&2; exit 0; }
shift 2
(exec "$@")
printf 'WSLMEM-END-%s %d\\n' "$end" "$?" >&2
exit 0
"""
"""For `/bin/sh -c PROGRAM sh NONCE FOLDER ARGV...`: its own line goes to stderr, stdout is the program's alone."""


@record
class Ended:
    """What came back of a command that reached its end."""

    output: bytes
    """The stream with the shell's own lines taken out."""
    exit_code: int
    """0 to 255, as a shell tells it: 128+N after signal N, 127 for a program that was not found."""


@record
class Frame:
    """The lines of one call."""

    nonce: str

    @classmethod
    def fresh(cls) -> Frame:
        """A frame that no output can hold by chance."""
        return cls(os.urandom(8).hex())

    def wrap(self, text: str) -> bytes:
        """The script to feed to `/bin/sh -s -- FOLDER ARGS...`; `text` sees ARGS only, and an empty stdin."""
        return _SCRIPT.format(text=text, nonce=self.nonce).encode()

    def of_script(self, stdout: bytes) -> Ended | None:
        """What the script printed; None when it did not reach its end.

        Raises:
            LookupError: the folder to work in does not exist.
        """
        begin = f"WSLMEM-BEGIN-{self.nonce}\n".encode()
        start = stdout.find(begin)
        end = self._end(stdout)
        if start < 0 or end is None:
            return None
        return Ended(stdout[start + len(begin) : end.start], end.code)

    def of_program(self, stderr: bytes) -> Ended | None:
        """What the program, and wsl.exe, printed on stderr; None when it did not reach its end.

        Raises:
            LookupError: the folder to work in does not exist.
        """
        end = self._end(stderr)
        return end and Ended(stderr[: end.start] + stderr[end.stop :], end.code)

    def _end(self, stream: bytes) -> _End | None:
        """Where the last line of the shell stands; None without one, and where it is there twice."""
        if f"WSLMEM-NOWHERE-{self.nonce}".encode() in stream:
            raise LookupError
        mark = f"WSLMEM-END-{self.nonce} ".encode()
        start = stream.find(mark)
        if start < 0 or stream.find(mark, start + 1) >= 0:
            return None
        code, newline, _ = stream[start + len(mark) : start + len(mark) + _LONGEST].partition(b"\n")
        stop = start + len(mark) + len(code) + 1
        return _End(start, stop, int(code)) if newline and code.isdigit() else None


class _End(NamedTuple):
    """The line that tells the exit code."""

    start: int
    stop: int
    code: int


_LONGEST = 8
"""An exit code has three digits and a line end; whatever is longer is none."""
