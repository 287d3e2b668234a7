"""Running a command line that a person wrote for us to run, in their own shell."""

from __future__ import annotations

import os
import subprocess

LIMIT = 60.0
"""Seconds; what takes longer is left alone and no longer waited for."""


def run(command: str, **variables: str) -> str:
    """Run `command` in the shell, `variables` in its environment; what went wrong, empty where nothing did."""
    try:
        done = subprocess.run(  # noqa: S602 - the person's own line, for their own shell
            command, shell=True, env=dict(os.environ) | variables, timeout=LIMIT, check=False, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return f"exit {done.returncode}" if done.returncode else ""
