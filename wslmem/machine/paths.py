"""Where everything is on this machine. Found once; a flag wins over the environment, that over what is found."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Side = Literal["windows", "linux", "wsl"]


@dataclass(frozen=True, slots=True)
class MachinePaths:
    """Every path that wslmem touches. A folder with these in it stands in for a machine."""

    side: Side
    """Which operating system this process runs on; `wsl` is Linux inside WSL."""
    wslconfig: Path
    """The user's `.wslconfig`; it need not exist."""
    wsl_exe: Path | None
    """wsl.exe, None where there is none."""
    powershell_exe: Path | None
    """powershell.exe, for what only Windows can tell a Linux process inside WSL."""
    state_dir: Path
    """Backups, journal, lock and saved benchmarks."""
    config_toml: Path
    """The user's own settings of wslmem."""
