"""What surrounds a terminal: the variables that speak of colour, and the console of Windows."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping

from wslmem.machine.system.side import side
from wslmem.patterns import lazy


def environ() -> Mapping[str, str]:
    """The environment, for NO_COLOR, FORCE_COLOR and TERM."""
    return os.environ


def name(environ: Mapping[str, str]) -> str:
    """Which terminal this is, as far as it tells: `Windows Terminal`, `vscode`, `mintty`, `console`."""
    if environ.get("WT_SESSION"):
        return "Windows Terminal"
    return environ.get("TERM_PROGRAM") or environ.get("TERM") or "console"


def cannot_draw() -> bool:
    """Whether this is a console of Windows that prints escape sequences instead of drawing them."""
    if side() != "windows":
        return False
    from wslmem.machine.system import console_windows

    return console_windows.modes() is not None and not console_windows.draws_escapes()


def is_mintty(environ: Mapping[str, str], pipe: Callable[[], str | None] | None = None) -> bool:
    r"""Whether a person sits behind a pipe: the terminal of Git Bash is one for programs of Windows.

    Args:
        environ: of this process.
        pipe: the name of the pipe that stdout is, None for none; given by tests only.
    """
    if pipe is None and (side() != "windows" or not environ.get("MSYSTEM", environ.get("TERM_PROGRAM"))):
        return False
    from wslmem.machine.system import console_windows

    name = (pipe or console_windows.pipe_name)()
    return name is not None and _MINTTY.search(name) is not None


_MINTTY = lazy(r"\\(?:msys|cygwin)-[0-9a-f]{16}-pty[0-9]+-(?:to|from)-master")
"""How mintty names its pipes (git-for-windows#2594)."""


@contextlib.contextmanager
def for_drawing() -> Iterator[None]:
    """In this block the terminal is fit for an app; afterwards it is as before."""
    if side() != "windows":
        yield
        return
    from wslmem.machine.system import console_windows

    with console_windows.without_quick_edit():
        yield


def loses_keys(environ: Mapping[str, str]) -> bool:
    """Whether this terminal swallows Ctrl+V under the keyboard protocol that Textual switches on: VS Code's, there."""
    return side() == "windows" and environ.get("TERM_PROGRAM") == "vscode"


def closes_with_us() -> bool:
    """Whether this window was opened for us by a double click, and goes as soon as we end."""
    if side() != "windows":
        return False
    from wslmem.machine.system import console_windows

    return console_windows.closes_with_us(OURS)


OURS = frozenset({"wslmem.exe", "python.exe", "python3.exe", "py.exe", "uv.exe", "uvx.exe", "conhost.exe"})
"""Programs that only stand between a click and us."""


def let_colours_through() -> bool:
    """Have the old console of Windows draw colours instead of printing their escapes; whether they can be drawn.

    Elsewhere nothing is needed. What was switched is put back when this process ends.
    """
    if side() != "windows":
        return True
    from wslmem.machine.system import console_windows

    before = console_windows.switch_on_escapes()
    if before is None:
        return False
    if before:
        import atexit

        atexit.register(console_windows.put_back, before)
    return True
