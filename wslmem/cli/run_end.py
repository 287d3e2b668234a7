"""The end of a command that was run and watched: judged, told, remembered.

It is imported beside a command that has a processor's time to itself, so it imports what only some ends need when they
come: nine of ten end well, in English.
"""

from __future__ import annotations

from wslmem.machine.run import own_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from wslmem.machine.run import child as children
    from wslmem.machine.run import group as groups
    from wslmem.machine.run.servers import Server
    from wslmem.machine.run.watch import Seen, Watch
    from wslmem.text import Text
    from wslmem.workflows.run.arrange import Prepared
    from wslmem.workflows.run.end import RunEnd


def attend(
    argv: list[str],
    started: children.Child,
    made: groups.Group | None,
    looking: Watch,
    *,
    prepared: Prepared | None = None,
    options: argparse.Namespace | None = None,
) -> int:
    """Watch a started command to its end, tell, remember; its exit code."""
    started.expect_signals()
    import wslmem.machine.host.paths
    import wslmem.workflows.run.end  # noqa: F401 - now, beside the command, for its end
    from wslmem.cli import run_line
    from wslmem.machine.run import servers

    earlier = servers.before(started.pid)
    wanted = run_line.wanted() and not (options and options.no_live)
    live = run_line.LiveLine(prepared.limit if prepared else None) if wanted else None
    status = None
    try:
        while status is None:
            status = looking.to_the_end(live.show if live else None)
    finally:
        if live is not None:
            live.clear()
    return finish(argv, started, made, looking, status, prepared=prepared, options=options, earlier=earlier)


def finish(
    argv: list[str],
    started: children.Child,
    made: groups.Group | None,
    looking: Watch,
    status: int,
    *,
    prepared: Prepared | None = None,
    options: argparse.Namespace | None = None,
    earlier: Sequence[Server] = (),
) -> int:
    """Judge a command that ended, clean up, tell, remember; its exit code."""
    from wslmem.workflows.run.end import conclude, exit_code

    try:
        end = conclude(argv, looking, status, prepared=prepared, earlier=earlier)
        tell_end(end, looking.seen, options)
    except Exception as error:  # noqa: BLE001 - said as a bug, and the command's own exit code is not lost to it
        from wslmem.text import Text

        _aloud(Text("internal error: {kind}: {error}", kind=type(error).__name__, error=error))
    finally:
        if made is not None and not made.remove():
            _aloud(f"wslmem: {made.path} could not be removed")
        started.close()
    started.die_interrupted(status)
    return exit_code(looking.seen, status)


def tell_end(end: RunEnd, seen: Seen, options: argparse.Namespace | None) -> None:
    """Tell the line at the end, why it died, the job's page, and keep it for later runs."""
    from wslmem.machine.host.paths import state_folder
    from wslmem.workflows.run.end import remember, summarise

    if options is not None and options.json:
        _tell_document(end)
    elif options is None or not options.quiet or end.verdict is not None:
        _tell_line(end, seen, plainly=options is None)
        _tell_why(end)
        _tell_servers(end)
    summarise(lambda: _summary(end))
    problem = remember(end, state_folder())
    if problem is not None:
        _aloud(f"wslmem: {problem}")


def _tell_document(end: RunEnd) -> None:
    from wslmem.cli import output
    from wslmem.documents.run import SCHEMA
    from wslmem.telling import run as telling

    _begin_line()
    _aloud(output.as_line(telling.document(end), SCHEMA).rstrip())  # stdout is the command's own


def _tell_line(end: RunEnd, seen: Seen, *, plainly: bool) -> None:
    from wslmem.machine.files import traces
    from wslmem.telling.run_brief import line

    told = line(seen, end.wall, end.peak, end.limit)
    if plainly and traces.english():
        own_line.tell(f"wslmem: {told}")
        return
    from wslmem.words import tell

    _begin_line()
    _aloud(f"wslmem: {tell(told)}")


def _begin_line() -> None:
    """Let what follows stand on a line of its own, wherever the command's output ended."""
    from wslmem.cli import streams

    streams.write_story(own_line.before())


def _aloud(text: str | Text) -> None:
    from wslmem.cli import output

    output.aloud(text)


def _tell_why(end: RunEnd) -> None:
    if end.verdict is None:
        return
    from wslmem.cli.columns import laid_out
    from wslmem.telling import run as telling

    for fact in laid_out(tuple(telling.verdict(end))):
        _aloud(f"wslmem: {fact}")


def _tell_servers(end: RunEnd) -> None:
    """What is missing in the figures, and how it would be in them."""
    if not end.servers:
        return
    from wslmem.telling.run_servers import elsewhere
    from wslmem.words import tell

    for one in elsewhere(end):
        _aloud(f"wslmem: {tell(one)}")


def _summary(end: RunEnd) -> str:
    from wslmem.telling import run as telling

    return telling.summary(end)
