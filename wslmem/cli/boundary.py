"""The one place where an error becomes words and an exit code."""

from __future__ import annotations

import argparse
import errno
import os
import sys

from wslmem.cli import defaults, language, logged, notice, output, parser, stopping, streams
from wslmem.cli.error_text import as_text
from wslmem.errors import CancelledError, CannotWriteError, Exit, UnavailableError, UsageError, WslmemError
from wslmem.machine.system import stop_signals, terminal
from wslmem.text import Text

BLOCKED = 4551
"""ERROR_SYSTEM_INTEGRITY_POLICY_VIOLATION (winerror.h)."""


def guarded(arguments: list[str]) -> int:
    """Run a command line and return its exit code; nothing else leaves here."""
    output.begin()
    ours = arguments[: arguments.index("--")] if "--" in arguments else arguments
    with stop_signals.caught():
        try:
            code = logged.ended(_unless_lost(_ran(arguments, ours)))
            if code != Exit.OK and streams.is_terminal(sys.stderr) and terminal.closes_with_us():
                output.confirmed(Text("Press Enter to close this window."))
            return code
        finally:
            logged.close()


def _ran(arguments: list[str], ours: list[str]) -> int:
    """Dispatch; `ours` is what stands before `--`, where what is read before all arguments are is looked for."""
    as_json = "--json" in ours
    try:
        language.settle(ours)
        output.use_color(language.flag(ours, "--color"))
        _refuse_what_is_no_text(ours)
        logged.begin(language.flag(ours, "--log"), arguments)
        return int(dispatch(arguments))
    except SystemExit as leaving:  # --help and --version of argparse
        return leaving.code if isinstance(leaving.code, int) else 0
    except WslmemError as error:
        return int(_tell(stopping.named(error), as_json=as_json))
    except KeyboardInterrupt:
        stopped = CancelledError(Text("stopped"), on_disk=output.changed() or "", next_step=_look())
        return int(_tell(stopping.named(stopped), as_json=as_json))
    except Exception as error:  # noqa: BLE001 - the boundary: what is unexpected is a bug, said as one
        if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:  # wherever it is first looked at
            return int(_tell(_too_long(error), as_json=as_json))
        return int(_tell_bug(error, verbose="-v" in ours or "--verbose" in ours))


def _refuse_what_is_no_text(arguments: list[str]) -> None:
    """Half a character, as only another program can hand it over: no path and no value has it."""
    for word in arguments:
        try:
            os.fsencode(word)
        except UnicodeEncodeError:
            raise UsageError(Text("an argument is no text: {word}", word=repr(word)), place="wslmem") from None


def _unless_lost(code: int) -> int:
    """The exit code, unless all went well but for the result, which nobody got."""
    why, on_disk = streams.lost(), output.changed()
    if why is None:
        return code
    if on_disk is not None or not streams.reader_left():  # `| head` had enough, and needs no message
        _tell(
            CannotWriteError(
                Text("the result could not be written: {why}", why=why),
                place="stdout",
                on_disk=on_disk or Text("nothing changed"),
                next_step=_look(),
            ),
            as_json=False,
        )
    return Exit.CANNOT_WRITE if code in (Exit.OK, Exit.WOULD_CHANGE) else code


def _look() -> Text | str:
    """The next step of a run that changed something and could not tell it whole."""
    return Text("run `wslmem status` to see how things are") if output.changed() is not None else ""


def dispatch(arguments: list[str]) -> Exit:
    """Find the verb and run it; without one open the app, or print the status where there is no terminal."""
    verb, rest = parser.split(arguments)
    if verb is not None:
        options = _settled(parser.verb_parser(verb).parse_args(rest), verb.name)
        notice.tell(verb.name, options)
        return parser.module_of(verb).run(options)
    options = _settled(parser.app_parser().parse_args(rest), "")
    if options.version:
        from wslmem.cli import version

        return version.run(options)
    from wslmem.cli.open_app import run

    return run(options)


def _settled(options: argparse.Namespace, verb: str) -> argparse.Namespace:
    if options.quiet:
        output.hush()
    if isinstance(getattr(options, "project", None), str):
        from wslmem.machine.project import typed

        options.project = typed.project(options.project)
    return defaults.filled(options, verb)


def _tell(error: WslmemError, *, as_json: bool) -> Exit:
    if as_json:
        from wslmem.documents.error import SCHEMA, document

        output.print_document(document(error), SCHEMA)
    output.aloud(as_text(error))
    return error.exit


def _too_long(error: OSError) -> WslmemError:
    return UsageError(
        Text("no file can have a name as long as this"),
        place=str(error.filename or ""),
        on_disk=output.changed() or "",
        next_step=Text("use a shorter name"),
    )


def _blocked(error: Exception) -> WslmemError | None:
    """The error for a file that Windows did not load: what has no signature is blocked by some policies."""
    dll = isinstance(error, ImportError) and "DLL load failed" in str(error)
    if not dll and getattr(error, "winerror", None) != BLOCKED:
        return None
    return UnavailableError(
        Text("Windows does not let a part of wslmem load: {error}", error=error),
        next_step=Text(
            "if Smart App Control or a policy blocks it (error 4551), start it with a signed Python: python -m wslmem; "
            "or ask the administrator of this computer"
        ),
    )


def _tell_bug(error: Exception, *, verbose: bool) -> Exit:
    import traceback

    blocked = _blocked(error)
    if blocked is not None and not verbose:
        return _tell(blocked, as_json=False)
    told = WslmemError(
        Text("internal error: {kind}: {error}", kind=type(error).__name__, error=error),
        next_step="" if verbose else Text("run it again with -v and report the output"),
    )
    output.aloud(as_text(told))
    if verbose:
        output.aloud("".join(traceback.format_exception(error)).rstrip())
    return Exit.BUG
