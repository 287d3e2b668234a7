"""The one place where an error becomes words and an exit code."""

from __future__ import annotations

import os
import sys

from wslmem.cli import defaults, notice, output, parser
from wslmem.errors import CancelledError, Exit, WslmemError
from wslmem.text import Text


def guarded(arguments: list[str]) -> int:
    """Run a command line and return its exit code; nothing but `SystemExit` of --help leaves here."""
    output.use_utf8()
    as_json = "--json" in arguments
    try:
        return int(dispatch(arguments))
    except WslmemError as error:
        return int(_tell(error, as_json=as_json))
    except KeyboardInterrupt:
        return int(_tell(CancelledError(Text("stopped by Ctrl-C")), as_json=as_json))
    except BrokenPipeError:
        # The reader has gone (`wslmem ... | head`): nobody is left to tell, and closing stdout must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(Exit.CANNOT_WRITE)
    except Exception as error:  # noqa: BLE001 - the boundary: what is unexpected is a bug, said as one
        return int(_tell_bug(error, verbose="-v" in arguments or "--verbose" in arguments))


def dispatch(arguments: list[str]) -> Exit:
    """Find the verb and run it; without one open the app, or print the status where there is no terminal."""
    verb, rest = parser.split(arguments)
    if verb is not None:
        options = defaults.filled(parser.verb_parser(verb).parse_args(rest))
        notice.tell(verb.name, options)
        return parser.module_of(verb).run(options)
    options = defaults.filled(parser.app_parser().parse_args(rest))
    from wslmem.cli.open_app import run

    return run(options)


def _tell(error: WslmemError, *, as_json: bool) -> Exit:
    if as_json:
        from wslmem.documents.error import SCHEMA, document

        output.print_document(document(error), SCHEMA)
    output.story(f"wslmem: {error}")
    return error.exit


def _tell_bug(error: Exception, *, verbose: bool) -> Exit:
    output.story(f"wslmem: a bug in wslmem: {type(error).__name__}: {error}")
    if verbose:
        import traceback

        output.story("".join(traceback.format_exception(error)).rstrip())
    else:
        output.story("  next: run it again with -v and report what it prints")
    return Exit.BUG
