"""The errors of the door to WSL. Each carries the `Problem` it stands for."""

from __future__ import annotations

from wslmem.errors import NotFoundError, UnavailableError, WslmemError
from wslmem.machine.system.process_errors import Completed
from wslmem.machine.wsl.wsl_problems import Problem, of_failure

OWN_FAILURE = frozenset({-1, 255, 0xFFFFFFFF})
"""wsl.exe's -1 as Windows, as Linux (8 bits) and as a signed number tells it."""

_NOT_FOUND = frozenset({"unknown-distribution", "unknown-user"})


class WslError(WslmemError):
    """wsl.exe itself failed, or lost the guest; not a failure of the command in the guest."""

    def __init__(self, problem: Problem, completed: Completed | None = None) -> None:
        super().__init__(problem.text, next_step=problem.next_step)
        self.problem = problem
        self.completed = completed

    def __str__(self) -> str:
        said = [f"  wsl.exe: {self.problem.quoted}"] if self.problem.quoted else []
        command = [f"  command: {self.completed.describe()}"] if self.completed and not said else []
        return "\n".join([super().__str__(), *said, *command])


class WslUnavailableError(WslError, UnavailableError):
    """WSL, or its VM, cannot be used."""


class WslNotFoundError(WslError, NotFoundError):
    """No such distribution, or no such user in it."""


class GuestLostError(WslError):
    """The VM or the distribution went away while the command ran, so nothing it printed can be trusted to be all."""


class InsideWslError(WslError):
    """Not to be done from inside WSL."""


def error(problem: Problem, completed: Completed | None = None) -> WslError:
    """The error that stands for `problem`."""
    kind = WslNotFoundError if problem.code in _NOT_FOUND else WslUnavailableError
    return kind(problem, completed)


def own_failure(completed: Completed, *, forwards: bool = False) -> WslError:
    """The error for a command of wsl.exe's own that did not end with 0; `forwards` as for `of_failure`."""
    return error(of_failure(completed, forwards=forwards), completed)
