"""A survey driven from the command line: its last snapshot, with progress for who watches."""

from __future__ import annotations

import argparse

from wslmem.cli import output
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.wsl import distributions
from wslmem.text import Text
from wslmem.workflows.survey import Survey, survey

LOOKING = Text("Checking this computer, WSL and the project...")


def take(options: argparse.Namespace, paths: MachinePaths, *, project: str | None) -> Survey:
    """The complete survey.

    Raises:
        NotFoundError, UsageError: no such distribution.
        WslmemError: the file cannot be read.
    """
    output.progress(LOOKING)
    *_, known = survey(paths, project=project, distribution=options.distribution)
    if options.distribution and known.wsl is not None and known.wsl.problem is None:
        distributions.pick(known.wsl.distributions, options.distribution)
    return known
