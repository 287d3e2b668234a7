"""An error as lines of the command line."""

from __future__ import annotations

from wslmem.cli.columns import laid_out
from wslmem.cli.ink import inked
from wslmem.errors import WslmemError
from wslmem.telling import errors
from wslmem.telling.fact import Tone
from wslmem.text import Text
from wslmem.words import tell


def as_text(error: WslmemError) -> str:
    """The error in the reader's language: the cause, and each other part on a line of its own."""
    head = tell(Text("wslmem: {said}", said=errors.headline(error).text))
    rest = (one.labelled(Text("{label}:", label=one.label)) for one in errors.rest(error))
    return "\n".join([inked(head, Tone.BAD), *laid_out(rest)])
