"""Files beside `.wslconfig` that settings were written into in vain."""

from __future__ import annotations

from wslmem.machine.files import neighbours
from wslmem.machine.host.paths import MachinePaths
from wslmem.wslconfig.findings import Finding
from wslmem.wslconfig.neighbours import misnamed, misplaced


def found(paths: MachinePaths, wsl_conf: bytes | None = None) -> tuple[Finding, ...]:
    """What lies beside the file, and in the distribution's own settings.

    Args:
        paths: where everything is.
        wsl_conf: /etc/wsl.conf of a distribution; None reads that of the one in which this process runs, if any.
    """
    own = neighbours.wsl_conf() if wsl_conf is None and paths.side == "wsl" else wsl_conf
    return (*misnamed(neighbours.names(paths.wslconfig.parent)), *misplaced(own or b""))
