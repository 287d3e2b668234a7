"""The first process of the guest: with it the guest has processes of its own, as each distribution has in WSL.

It adopts whoever loses its parent, and everything ends with it. It ends with the VM.
"""

from __future__ import annotations

import os
import signal

from ..lean import dataclass
from . import kernel

PROC = "/proc"


@dataclass(frozen=True, slots=True)
class OwnProcesses:
    """What shows a guest only its own processes."""

    binds: tuple[tuple[str, str], ...]
    """What stands for files of /proc, and where: a fresh /proc hides it."""

    def show(self) -> None:
        """Let this process, which was started after the first one, see the list; in a mount namespace of its own.

        Raises:
            OSError: the kernel does not let this process.
        """
        kernel.unshare(kernel.CLONE_NEWNS)
        kernel.mount("none", "/", kernel.MS_REC | kernel.MS_PRIVATE)
        kernel.mount_proc(PROC)
        for source, place in self.binds:
            kernel.mount(source, place, kernel.MS_BIND)


def start(binds: tuple[tuple[str, str], ...]) -> OwnProcesses | None:
    """Start it: whatever this process starts from now on has its place in the new list.

    Returns:
        None where the kernel does not let us (as in a container that hides parts of /proc): the guest sees the
        machine's processes.
    """
    own = OwnProcesses(binds)
    if not _is_let(own):
        return None
    kernel.unshare(kernel.CLONE_NEWPID)
    if os.fork() == 0:
        _adopt()
    return own


def _is_let(own: OwnProcesses) -> bool:
    """Try it in a child, for there is no way back."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            kernel.unshare(kernel.CLONE_NEWPID)
            grandchild = os.fork()
            if grandchild == 0:
                own.show()
                os._exit(0)
            status = os.waitstatus_to_exitcode(os.waitpid(grandchild, 0)[1])
        finally:
            os._exit(1 if status else 0)
    return os.waitpid(child, 0)[1] == 0


def _adopt() -> None:
    """Hold nothing of the one that started us, and wait for children; never returns."""
    try:
        kernel.die_with_parent(signal.SIGKILL)
        kernel.be_called("init")
        signal.set_wakeup_fd(-1)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for handle in (0, 1, 2):
            os.dup2(nowhere, handle)
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGCHLD,))
        while True:
            _reap()
            signal.sigwait((signal.SIGCHLD,))
    finally:
        os._exit(1)


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            continue
    except ChildProcessError:
        return
