"""Programs for Windows, started under Wine.

All three streams of such a program must be pipes: with a file or /dev/null as one of them CPython for Windows ends at
its start (`init_sys_streams ... WinError 6`).
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

WINE = Path("/usr/lib/wine/wine64")
SERVER = Path("/usr/lib/wine/wineserver")
GRACE = 10.0
"""Seconds for what a program started and left; Wine's server, which holds the same pipes, ends 5 s after the last."""


def windows_path(path: Path) -> str:
    r"""The name of a path of Linux in a program for Windows: drive Z: is the root."""
    return "Z:" + str(path).replace("/", "\\")


def environment(prefix: Path, **more: str) -> dict[str, str]:
    """The environment of a program under Wine.

    Without talk, without the browser and .NET that nobody needs, and without what this machine's Python is told.
    """
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    quiet = {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml,winemenubuilder.exe="}
    return own | quiet | {"WINEPREFIX": str(prefix)} | more


def make_prefix(prefix: Path) -> None:
    """Make a folder that Wine takes for the disk of a Windows 10."""
    prefix.mkdir(parents=True)
    for line in (["wineboot", "-i"], ["winecfg", "-v", "win10"]):
        subprocess.run([WINE, *line], env=environment(prefix), check=True, input=b"", capture_output=True)
    end(prefix)


def end(prefix: Path) -> None:
    """End every program of this prefix, and wait until they are gone."""
    for option in ("-k", "-w"):
        subprocess.run([SERVER, option], env=environment(prefix), check=False)


def run(argv: Sequence[str], prefix: Path, env: Mapping[str, str], *, cwd: Path, limit: float) -> int:
    """Run a program to its end, its output going on to ours as it comes; then end what it left running.

    Args:
        argv: a program of Windows and its arguments.
        prefix: its disk.
        env: more of its environment.
        cwd: where it starts.
        limit: seconds until it is killed.

    Returns:
        its exit code as Linux sees it; -9 when it was killed.
    """
    pipe = subprocess.PIPE
    whole = environment(prefix, **env)
    with subprocess.Popen([WINE, *argv], stdin=pipe, stdout=pipe, stderr=pipe, env=whole, cwd=cwd) as process:
        assert process.stdin is not None
        process.stdin.close()
        copies = [
            threading.Thread(target=_copy, args=pair, daemon=True)
            for pair in ((process.stdout, sys.stdout.buffer), (process.stderr, sys.stderr.buffer))
        ]
        for copy in copies:
            copy.start()
        try:
            process.wait(limit)
        except subprocess.TimeoutExpired:
            print(f"killed after {limit:.0f} s", flush=True)
            process.kill()
        except BaseException:
            process.kill()  # else leaving the `with` would wait for its end
            raise
        for copy in copies:
            copy.join(GRACE)
        if any(copy.is_alive() for copy in copies):  # else closing the pipes would wait for what holds them, for ever
            print("programs that outlived it are ended", flush=True)
            end(prefix)
        return process.wait()


def _copy(source: IO[bytes], target: IO[bytes]) -> None:
    with contextlib.suppress(ValueError):  # closed meanwhile, because the run was ended early
        for line in source:
            target.write(line.replace(b"\r\n", b"\n"))
            target.flush()
