"""The clipboard of Windows, from Windows itself and from inside WSL."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wslmem.errors import UnavailableError
from wslmem.machine.host import paths as machine_paths
from wslmem.machine.system import process
from wslmem.text import Text
from wslmem.units import Seconds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wslmem.machine.host.paths import MachinePaths

LIMIT = Seconds(10)


def put(paths: MachinePaths, text: str, environ: Mapping[str, str] = os.environ) -> None:
    """Have `text` on the clipboard, by Windows' clip.exe, which takes UTF-16 with a mark.

    Raises:
        UnavailableError: there is no clip.exe, or it fails.
    """
    exe = machine_paths.program("clip.exe", paths.side, environ)
    instead = Text("write it into a file: --output FILE")
    if exe is None:
        raise UnavailableError(Text("no clipboard: clip.exe not found"), next_step=instead)
    try:
        process.run([exe], timeout=LIMIT, stdin=text.encode("utf-16"), check=True)
    except process.ProcessError as error:
        raise UnavailableError(Text("no clipboard: {cause}", cause=error.cause), next_step=instead) from error
