"""What can go wrong, told so that a person can act on it.

An error says the cause, the place, what is on disk now, and the next step. Its class decides the exit code
(sysexits where one fits), so that scripts can tell the cases apart.
"""

from __future__ import annotations

from enum import IntEnum

from wslmem.text import Text, verbatim

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Self


class Exit(IntEnum):
    """The exit codes of every command. Frozen: they change only with a major version."""

    OK = 0
    FAILED = 1
    WOULD_CHANGE = 2
    NOT_EFFECTIVE = 3
    BUILD_FAILED = 4
    USAGE = 64
    UNSAFE_FILE = 65
    NOT_FOUND = 66
    UNAVAILABLE = 69
    BUG = 70
    CANNOT_CREATE = 73
    CANNOT_WRITE = 74
    BUSY = 75
    NOT_PERMITTED = 77
    TIME_LIMIT = 124
    HUNG_UP = 129
    INTERRUPTED = 130
    TERMINATED = 143


class WslmemError(Exception):
    """A failure that wslmem understands.

    Args:
        cause: one sentence, without a full stop: what happened and why.
        place: file, line or command it happened at; may be empty.
        on_disk: what the files hold now ("unchanged; the new text is in ..."); may be empty.
        next_step: what a person can do; may be empty.
    """

    exit = Exit.FAILED

    def __init__(
        self,
        cause: Text,
        *,
        place: Text | str = "",
        on_disk: Text | str = "",
        next_step: Text | str = "",
    ) -> None:
        super().__init__(str(cause))
        self.cause = _sentence(cause)
        self.place = _sentence(place)
        self.on_disk = _sentence(on_disk)
        self.next_step = _sentence(next_step)

    def saying(self, *, on_disk: Text | str, next_step: Text | str) -> Self:
        """The same failure, of the same kind and with all that it knows, told with these two."""
        told = type(self).__new__(type(self), *self.args)
        told.__dict__ |= self.__dict__ | {"on_disk": _sentence(on_disk), "next_step": _sentence(next_step)}
        return told

    def __str__(self) -> str:
        lines = [f"{self.place}: {self.cause}" if self.place else str(self.cause)]
        if self.on_disk:
            lines.append(f"  on disk: {self.on_disk}")
        if self.next_step:
            lines.append(f"  next: {self.next_step}")
        return "\n".join(lines)


def _sentence(words: Text | str) -> Text:
    """What is no sentence is a path, or what another program said."""
    return words if isinstance(words, Text) else verbatim(words)


class UsageError(WslmemError):
    exit = Exit.USAGE


class UnsafeFileError(WslmemError):
    """The file cannot be edited without risk to what it says."""

    exit = Exit.UNSAFE_FILE


class NotFoundError(WslmemError):
    exit = Exit.NOT_FOUND


class UnavailableError(WslmemError):
    """WSL, or a tool that the command needs, is not to be had on this machine."""

    exit = Exit.UNAVAILABLE


class CannotCreateError(WslmemError):
    exit = Exit.CANNOT_CREATE


class CannotWriteError(WslmemError):
    exit = Exit.CANNOT_WRITE


class BusyError(WslmemError):
    """Another run holds the lock, or the file changed meanwhile."""

    exit = Exit.BUSY


class NotPermittedError(WslmemError):
    exit = Exit.NOT_PERMITTED


class TimeLimitError(WslmemError):
    exit = Exit.TIME_LIMIT


class CancelledError(WslmemError):
    """The person, or the terminal, asked to stop."""

    exit = Exit.INTERRUPTED
