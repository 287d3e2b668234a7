"""The command line: arguments in, the result on stdout, the story on stderr, an exit code. Never Textual."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `wslmem ARGUMENTS` and return its exit code (see `wslmem.errors.Exit`)."""
    from wslmem.cli.boundary import guarded

    return guarded(list(sys.argv[1:] if arguments is None else arguments))
