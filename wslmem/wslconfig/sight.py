"""What is known beyond the file when it is judged: which WSL reads it, and what its paths lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from wslmem.wslconfig import meant
from wslmem.wslconfig.document import WslConfigDocument
from wslmem.wslconfig.versions import Version
from wslmem.wslconfig.windows_path import flaw, normal, split

FILES = ("wsl2.kernel", "wsl2.kernelModules", "wsl2.systemDistro")
"""Settings that name a file without which WSL does not start."""
FOLDERS = ("wsl2.swapFile",)
"""Settings that name a file whose folder has to be there."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What was seen. Nothing by default: then nothing is said that would need it."""

    version: Version | None = None
    """The installed WSL."""
    present: Mapping[str, bool] = field(default_factory=dict)
    """Whether something is there, by path in `windows_path.normal` spelling; only paths that could be looked at."""

    def is_there(self, path: str) -> bool | None:
        """Whether `path` exists; None where nobody looked."""
        return self.present.get(normal(path))


NOTHING = Sight()


def wanted(document: WslConfigDocument) -> Iterator[str]:
    """The paths of Windows, in the file's spelling, of which it matters whether they exist."""
    for name in (*FILES, *FOLDERS):
        for path in meant.paths(document, name):
            if path and flaw(path) is None:
                yield split(path)[0] + "\\" if name in FOLDERS else path
