"""What-if: options that name another computer or another way to build, and what comes of them."""

from __future__ import annotations

import argparse

from wslmem.cli import output, watched_survey
from wslmem.cli.advice import why_none
from wslmem.errors import UsageError
from wslmem.machine.host import host_memory
from wslmem.machine.host.paths import MachinePaths
from wslmem.sizing.go_flags import BuildFlags, parse
from wslmem.sizing.project import GoProject
from wslmem.sizing.recommendation import Recommendation
from wslmem.text import Text
from wslmem.units import GIB, TIB, Bytes, guess_size, parse_size, whole
from wslmem.words import say
from wslmem.workflows import what_if
from wslmem.workflows.what_if import Computer

LEAST, MOST = Bytes(GIB), Bytes(64 * TIB)
"""Of RAM; less runs no WSL, and more than that Windows does not take."""
MOST_PROCESSORS = 2048
HOST_OPTIONS = ("host_memory", "host_processors", "commit_limit", "hosts")


def add_build(parser: argparse.ArgumentParser) -> None:
    """Add how the build is started."""
    parser.add_argument(
        "packages", nargs="*", metavar="PACKAGE", help=say("what is built there, such as ./cmd/app (default: ./...)")
    )
    parser.add_argument("-p", metavar="N", dest="parallelism", help=say("for go build -p N"))
    parser.add_argument(
        "--flags", metavar="FLAGS", help=say('flags and variables of the build, such as "-ldflags=-w GOGC=50"')
    )


def add_hosts(parser: argparse.ArgumentParser) -> None:
    """Add the computer that is not this one."""
    group = parser.add_argument_group(say("for another computer"))
    group.add_argument("--host-memory", metavar="SIZE", help=say("its RAM, such as 16GB"))
    group.add_argument("--host-processors", metavar="N", help=say("its logical processors (default: as this computer)"))
    group.add_argument("--commit-limit", metavar="SIZE", help=say("its RAM and page file together (default: no limit)"))
    group.add_argument("--hosts", metavar="SIZE,SIZE,...", help=say("a table over several, such as 8GB,16GB:12,32GB"))


def flags_of(options: argparse.Namespace) -> BuildFlags:
    """How the build is started.

    Raises:
        UsageError: what cannot be estimated, or is no number.
    """
    found = parse(options.flags or "")
    if options.parallelism is None:
        return found
    return parse(options.flags or "", _number("-p", options.parallelism, MOST_PROCESSORS))


def asked(options: argparse.Namespace) -> bool:
    """Whether anything is to be otherwise than it is."""
    return bool(options.packages) or any(
        getattr(options, name) is not None for name in (*HOST_OPTIONS, "parallelism", "flags")
    )


def computers(options: argparse.Namespace, paths: MachinePaths) -> tuple[Computer, ...]:
    """Those that are named; empty where it is this one.

    Raises:
        UsageError: a size or number that no computer has; or both ways to name one.
        WslmemError: a figure is left to this computer, which cannot be read.
    """
    if options.hosts is not None:
        if options.host_memory is not None:
            raise _refused(Text("--hosts names the RAM of each; omit --host-memory"), "--hosts 8GB,16GB,32GB")
        rows = [row.strip() for row in options.hosts.split(",") if row.strip()]
        if not rows:
            raise _refused(Text("--hosts names no computer"), "--hosts 8GB,16GB,32GB")
        return tuple(_computer(options, paths, row) for row in rows)
    if not any(getattr(options, name) is not None for name in HOST_OPTIONS):
        return ()
    memory = options.host_memory or f"{host_memory.read(paths).total}B"
    return (_computer(options, paths, memory, name="--host-memory"),)


def _computer(options: argparse.Namespace, paths: MachinePaths, row: str, *, name: str = "--hosts") -> Computer:
    size, colon, count = row.partition(":")
    number = count if colon else options.host_processors
    processors = host_memory.read(paths).processors if number is None else 0
    if number is not None:
        processors = _number(name if colon else "--host-processors", number, MOST_PROCESSORS)
    memory = _size(name, size)
    limit = None if options.commit_limit is None else _size("--commit-limit", options.commit_limit)
    if limit is not None and limit < memory:
        raise _refused(Text("--commit-limit is RAM and page file together, so it is not below the RAM"), "40GB")
    return Computer(memory, processors, limit)


def _size(name: str, text: str) -> Bytes:
    size = guess_size(f"{text}GB" if whole(text) is not None else text) or parse_size(text)
    if size is None or not LEAST <= size <= MOST:
        raise _refused(Text("{name}: no size of a computer: {text}", name=name, text=text), f"{name} 16GB")
    return Bytes(size)


def _number(name: str, text: str, most: int) -> int:
    count = whole(text)
    if not count or count > most:
        raise _refused(
            Text("{name}: not a whole number from 1 to {most}: {text}", name=name, most=most, text=text), f"{name} 8"
        )
    return count


def _refused(cause: Text, example: str) -> UsageError:
    return UsageError(cause, on_disk=Text("nothing changed"), next_step=Text("for example: {example}", example=example))


def size(options: argparse.Namespace, paths: MachinePaths, flags: BuildFlags) -> GoProject:
    """The packages that are named, as a build with these flags compiles them.

    Raises:
        WslmemError: as `workflows.scan.scan`.
    """
    return what_if.size(
        paths,
        options.project,
        flags,
        patterns=options.packages,
        distribution=options.distribution,
        on_progress=output.progress,
    )


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
