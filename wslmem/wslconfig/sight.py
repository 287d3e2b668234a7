"""What is known beyond the file when it is judged: which WSL reads it, and what its paths lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wslmem.records import record
from wslmem.wslconfig import meant
from wslmem.wslconfig.document import WslConfigDocument
from wslmem.wslconfig.versions import Version
from wslmem.wslconfig.windows_path import flaw, normal, split

FILES = ("wsl2.kernel", "wsl2.kernelModules", "wsl2.systemDistro")
"""Settings that name a file without which WSL does not start."""
FOLDERS = ("wsl2.swapFile",)
"""Settings that name a file whose folder has to be there."""


@record
class Sight:
    """What was seen. Nothing by default: then nothing is said that would need it."""

    version: Version | None = None
    """The installed WSL."""
    there: frozenset[str] = frozenset()
    """Paths that exist, in `windows_path.normal` spelling."""
    missing: frozenset[str] = frozenset()
    """Paths that do not; one that nobody looked for is in neither."""

    def is_there(self, path: str) -> bool | None:
        """Whether `path` exists; None where nobody looked."""
        one = normal(path)
        return True if one in self.there else False if one in self.missing else None


def sight(version: Version | None, seen: Mapping[str, bool]) -> Sight:
    """What is known of WSL, and of paths in `windows_path.normal` spelling."""
    there = frozenset(path for path, exists in seen.items() if exists)
    return Sight(version, there, frozenset(seen) - there)


NOTHING = Sight()


def wanted(document: WslConfigDocument) -> Iterator[str]:
    """The paths of Windows, in the file's spelling, of which it matters whether they exist."""
    for name in (*FILES, *FOLDERS):
        for path in meant.paths(document, name):
            if path and flaw(path) is None:
                yield split(path)[0] + "\\" if name in FOLDERS else path
