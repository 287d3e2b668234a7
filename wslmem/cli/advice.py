"""The recommendation that `--memory auto` stands for."""

from __future__ import annotations

import argparse

from wslmem.cli import output, watched_survey
from wslmem.errors import UnavailableError
from wslmem.machine.host.paths import MachinePaths
from wslmem.sizing.recommendation import Recommendation
from wslmem.text import Text


def advise(options: argparse.Namespace, paths: MachinePaths) -> Recommendation:
    """The advice for the project that the options name.

    Raises:
        UnavailableError: host or project could not be read; says which.
    """
    known = watched_survey.take(options, paths, project=options.project)
    if known.recommendation is None or known.estimate is None:
        reasons = "; ".join(str(caution.text) for caution in known.cautions) or "nothing is known of host or project"
        raise UnavailableError(
            Text("no advice can be given: {reasons}", reasons=reasons),
            place=str(options.project),
            on_disk=Text("unchanged"),
            next_step=Text(
                "name the folder of a Go project, or give sizes instead of auto (apply: --memory 8GB --swap "
                "2GB; bench: --after memory=8GB,swap=2GB)"
            ),
        )
    for caution in known.cautions:
        output.story(f"caution: {caution.text}")
    return known.recommendation
