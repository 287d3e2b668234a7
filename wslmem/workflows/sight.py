"""What is looked at beyond the file before it is judged: its paths, and where it matters which WSL reads it."""

from __future__ import annotations

from wslmem.errors import CancelledError, WslmemError
from wslmem.machine.host import windows_files
from wslmem.machine.host.paths import MachinePaths
from wslmem.wslconfig.document import WslConfigDocument
from wslmem.wslconfig.sight import Sight, sight, wanted
from wslmem.wslconfig.versions import matters, parse


def look(paths: MachinePaths, document: WslConfigDocument) -> Sight:
    """What can be known of `document` on this machine; wsl.exe is asked only where its version makes a difference."""
    return of(paths, document, _version(paths) if matters(document) else None)


def of(paths: MachinePaths, document: WslConfigDocument, version: str | None) -> Sight:
    """What can be known without asking wsl.exe, which told its `version` already, or did not."""
    return sight(parse(version), windows_files.seen(paths.side, wanted(document)))


def _version(paths: MachinePaths) -> str | None:
    """Of the installed WSL; None where it does not tell."""
    from wslmem.machine.wsl.wsl import Wsl

    try:
        return str(Wsl.at(paths).version())
    except CancelledError:
        raise
    except WslmemError:
        return None  # the findings then say what holds for every version
