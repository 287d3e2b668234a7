r"""Starting the command as the shell would have started it, and waiting for it and for signals at once.

The child stays in our process group: the terminal's Ctrl-C, Ctrl-\ and Ctrl-Z reach it as without us, and so do stdin
and the right to read from the terminal. What is sent to us alone is handed on.
"""

from __future__ import annotations

import errno
import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal

    from wslmem.machine.run.group import Group
    from wslmem.machine.run.sentinel import Sentinel
else:
    import _signal as signal  # the C part alone: names of signals as an enum cost half of our start

HANDED_ON = frozenset(
    getattr(signal, name) for name in ("SIGINT", "SIGQUIT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""Windows lacks some, and imports this for what stands beside it."""
HANG_UP = getattr(signal, "SIGHUP", None)
LISTENED = HANDED_ON | {getattr(signal, "SIGCHLD", signal.SIGINT)}
NOT_FOUND, NOT_RUN = 127, 126
"""How a shell tells of a command that is not there, and of one that cannot be run."""


class Child:
    """A running command."""

    __slots__ = ("_before", "_sentinel", "pid", "started")

    def __init__(self, pid: int, started: float, before: set[int]) -> None:
        self.pid = pid
        self.started = started
        """By the monotonic clock, seconds."""
        self._before = before
        self._sentinel: Sentinel | None = None

    def expect_signals(self) -> None:
        """From now on a signal that our whole process group got is not handed on: the command has it already."""
        from wslmem.machine.run.sentinel import Sentinel

        try:
            self._sentinel = Sentinel()
        except OSError:
            return  # no process to spare: signals are handed on, as if sent to us alone

    def wait(self, seconds: float) -> int | None:
        """Wait for the end at most so long, handing on signals meanwhile.

        Returns:
            the wait status when the command ended, else None.
        """
        arrived = signal.sigtimedwait(LISTENED, max(0.0, seconds))
        if arrived is not None and arrived.si_signo in HANDED_ON and self._is_ours_alone(arrived):
            try:
                os.kill(self.pid, arrived.si_signo)
            except ProcessLookupError:
                return self._ended()
        return self._ended()

    def close(self) -> None:
        """Take signals as before."""
        if self._sentinel is not None:
            self._sentinel.dismiss()
            self._sentinel = None
        signal.pthread_sigmask(signal.SIG_SETMASK, self._before)

    @staticmethod
    def die_interrupted(status: int) -> None:
        """Die of Ctrl-C where the command did: a shell ends its script for a job that died of it, for no exit code.

        Args:
            status: the command's wait status. Everything must have been told by now.
        """
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGINT:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.kill(os.getpid(), signal.SIGINT)

    def _is_ours_alone(self, arrived: signal.struct_siginfo) -> bool:
        """Neither the terminal's own, which comes from the kernel (process 0), nor one that a process sent to all.

        Of a terminal that is gone the kernel tells the first process of a session alone, others when that has ended.
        """
        if arrived.si_pid == 0:
            return arrived.si_signo == HANG_UP and os.getsid(0) == os.getpid()
        return not (self._sentinel is not None and self._sentinel.saw(arrived.si_signo))

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
            name = group.entrance
            group.enter()
            name = argv[0]
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        # Python ignores these for itself; a command expects the usual.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        _run(argv)
    except OSError as error:
        from wslmem.visible import on_one_line

        os.write(2, f"wslmem: {on_one_line(name)}: {error.strerror}\n".encode("utf-8", "backslashreplace"))
        os._exit(NOT_FOUND if isinstance(error, FileNotFoundError) else NOT_RUN)
    finally:
        os._exit(NOT_RUN)


def _run(argv: list[str]) -> None:
    """Become the command that a shell would find; `os.execvp` imports a module first, while the command waits.

    Raises:
        OSError: none is found, or one that cannot be run: of several, the first of those is told.
    """
    name, refused = argv[0], None
    if "/" in name:
        os.execv(name, argv)  # noqa: S606 - the person's own command
    for folder in os.environ.get("PATH", os.defpath).split(":"):
        try:
            os.execv(f"{folder or '.'}/{name}", argv)  # noqa: S606 - as above
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            refused = refused or error
    raise refused or FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
