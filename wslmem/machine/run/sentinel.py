"""Telling a signal that was sent to us alone from one that our whole process group got.

`kill %1`, a hang-up and systemd signal every process of a group: the command has it already, and a second one is
"at once" to many tools. The kernel does not tell the two apart to who gets it. So a process of ours stands in the group
with these signals blocked: what the whole group got is pending there.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
else:
    import _signal as signal  # as in child.py


class Sentinel:
    """That process; it ends with us, however we end. To be made while the signals are blocked."""

    __slots__ = ("_lifeline", "_pid")

    def __init__(self) -> None:
        self._pid, self._lifeline = _post()

    def saw(self, number: int) -> bool:
        """Whether the whole group got `number`; asked once for each."""
        if not _pending(self._pid) >> (number - 1) & 1:
            return False
        self.dismiss()  # there the signal is pending for good
        self._pid, self._lifeline = _post()
        if number in signal.sigpending() and not _pending(self._pid) >> (number - 1) & 1:
            signal.sigtimedwait({number}, 0)  # the next one to all came before this one stood there
        return True

    def dismiss(self) -> None:
        """End it."""
        os.close(self._lifeline)
        try:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        except (ProcessLookupError, ChildProcessError):
            return  # it was killed, and its end taken with those of others


def _post() -> tuple[int, int]:
    """Its number, and the end of a pipe that keeps it standing."""
    reader, lifeline = os.pipe()
    pid = os.fork()
    if pid == 0:
        _stand(reader, lifeline)
    os.close(reader)
    return pid, lifeline


def _stand(reader: int, lifeline: int) -> None:
    """Until nobody holds the other end of the lifeline any more; the streams are not held open meanwhile."""
    for handle in (0, 1, 2, lifeline):
        try:
            os.close(handle)
        except OSError:
            continue  # it was closed before
    os.read(reader, 1)
    os._exit(0)


def _pending(pid: int) -> int:
    """The signals that wait for the whole process `pid`, one bit each."""
    try:
        with open(f"/proc/{pid}/status", encoding="utf-8", errors="replace") as file:  # noqa: PTH123 - pathlib costs 3 ms
            return next((int(line.split()[1], 16) for line in file if line.startswith("ShdPnd:")), 0)
    except OSError:
        return 0
