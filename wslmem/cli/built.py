"""Options that say what is built, and how."""

from __future__ import annotations

import argparse
import shlex

from wslmem.cli import output
from wslmem.errors import UsageError
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.project.project_scan import EVERYTHING
from wslmem.records import replace
from wslmem.sizing.go_flags import BuildFlags, parse
from wslmem.sizing.project import GoProject
from wslmem.text import Text
from wslmem.words import say
from wslmem.workflows import other_computer, scan


def add_build(parser: argparse.ArgumentParser) -> None:
    """Add how the build is started."""
    parser.add_argument(
        "packages", nargs="*", metavar="PACKAGE", help=say("what is built there, such as ./cmd/app (default: ./...)")
    )
    parser.add_argument("-p", metavar="N", dest="parallelism", help=say("for go build -p N"))
    parser.add_argument("--tags", metavar="LIST", help=say("build tags, comma-separated"))
    parser.add_argument("--race", action="store_true", help=say("of a build with -race"))
    parser.add_argument("--test", action="store_true", help=say("of what go test builds, instead of go build"))
    parser.add_argument("--cover", action="store_true", help=say("of a build with -cover: tells how to measure it"))
    parser.add_argument("--vet", action="store_true", help=say("of go vet: tells how to measure it"))
    parser.add_argument(
        "--flags", metavar="FLAGS", help=say('flags and variables of the build, such as "-ldflags=-w GOGC=50"')
    )


def flags_of(options: argparse.Namespace) -> BuildFlags:
    """How the build is started.

    Raises:
        UsageError: what cannot be estimated, or is no number.
    """
    for name, command in (("cover", "go build -cover"), ("vet", "go vet")):
        if getattr(options, name):
            raise _to_measure(name, shlex.join([*command.split(), *(options.packages or EVERYTHING)]))
    at = None if options.parallelism is None else other_computer.count("-p", options.parallelism)
    words = [
        options.flags or "",
        *([shlex.quote(f"-tags={options.tags}")] if options.tags else []),
        *(["-race"] if options.race else []),
    ]
    return replace(parse(" ".join(words), at), tests=options.test)


def _to_measure(name: str, command: str) -> UsageError:
    return UsageError(
        Text("--{name}: what {command} holds is not estimated, only measured", name=name, command=command),
        on_disk=Text("nothing changed"),
        next_step=Text('wslmem run -- {command}, and then: wslmem recommend --command "{command}"', command=command),
    )


def size(options: argparse.Namespace, paths: MachinePaths, flags: BuildFlags) -> GoProject:
    """The packages that are named, as a build with these flags compiles them.

    Raises:
        WslmemError: as `workflows.scan.scan`.
    """
    return scan.scan(
        paths,
        options.project,
        distribution=options.distribution,
        on_progress=output.progress,
        tags=flags.tags,
        patterns=options.packages,
        tests=flags.tests,
    )
