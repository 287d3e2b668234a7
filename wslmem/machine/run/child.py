r"""Starting the command as the shell would have started it, and waiting for it and for signals at once.

The child stays in our process group: the terminal's Ctrl-C, Ctrl-\ and Ctrl-Z reach it as without us, and so do stdin
and the right to read from the terminal. What is sent to us alone is handed on.
"""

from __future__ import annotations

import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal

    from wslmem.machine.run.group import Group
else:
    import _signal as signal  # the C part alone: names of signals as an enum cost half of our start

HANDED_ON = frozenset(
    getattr(signal, name) for name in ("SIGINT", "SIGQUIT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""Windows lacks some, and imports this for what stands beside it."""
LISTENED = HANDED_ON | {getattr(signal, "SIGCHLD", signal.SIGINT)}
NOT_FOUND, NOT_RUN = 127, 126
"""How a shell tells of a command that is not there, and of one that cannot be run."""


class Child:
    """A running command."""

    __slots__ = ("_before", "pid", "started")

    def __init__(self, pid: int, started: float, before: set[int]) -> None:
        self.pid = pid
        self.started = started
        """By the monotonic clock, seconds."""
        self._before = before

    def wait(self, seconds: float) -> int | None:
        """Wait for the end at most so long, handing on signals meanwhile.

        Returns:
            the wait status when the command ended, else None.
        """
        arrived = signal.sigtimedwait(LISTENED, max(0.0, seconds))
        if arrived is not None and arrived.si_signo in HANDED_ON and _from_a_process(arrived):
            try:
                os.kill(self.pid, arrived.si_signo)
            except ProcessLookupError:
                return self._ended()
        return self._ended()

    def close(self) -> None:
        """Take signals as before."""
        signal.pthread_sigmask(signal.SIG_SETMASK, self._before)

    def _ended(self) -> int | None:
        status = None
        while True:  # as the reaper of orphans we get other ends than the command's
            try:
                pid, got = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return status
            if pid == 0:
                return status
            if pid == self.pid:
                status = got


def start(argv: list[str], group: Group | None) -> Child:
    """Start `argv`, in `group` where there is one.

    A command that cannot be run ends with 127 or 126 and the shell's kind of message, in the child.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, LISTENED)
    started = time.monotonic()
    pid = os.fork()
    if pid == 0:
        _become(argv, group, before)
    return Child(pid, started, before)


def _become(argv: list[str], group: Group | None, before: set[int]) -> None:
    name = argv[0]
    try:
        if group is not None:
            name = group.path
            handle = os.open(f"{group.path}/cgroup.procs", os.O_WRONLY | os.O_CLOEXEC)
            os.write(handle, b"0")
            name = argv[0]
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        # Python ignores these for itself; a command expects the usual.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        os.execvp(argv[0], argv)  # noqa: S606 - the person's own command, as a shell would start it
    except OSError as error:
        os.write(2, f"wslmem: {name}: {error.strerror}\n".encode("utf-8", "backslashreplace"))
        os._exit(NOT_FOUND if isinstance(error, FileNotFoundError) else NOT_RUN)
    finally:
        os._exit(NOT_RUN)


def _from_a_process(arrived: signal.struct_siginfo) -> bool:
    """The terminal's own signals come from the kernel (process 0) and have reached the child already."""
    return arrived.si_pid != 0
