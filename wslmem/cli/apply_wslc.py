"""`wslmem apply --wslc-memory`: the other VM, alone or beside settings of `.wslconfig`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from wslmem.cli.settings import KEYS, check_size
from wslmem.documents.apply import WslcChange
from wslmem.machine.host.paths import MachinePaths

if TYPE_CHECKING:
    from wslmem.telling.fact import Fact
    from wslmem.workflows.wslc import Changed, Planned

NAME = "wslc-memory"


def planned(options: argparse.Namespace, paths: MachinePaths) -> Planned | None:
    """The change that is asked for; None where none is. Raises as `workflows.wslc.planned`, and for a bad size."""
    if options.wslc_memory is None:
        return None
    from wslmem.workflows.wslc import planned as plan

    value = options.wslc_memory
    return plan(paths, value if value == "default" else check_size(NAME, value))


def is_alone(options: argparse.Namespace) -> bool:
    """Whether nothing of `.wslconfig` is asked for."""
    return options.wslc_memory is not None and not options.profile and not any(getattr(options, key) for key in KEYS)


def diff(wanted: Planned | None) -> str:
    """What would change, as a unified diff."""
    if wanted is None or not wanted.changes:
        return ""
    from wslmem.wslconfig.diff import unified

    return unified(wanted.content.data or b"", wanted.after, str(wanted.paths.wslconfig))


def foretold(wanted: Planned) -> tuple[Fact, ...]:
    """What would change, for a person."""
    from wslmem.telling import wslc

    return wslc.foretold(wanted)


def told(done: Changed) -> tuple[Fact, ...]:
    """What changed, for a person."""
    from wslmem.telling import wslc

    return wslc.changed(done)


def document(wanted: Planned | None, done: Changed | None) -> WslcChange | None:
    """What a script reads of it."""
    if wanted is None:
        return None
    from wslmem.wslc.settings import read

    return WslcChange(
        path=str(wanted.paths.wslconfig),
        changed=done is not None and done.changed,
        would_change=wanted.changes,
        memory=read(wanted.after).memory,
        diff=diff(wanted),
        backup=str(done.backup.path) if done is not None and done.backup is not None else None,
    )
