"""The command lines that reach into the guest.

Windows hands wsl.exe one string. What Python quotes, wsl.exe splits again without loss, as long as the first word
after `-e` is a plain path and the values of options hold no blanks, where wsl.exe would cut them (WSL: helpers.cpp).
The folder to work in goes to the shell: wsl.exe's own `--cd` only warns of a missing one and goes on (WSL: init.cpp).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wslmem.errors import UsageError
from wslmem.machine.wsl.distributions import NAME
from wslmem.machine.wsl.sentinel import PROGRAM, Frame
from wslmem.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence


def for_program(frame: Frame, distribution: str, argv: Sequence[str], *, user: str | None, cd: str) -> list[str]:
    """The options of wsl.exe that run `argv` in folder `cd`.

    Raises:
        UsageError: a name that wsl.exe cannot be given.
    """
    return [*_guest(distribution, user), "-e", "/bin/sh", "-c", PROGRAM, "sh", frame.nonce, cd, *argv]


def for_shell(distribution: str, words: Sequence[str]) -> list[str]:
    """The options of wsl.exe that run `/bin/sh -c WORDS...`: a script, its `$0`, and its arguments.

    Raises:
        UsageError: a name that wsl.exe cannot be given.
    """
    return [*_guest(distribution, None), "-e", "/bin/sh", "-c", *words]


def for_script(distribution: str, args: Sequence[str], *, user: str | None, cd: str) -> list[str]:
    """The options of wsl.exe that run a script from stdin, wrapped by `Frame.wrap`, in folder `cd`.

    Raises:
        UsageError: a name that wsl.exe cannot be given.
    """
    return [*_guest(distribution, user), "-e", "/bin/sh", "-s", "--", cd, *args]


def _guest(distribution: str, user: str | None) -> list[str]:
    for name in (distribution, user):
        if name is not None and NAME.fullmatch(name) is None:
            raise UsageError(
                Text("{name} is not a name: only letters, digits, '.', '_' and '-' are allowed", name=repr(name))
            )
    return ["-d", distribution, *(["-u", user] if user else []), "--cd", "/"]
