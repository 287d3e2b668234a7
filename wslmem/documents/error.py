"""A command that failed."""

from __future__ import annotations

from wslmem.errors import Exit, WslmemError
from wslmem.records import record
from wslmem.text import Text

SCHEMA = "wslmem/error/1"


@record
class Failure:
    """What a person needs to act on it."""

    cause: Text
    """What happened and why."""
    place: Text | None
    """File, line or command it happened at."""
    on_disk: Text | None
    """What the files hold now."""
    next_step: Text | None
    """What can be done."""


@record
class ErrorDocument:
    """Printed by any command that fails."""

    exit: Exit
    """The exit code of the command."""
    error: Failure


def document(error: WslmemError) -> ErrorDocument:
    """What is printed for `error`."""
    failure = Failure(error.cause, error.place or None, error.on_disk or None, error.next_step or None)
    return ErrorDocument(error.exit, failure)
