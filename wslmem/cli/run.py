"""`wslmem run -- COMMAND`: what one puts before a build, as one puts `time`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wslmem.cli import given, output
from wslmem.errors import CannotCreateError, NotFoundError, UnavailableError, UsageError
from wslmem.machine.host import paths as machine_paths
from wslmem.text import Text
from wslmem.words import say

if TYPE_CHECKING:  # Windows lacks what these are made of, and asks this module for its help alone
    import argparse

    from wslmem.machine.run import group as groups
    from wslmem.workflows.run.arrange import Prepared


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only run knows."""
    parser.add_argument("--memory", metavar="SIZE|auto", help=say("contain it: only the build dies, nothing beside it"))
    parser.add_argument("--swap", metavar="SIZE", help=say("with --memory: swap it may use as well (default: none)"))
    parser.add_argument("--jobs", metavar="N|auto|keep", help=say("jobs of a known tool (default: auto with --memory)"))
    parser.add_argument(
        "--cd", metavar="DIR", help=say("run it in this folder; from Windows also one of the distribution")
    )
    parser.add_argument("--time-limit", metavar="SECONDS", type=given.seconds, help=say("end it after this time"))
    parser.add_argument("--no-live", action="store_true", help=say("no line while it runs"))
    parser.add_argument("command", nargs="...", metavar="-- COMMAND", help=say("the command, as you type it"))


def run(options: argparse.Namespace) -> int:
    """Run the command; its exit code."""
    argv = options.command[1:] if options.command[:1] == ["--"] else options.command
    if not argv:
        raise UsageError(Text("no command to run"), next_step=Text("wslmem run -- go build ./..."))
    if options.distribution is not None or not hasattr(os, "fork"):
        from wslmem.cli import run_inside

        return run_inside.run(options, argv)
    from wslmem.machine.run.readings import SEEN

    if not os.access(SEEN, os.R_OK):
        raise UnavailableError(
            Text("a command cannot be watched here: {path} is not there", path=SEEN),
            on_disk=Text("unchanged; the command was not started"),
            next_step=Text("mount /proc, or run the command without wslmem"),
        )
    if options.cd is not None:
        _go_to(options.cd)
    from wslmem.cli import run_end
    from wslmem.machine.run import child as children
    from wslmem.machine.run.watch import Watch
    from wslmem.workflows.run.arrange import prepare

    prepared = prepare(
        argv,
        memory=options.memory,
        swap=options.swap,
        jobs=options.jobs,
        state_dir=machine_paths.state_folder(),
        environment=dict(os.environ),  # noqa: TID251 - handed to the command
    )
    made = _group(options, prepared)
    _tell_arranged(options, prepared)
    told = _told(argv, prepared.settings)
    try:
        started = children.start(told, made)
    except OSError as error:
        raise CannotCreateError(
            Text("no process can be started: {why}", why=error.strerror), on_disk=Text("unchanged")
        ) from error
    looking = Watch(started, made, limit=prepared.limit, time_limit=options.time_limit)
    return run_end.attend(argv, started, made, looking, prepared=prepared, options=options)


def _told(argv: list[str], settings: tuple[tuple[str, str], ...]) -> list[str]:
    """Tell the tool how many jobs: by its variables, or by an option in what comes back."""
    for name, value in settings:
        if name:
            os.environ[name] = value  # noqa: TID251 - handed to the command
        else:
            from wslmem.sizing.commands import with_option

            argv = with_option(argv, value)
    return argv


def _go_to(folder: str) -> None:
    try:
        os.chdir(os.path.expanduser(folder))  # noqa: PTH111 - what the command starts in
    except OSError as error:
        raise NotFoundError(
            Text("cannot go to this folder: {why}", why=error.strerror),
            place=folder,
            on_disk=Text("unchanged; the command was not started"),
        ) from error


def _group(options: argparse.Namespace, prepared: Prepared) -> groups.Group | None:
    """The group; with a limit there must be one, by systemd where the kernel gives us none."""
    from wslmem.machine.run import group as groups
    from wslmem.machine.run import scope

    inside = os.environ.pop(scope.INSIDE, None) is not None  # noqa: TID251 - between us and ourselves
    made = groups.make_within_scope() if inside else groups.make()
    if prepared.limit is None:
        return made
    if made is None and not inside:
        arguments = _again(options, prepared)
        command = scope.command(arguments, prepared.limit, prepared.swap)
        os.environ[scope.INSIDE] = "1"  # noqa: TID251 - as above
        os.execv(command[0], command)  # noqa: S606 - systemd's own program; we go on inside
    if made is None:
        raise CannotCreateError(
            Text("the scope that systemd made is not ours to divide"), on_disk=Text("unchanged; nothing was started")
        )
    made.limit(prepared.limit, prepared.swap)
    return made


def _again(options: argparse.Namespace, prepared: Prepared) -> list[str]:
    """The arguments for ourselves in the scope: the limit as it was worked out here."""
    words = [f"--memory={prepared.limit}", f"--swap={prepared.swap}"]
    words += [f"--jobs={options.jobs}"] if options.jobs else []
    words += [f"--time-limit={options.time_limit}"] if options.time_limit else []
    words += ["--quiet"] if options.quiet else []
    words += ["--no-live"] if options.no_live else []
    words += ["--json"] if options.json else []
    words += [f"--log={options.log}"] if options.log else []
    words += [f"--lang={options.lang}"] if options.lang else []
    return [*words, *options.command]


def _tell_arranged(options: argparse.Namespace, prepared: Prepared) -> None:
    if options.quiet:
        return
    from wslmem.telling.run import arranged
    from wslmem.words import tell

    for one in arranged(prepared):
        output.story(f"wslmem: {tell(one)}")
