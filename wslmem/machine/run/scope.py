"""Asking systemd for a group, where the kernel gives us none: a plain user's, or a session that is root's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from wslmem.errors import NotPermittedError
from wslmem.text import Text

INSIDE = "WSLMEM_RUN_SCOPE"
"""Set in the scope, so that the one who was put there makes its groups instead of asking again."""
EXPANDS, HAS_POLICY = 254, 252
"""Versions of systemd: from the first on it may expand `$` in a scope's command, and has an option against it; from the
second on it may end a scope in which the kernel killed, and has a policy against that. Older ones refuse both words.
"""


def command(arguments: list[str], memory: int, swap: int) -> list[str]:
    """The argv that runs `wslmem run ARGUMENTS` in a scope of its own.

    `--scope` keeps stdin, terminal, folder, environment, parent and exit code. `Delegate` lets us make groups in it, so
    that the counters stay readable after the last process; `OOMPolicy=continue`, for `stop` would end the build's own
    words with it (systemd 252 to 257, tried in a VM). The scope's own limit is a net a little above ours.

    Raises:
        NotPermittedError: there is no systemd that would do it; says what is missing.
    """
    program = shutil.which("systemd-run")
    user = os.geteuid() != 0
    missing = _missing(program, user=user)
    if missing is not None or program is None:
        raise NotPermittedError(
            Text("no group with a limit can be made here: {missing}", missing=missing),
            on_disk=Text("unchanged; the command was not started"),
            next_step=Text(
                "start systemd in the distribution ([boot] systemd=true in /etc/wsl.conf), or run it as root"
            ),
        )
    net = memory + memory // 16 + (64 << 20)
    return [
        program,
        *(["--user"] if user else []),
        "--scope",
        "--quiet",
        *by_version(_version(program)),
        "--property=Delegate=yes",
        f"--property=MemoryMax={net}",
        f"--property=MemorySwapMax={swap + (64 << 20)}",
        "--",
        sys.executable,
        "-m",
        "wslmem",
        "run",
        *arguments,
    ]


def by_version(version: int) -> list[str]:
    """The options that only some versions of systemd know and need."""
    return [
        *(["--expand-environment=no"] if version >= EXPANDS else []),
        *(["--property=OOMPolicy=continue"] if version >= HAS_POLICY else []),
    ]


def _version(program: str) -> int:
    """Of systemd, by its first line: `systemd 257 (257.13-1~deb13u1)`; a high one where it tells none."""
    asked = [program, "--version"]
    told = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.split()  # noqa: S603 - as found above
    return int(told[1]) if len(told) > 1 and told[1].isdecimal() else sys.maxsize


def _missing(program: str | None, *, user: bool) -> Text | None:
    if program is None or not os.path.isdir("/run/systemd/system"):  # noqa: PTH112 - the test that systemd names
        return Text("systemd does not run, and the memory groups belong to root")
    if user and not os.environ.get("XDG_RUNTIME_DIR") and not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return Text("this session has no bus of its user (XDG_RUNTIME_DIR is not set)")
    return None
