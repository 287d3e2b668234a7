"""The recommendation that `--memory auto` stands for."""

from __future__ import annotations

import argparse
from pathlib import PurePosixPath

from wslmem.cli import output, watched_survey
from wslmem.errors import UnavailableError, WslmemError
from wslmem.machine.host.paths import MachinePaths
from wslmem.sizing.recommendation import Recommendation
from wslmem.telling import status
from wslmem.text import Text
from wslmem.workflows.survey import Survey

NOTHING_CHANGED = Text("nothing changed")


def advise(options: argparse.Namespace, paths: MachinePaths) -> Recommendation:
    """The recommendation for the project that the options name.

    Raises:
        WslmemError: host or project could not be read; says why.
    """
    known = watched_survey.take(options, paths, project=options.project)
    if known.recommendation is None or known.estimate is None:
        raise why_none(known)
    _warn(known)
    return known.recommendation


def of_command(options: argparse.Namespace, paths: MachinePaths) -> Recommendation:
    """The recommendation for a command that was run and measured before, in the folder that the options name.

    Raises:
        NotFoundError: it was never run; says how to.
        WslmemError: this computer could not be read.
    """
    import shlex

    from wslmem.workflows.run.past import measured
    from wslmem.workflows.scan import guest_path
    from wslmem.workflows.survey import advise as advised
    from wslmem.workflows.survey import container

    known = container(watched_survey.take(options, paths, project=None), options.project)
    processors = known.effective.processors.value or (known.host.processors if known.host else 1)
    folder = PurePosixPath(guest_path(paths, options.project))  # as `run` and `bench` keep it, on either side
    found = measured(shlex.split(options.command), folder, paths.state_dir, processors)
    recommendation = advised(known, found).recommendation
    if recommendation is None:
        raise why_none(known)
    _warn(known)
    return recommendation


def _warn(known: Survey) -> None:
    for fact in status.warnings(known):
        output.aloud(Text("{label}: {text}", label=fact.label, text=fact.text))


def why_none(known: Survey) -> WslmemError:
    """Why there is no recommendation, as an error."""
    if not known.failures:
        return UnavailableError(Text("neither this computer nor the project could be read"), on_disk=NOTHING_CHANGED)
    first = known.failures[-1]  # the project's, where there is one: it is read last
    sizes = Text("give the sizes yourself: wslmem apply --memory 8GB --swap 2GB")
    next_step = Text("{step}; or {sizes}", step=first.next_step, sizes=sizes) if first.next_step else sizes
    return first.saying(on_disk=first.on_disk or NOTHING_CHANGED, next_step=next_step)
