"""A program that has our own streams and terminal until it ends, as a shell would start it."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence

from wslmem.machine.system.process_errors import Completed, ProcessNotStartedError
from wslmem.text import Text
from wslmem.units import Seconds


def run(argv: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run `argv` to its end; its exit code as the system gives it. Ctrl-C is the program's own, not ours.

    Raises:
        ProcessNotStartedError: not found, not a program, not permitted, or a command line that is too long.
    """
    try:
        process = subprocess.Popen(argv, env=environment)  # noqa: S603 - an argv, never a shell
    except (OSError, ValueError) as error:
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        nothing = Completed(tuple(argv), None, b"", b"", Seconds(0))
        raise ProcessNotStartedError(
            Text("cannot start {argv}: {reason}", argv=argv[0], reason=reason), nothing
        ) from error
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue
