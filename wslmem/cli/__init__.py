"""The command line: arguments in, the result on stdout, the story on stderr, an exit code. Never Textual."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # typing's own constant costs an import that the express lane does without
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `wslmem ARGUMENTS` and return its exit code (see `wslmem.errors.Exit`)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:2] == ["run", "--"] and hasattr(os, "fork"):
        from wslmem.cli import run_lane

        code = run_lane.plainly(given[2:])
        if code is not None:
            return code
    from wslmem.cli import express

    if express.nothing_to_do(given):
        return 0
    if given[:1] == ["__complete"]:
        from wslmem.cli import complete

        return complete.run(given[1:])
    from wslmem.cli.boundary import guarded

    return guarded(given)
