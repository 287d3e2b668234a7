"""A child and everything it started, as one thing that can be ended."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

from wslmem.machine.system.side import side

if TYPE_CHECKING:
    import subprocess
    import threading

POLITE = 0.5
"""How long a POSIX program may take to clean up after SIGTERM before SIGKILL comes, seconds."""


class Group(Protocol):
    """A session on POSIX, a job object on Windows."""

    def end(self, ended: threading.Event) -> None:
        """Kill every process of the group; `ended` is set when the first of them is gone."""

    def close(self) -> None:
        """Let go of the group; what still runs in it goes on."""


class Session:
    """A POSIX session of its own, led by the child."""

    def __init__(self, leader: int) -> None:
        """Hold the session that process `leader` leads."""
        self._leader = leader

    def end(self, ended: threading.Event) -> None:
        """SIGTERM, a moment to clean up, SIGKILL."""
        from signal import SIGKILL, SIGTERM

        if self._signal(SIGTERM):
            ended.wait(POLITE)
            self._signal(SIGKILL)

    def _signal(self, number: int) -> bool:
        try:
            os.killpg(self._leader, number)
        except (ProcessLookupError, PermissionError):
            return False  # nothing is left in the group that we could signal
        return True

    def close(self) -> None:
        """Nothing is held."""


def popen_arguments() -> dict[str, bool | int]:
    """The arguments of Popen that put a child into a group of its own."""
    if side() == "windows":
        from wslmem.machine.system.job_windows import CREATION_FLAGS

        return {"creationflags": CREATION_FLAGS}
    return {"start_new_session": True}


def hold(process: subprocess.Popen[bytes]) -> Group:
    """The group of a child that was started with `popen_arguments`."""
    if side() == "windows":
        from wslmem.machine.system.job_windows import Job

        return Job.of(process)
    return Session(process.pid)
