"""A person's command in a distribution, with its own streams, watched there; and the report of it."""

from __future__ import annotations

import os
from collections.abc import Sequence

from wslmem.bench.trace import Trace
from wslmem.machine.guest import load
from wslmem.machine.host import paths
from wslmem.machine.system import attached
from wslmem.machine.wsl import guest_command, wsl_errors, wsl_problems
from wslmem.machine.wsl.wsl import Wsl
from wslmem.records import record
from wslmem.units import Seconds

INTERVAL = 0.1
"""Seconds between two looks near the peak."""
ANSWER = Seconds(60)
"""For the report: the VM may just have been short of memory."""


@record
class AttachedRun:
    """How it went."""

    code: int
    """What wsl.exe ended with; the command's own exit code is in the report."""
    trace: Trace
    """The report, as far as it came."""
    vm: str
    """What became of the VM: `same`, `distribution-gone`, `gone` or `unknown`."""


def run(wsl: Wsl, distribution: str, folder: str, command: Sequence[str]) -> AttachedRun:
    """Run `command` in `folder` of the distribution; boots the VM if need be.

    Raises:
        UsageError: a name that wsl.exe cannot be given.
        WslError: there is no wsl.exe.
        ProcessNotStartedError: it does not start.
    """
    if wsl.exe is None:
        raise wsl_errors.error(wsl_problems.MISSING)
    nonce = os.urandom(8).hex()
    words = (load.run_script(), "sh", nonce, f"{INTERVAL:g}", folder, *command)
    line = guest_command.for_shell(distribution, words)
    code = attached.run([str(wsl.exe), *line], paths.wsl_environment(inside=wsl.inside))
    trace = Trace(nonce)
    try:
        alive = {name.casefold() for name in wsl.running()}
        if distribution.casefold() not in alive:
            return AttachedRun(code, trace, "distribution-gone" if alive else "gone")
        told = wsl.script(distribution, load.script("run_report.sh"), (nonce,), timeout=ANSWER)
    except wsl_errors.WslError:
        return AttachedRun(code, trace, "unknown")
    trace.feed(told.stdout)
    return AttachedRun(code, trace, "same")
