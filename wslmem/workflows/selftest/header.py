"""What a bug report has to say of the machine, without a name of a person or of the machine."""

from __future__ import annotations

import platform

from wslmem.errors import WslmemError
from wslmem.machine.host import language
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.system import architecture, python_origin, terminal, version_windows
from wslmem.machine.wsl.wsl import Wsl
from wslmem.records import record
from wslmem.workflows.selftest import names


@record
class Header:
    """The machine, in words for a person."""

    system: str
    """`Windows 10.0.26100.4349 Professional, amd64`, `Linux 6.6.87.2`."""
    python: str
    """`3.13.2, amd64, 64 bits, from uv`."""
    wsl: str
    """`2.6.1.0, kernel 6.6.87.2-1; System32: the forwarder`, `no wsl.exe`."""
    session: str
    """`not elevated, session 1`; empty elsewhere than on Windows."""
    terminal: str
    """`Windows Terminal, code pages 437 and 437`."""
    language: str
    """As a locale's name."""


def read(paths: MachinePaths) -> Header:
    """Look at the machine. Starts wsl.exe once."""
    return Header(_system(paths), _python(), _wsl(paths), _session(paths), _terminal(paths), language.of_the_system())


def _system(paths: MachinePaths) -> str:
    told = f"{version_windows.read()}"
    if paths.side != "windows":
        return f"{told}, {architecture.native()}"
    from wslmem.machine.host import installed_windows

    revision, edition = installed_windows.update_revision(), installed_windows.windows_edition()
    more = "" if revision is None else f".{revision}"
    return f"{told}{more} {edition or ''}".rstrip() + f", {architecture.native()}"


def _python() -> str:
    made = f"{architecture.of_python()}, {python_origin.bits()} bits"
    return f"{platform.python_version()}, {made}, {python_origin.origin()}"


def _wsl(paths: MachinePaths) -> str:
    if paths.wsl_exe is None:
        return "no wsl.exe"
    kind = names.program(str(paths.wsl_exe))
    try:
        version = Wsl.at(paths).version()
    except WslmemError as error:
        return f"{error.cause}; {kind}"
    return f"{version.wsl}, kernel {version.kernel}; {kind}"


def _session(paths: MachinePaths) -> str:
    if paths.side != "windows":
        return ""
    from wslmem.machine.system import account_windows

    rights = "elevated" if account_windows.elevated() else "not elevated"
    return f"{rights}, session {account_windows.session()}"


def _terminal(paths: MachinePaths) -> str:
    name = terminal.name(terminal.environ())
    if paths.side != "windows":
        return name
    from wslmem.machine.system import console_windows

    read, written = console_windows.code_pages()
    return f"{name}, code pages {read} and {written}"
