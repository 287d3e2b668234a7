"""What-if: options that name another computer or another way to build, and what comes of them."""

from __future__ import annotations

import argparse

from wslmem.cli import output, watched_survey
from wslmem.cli.advice import why_none
from wslmem.cli.built import flags_of, size
from wslmem.machine.host import host_memory
from wslmem.machine.host.paths import MachinePaths
from wslmem.sizing.recommendation import Recommendation
from wslmem.text import Text
from wslmem.words import say
from wslmem.workflows import other_computer, what_if
from wslmem.workflows.what_if import Computer

HOST_OPTIONS = ("host_memory", "host_processors", "commit_limit", "hosts")


def add_hosts(parser: argparse.ArgumentParser) -> None:
    """Add the computer that is not this one."""
    group = parser.add_argument_group(say("for another computer"))
    group.add_argument("--host-memory", metavar="SIZE", help=say("its RAM, such as 16GB"))
    group.add_argument("--host-processors", metavar="N", help=say("its logical processors (default: as this computer)"))
    group.add_argument("--commit-limit", metavar="SIZE", help=say("its RAM and page file together (default: no limit)"))
    group.add_argument("--hosts", metavar="SIZE,SIZE,...", help=say("a table over several, such as 8GB,16GB:12,32GB"))


def asked(options: argparse.Namespace) -> bool:
    """Whether anything is to be otherwise than it is."""
    return (
        bool(options.packages)
        or any(getattr(options, name) is not None for name in (*HOST_OPTIONS, "parallelism", "flags", "tags"))
        or options.race
        or options.test
        or options.cover
        or options.vet
    )


def computers(options: argparse.Namespace, paths: MachinePaths) -> tuple[Computer, ...]:
    """Those that are named; empty where it is this one.

    Raises:
        UsageError: a size or number that no computer has; or both ways to name one.
        WslmemError: a figure is left to this computer, which cannot be read.
    """
    if options.hosts is not None:
        if options.host_memory is not None:
            raise other_computer.refused(
                Text("--hosts names the RAM of each; omit --host-memory"), "--hosts 8GB,16GB,32GB"
            )
        rows = [row.strip() for row in options.hosts.split(",") if row.strip()]
        if not rows:
            raise other_computer.refused(Text("--hosts names no computer"), "--hosts 8GB,16GB,32GB")
        return tuple(_computer(options, paths, row) for row in rows)
    if not any(getattr(options, name) is not None for name in HOST_OPTIONS):
        return ()
    memory = options.host_memory or f"{host_memory.read(paths).total}B"
    return (_computer(options, paths, memory, name="--host-memory"),)


def _computer(options: argparse.Namespace, paths: MachinePaths, row: str, *, name: str = "--hosts") -> Computer:
    ram, colon, after = row.partition(":")
    count = after if colon else options.host_processors
    processors = host_memory.read(paths).processors if count is None else 0
    if count is not None:
        processors = other_computer.count(name if colon else "--host-processors", count)
    memory = other_computer.size(name, ram)
    limit = None if options.commit_limit is None else other_computer.size("--commit-limit", options.commit_limit)
    return other_computer.computer(memory, processors, "--commit-limit", limit)


def elsewhere(
    options: argparse.Namespace, paths: MachinePaths, wanted: tuple[Computer, ...]
) -> tuple[tuple[Computer, Recommendation], ...]:
    """The recommendation for each computer; the project is sized once."""
    flags = flags_of(options)
    project = size(options, paths, flags)
    for caution in project.cautions:
        output.warn(caution.text)
    return tuple((one, what_if.elsewhere(project, flags, one)) for one in wanted)


def here(options: argparse.Namespace, paths: MachinePaths) -> Recommendation:
    """The recommendation for this computer, of a build started otherwise."""
    flags = flags_of(options)
    known = watched_survey.take(options, paths, project=None)
    project = size(options, paths, flags)
    for caution in (*known.cautions, *project.cautions):
        output.warn(caution.text)
    found = what_if.here(known, project, flags)
    if found is None:
        raise why_none(known)
    return found
