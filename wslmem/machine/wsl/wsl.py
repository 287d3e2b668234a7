"""The door to WSL: everything that wslmem asks of wsl.exe.

Rules (WSL: WslClient.cpp, helpers.cpp): an argv only; the program after `-e` is a plain path, for Windows splits a
first token by other rules than the rest; data goes as arguments of `/bin/sh`, never through the user's shell; scripts
go over stdin; `WSL_UTF8=1` is always asked for and never relied on; every call has a time limit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wslmem.errors import NotFoundError
from wslmem.machine.host import paths
from wslmem.machine.system import process
from wslmem.machine.system.console_text import lines
from wslmem.machine.system.process_errors import Completed, ProcessNotStartedError, ProcessTimeLimitError
from wslmem.machine.wsl import distributions, guest_command, wsl_errors, wsl_problems, wsl_version
from wslmem.machine.wsl.distributions import NAME, Distribution
from wslmem.machine.wsl.guest_result import GuestResult, split_warnings, unfinished
from wslmem.machine.wsl.sentinel import Ended, Frame
from wslmem.machine.wsl.wsl_problems import Problem
from wslmem.machine.wsl.wsl_version import WslVersion
from wslmem.records import record
from wslmem.text import Text
from wslmem.units import Seconds

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Sequence
    from pathlib import Path

__all__ = ["Distribution", "GuestResult", "Problem", "Wsl", "WslVersion"]

ANSWER = Seconds(20)
"""Time limit of a question that wsl.exe answers without booting anything."""
SHUTDOWN = Seconds(60)
"""Default time limit of a shutdown; a healthy one takes 1 to 12 s."""


@record
class Wsl:
    """wsl.exe at one path."""

    exe: Path | None
    """None where there is none: then `problem()` says so, and every other call raises."""
    cancel: threading.Event | None = None
    """Ends any call when set."""
    inside: bool = False
    """Whether this process itself runs in the VM."""

    @classmethod
    def at(cls, where: paths.MachinePaths, *, cancel: threading.Event | None = None) -> Wsl:
        """The WSL of this machine, or of the folder that stands in for one."""
        return cls(where.wsl_exe, cancel, inside=where.side == "wsl")

    def version(self) -> WslVersion:
        """The versions of WSL, its kernel and Windows. Needs no service.

        Raises:
            WslUnavailableError: WSL cannot be used, or is the old one that came with Windows.
        """
        completed = self._call("--version")
        version = wsl_version.parse(lines(completed.stdout)) if completed.returncode == 0 else None
        if version is None:
            raise wsl_errors.error(wsl_problems.of_version(completed, forwards=self._forwards), completed)
        return version

    def distributions(self) -> tuple[Distribution, ...]:
        """All installed distributions, the default one first; empty where there is none.

        Raises:
            WslUnavailableError: WSL cannot be used.
        """
        known = distributions.parse_verbose(lines(self._call("--list", "--verbose").stdout))
        if known:
            return known
        # None at all is an error there, and old releases print another table: the quiet lists decide.
        names = self._names("--list", "--quiet")
        return distributions.parse_quiet(names, self._names("--list", "--running", "--quiet")) if names else ()

    def running(self) -> tuple[str, ...]:
        """The names of the distributions that run now, Docker Desktop's and its like among them.

        Raises:
            WslUnavailableError: WSL cannot be used.
        """
        return tuple(self._names("--list", "--running", "--quiet"))

    def pick_distribution(self, name: str | None = None) -> Distribution:
        """The distribution called `name`; for None the default one, else the first, that is a person's own.

        Raises:
            NotFoundError: none is called so; names those that there are.
            UnavailableError: none is fit, or WSL cannot be used.
        """
        return distributions.pick(self.distributions(), name)

    def pick_running(self, name: str | None = None) -> Distribution | None:
        """A running distribution to look into without booting one: `name` if it runs, else one that is fit; else None.

        Raises:
            WslUnavailableError: WSL cannot be used.
        """
        alive = [one for one in self.distributions() if one.running and one.fit]
        named = [one for one in alive if name is not None and one.name.casefold() == name.casefold()]
        return next(iter([*named, *alive]), None)

    def problem(self) -> Problem | None:
        """What keeps WSL from working, None when nothing is seen. Boots nothing, starts the service at most.

        Raises:
            ProcessCancelledError: asked to stop.
        """
        try:
            self.version()
            if not self._names("--list", "--quiet"):
                return wsl_problems.NO_DISTRIBUTIONS
            status = wsl_problems.recognise(self._call("--status"))
        except wsl_errors.WslError as error:
            return error.problem
        except ProcessTimeLimitError:
            return wsl_problems.STUCK
        return status

    def shutdown(
        self, *, force: bool = False, timeout: Seconds = SHUTDOWN, cancel: threading.Event | None = None
    ) -> None:
        """End the VM and everything in it. Its return is no proof: WSL ends with 0 also when it could not.

        Args:
            force: end the VM without asking the distributions first; what they had not saved is lost.
            timeout: seconds until the call is given up; the service may still go on with it.
            cancel: another event than the door's own that ends the call.

        Raises:
            InsideWslError: it would end this very process; see `inside_wsl`.
            ProcessTimeLimitError: it hangs.
            WslUnavailableError: WSL refused.
        """
        if self.inside:
            raise wsl_errors.InsideWslError(wsl_problems.SAWING)
        completed = self._call("--shutdown", *(["--force"] if force else []), timeout=timeout, cancel=cancel)
        if completed.returncode != 0:
            raise wsl_errors.own_failure(completed, forwards=self._forwards)

    def run(
        self,
        distribution: str,
        argv: Sequence[str],
        *,
        timeout: Seconds,
        stdin: bytes = b"",
        user: str | None = None,
        cd: str = "/",
        cancel: threading.Event | None = None,
        on_stdout: Callable[[bytes], None] | None = None,
    ) -> GuestResult:
        """Run a program in the guest; boots the VM if need be. Arguments arrive as they are, whatever is in them.

        Args:
            distribution: its name.
            argv: the program, found in the guest's PATH, and its arguments.
            timeout: seconds until wsl.exe is killed; a program in the guest that ignores SIGHUP survives that.
            stdin: what it reads.
            user: the user to run as; None for the default one.
            cd: the folder to work in, `~` for the home.
            cancel: another event than the door's own that ends the call.
            on_stdout: gets stdout as it arrives.

        Raises:
            GuestLostError: it did not reach its end.
            NotFoundError: no such distribution, user or folder.
            WslUnavailableError: WSL cannot be used, or the VM does not start.
            ProcessTimeLimitError, ProcessCancelledError: ended by us.
        """
        frame = Frame.fresh()
        line = guest_command.for_program(frame, distribution, argv, user=user, cd=cd)
        completed = self._call(*line, timeout=timeout, stdin=stdin, cancel=cancel, on_stdout=on_stdout)
        ended = _ended(frame.of_program, completed.stderr, completed, cd)
        warnings, stderr = split_warnings(ended.output)
        return GuestResult(completed.argv, ended.exit_code, completed.stdout, stderr, warnings, completed.seconds)

    def script(
        self,
        distribution: str,
        text: str,
        args: Sequence[str] = (),
        *,
        timeout: Seconds,
        user: str | None = None,
        cd: str = "/",
        cancel: threading.Event | None = None,
        on_stdout: Callable[[bytes], None] | None = None,
    ) -> GuestResult:
        """Run a POSIX shell script in the guest; boots the VM if need be.

        Args:
            distribution: its name.
            text: the script; it sees `args` as `$1`..., an empty stdin, and the C locale.
            args: its arguments, passed as they are.
            timeout: seconds until wsl.exe is killed.
            user: the user to run as; None for the default one.
            cd: the folder to work in, `~` for the home.
            cancel: another event than the door's own that ends the call.
            on_stdout: gets stdout as it arrives, with the lines that frame the script's own.

        Raises:
            GuestLostError: it did not reach its end.
            NotFoundError: no such distribution, user or folder.
            WslUnavailableError: WSL cannot be used, or the VM does not start.
            ProcessTimeLimitError, ProcessCancelledError: ended by us.
        """
        frame = Frame.fresh()
        line = guest_command.for_script(distribution, args, user=user, cd=cd)
        completed = self._call(*line, timeout=timeout, stdin=frame.wrap(text), cancel=cancel, on_stdout=on_stdout)
        ended = _ended(frame.of_script, completed.stdout, completed, cd)
        warnings, stderr = split_warnings(completed.stderr)
        return GuestResult(completed.argv, ended.exit_code, ended.output, stderr, warnings, completed.seconds)

    @property
    def _forwards(self) -> bool:
        return self.exe is not None and paths.forwards(self.exe)

    def _names(self, *options: str) -> list[str]:
        return [line for line in self._lines(*options) if NAME.fullmatch(line)]

    def _lines(self, *options: str) -> list[str]:
        completed = self._call(*options)
        if completed.returncode != 0:
            raise wsl_errors.own_failure(completed, forwards=self._forwards)
        return lines(completed.stdout)

    def _call(
        self,
        *options: str,
        timeout: Seconds = ANSWER,
        stdin: bytes = b"",
        cancel: threading.Event | None = None,
        on_stdout: Callable[[bytes], None] | None = None,
    ) -> Completed:
        if self.exe is None:
            raise wsl_errors.error(wsl_problems.MISSING)
        try:
            return process.run(
                [self.exe, *options],
                timeout=timeout,
                stdin=stdin,
                cancel=cancel or self.cancel,
                env=paths.wsl_environment(inside=self.inside),
                on_stdout=on_stdout,
                spare=True,  # wslhost.exe, which a first call starts, inherits our pipes and serves all later ones
            )
        except ProcessNotStartedError as error:
            there = wsl_problems.FORWARDER if self._forwards else wsl_problems.NOT_STARTED
            problem = wsl_problems.MISSING if paths.is_absent(self.exe) else there
            raise wsl_errors.error(problem, error.completed) from error
        except ProcessTimeLimitError as error:
            offer = wsl_problems.offers_to_install(error.completed)
            if offer is None:
                raise
            raise wsl_errors.error(offer, error.completed) from error


def _ended(look: Callable[[bytes], Ended | None], stream: bytes, completed: Completed, cd: str) -> Ended:
    try:
        ended = look(stream)
    except LookupError as error:
        raise NotFoundError(Text("no such folder in the distribution"), place=cd) from error
    if ended is None:
        raise unfinished(completed)
    return ended
