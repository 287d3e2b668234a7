"""`wslmem run -- COMMAND` on Windows: the command runs in the distribution, the line at its end is the same."""

from __future__ import annotations

import argparse

from wslmem.cli.machine import paths_of
from wslmem.cli.run_end import tell_end
from wslmem.errors import UnavailableError
from wslmem.text import Text
from wslmem.workflows.run.inside import run_inside


def run(options: argparse.Namespace, argv: list[str]) -> int:
    """Run the command; its exit code.

    Raises:
        UnavailableError: an option that only a wslmem in the distribution can follow.
    """
    given = {
        "--memory": options.memory,
        "--swap": options.swap,
        "--jobs": options.jobs,
        "--time-limit": options.time_limit,
    }
    wanted = next((name for name, value in given.items() if value is not None), None)
    if wanted is not None:
        raise UnavailableError(
            Text("{option} needs wslmem in the distribution: from outside a command is only watched", option=wanted),
            on_disk=Text("unchanged; the command was not started"),
            next_step=Text("install it there and run it there: pipx install wslmem"),
        )
    ended = run_inside(paths_of(options), argv, distribution=options.distribution, folder=options.cd)
    tell_end(ended.end, ended.seen, options)
    return ended.end.exit_code
