"""What this computer is called."""

from __future__ import annotations

import os
from collections.abc import Mapping

from wslmem.machine.system.side import side


def name(environ: Mapping[str, str] = os.environ) -> str:
    """The computer's name; inside WSL it is that of Windows, unless /etc/wsl.conf gives another. Empty: unknown."""
    return environ.get("COMPUTERNAME", "") if side() == "windows" else os.uname().nodename
