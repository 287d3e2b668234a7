"""Taking the names of people and machines out of what was seen, for the table goes into public issues."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path, PureWindowsPath

from wslmem.machine.host import paths as machine_paths
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.system import terminal
from wslmem.records import record
from wslmem.text import Text

NO_ANSWER = Text("the program in the VM did not start")
_SHORTEST = 2
"""A name of one letter is not looked for: it would be found everywhere."""
_NOBODY = frozenset(
    {"vm", "wsl", "windows", "linux", "system", "user", "admin", "root", "pc", "host", "code", "the", "ms"}
)
"""Names that tell nobody's, and that stand in the table for something else."""


@record
class Names:
    """What is to be hidden, and what stands for it, the longest first."""

    pairs: tuple[tuple[re.Pattern[str], str], ...]

    def hidden(self, text: str) -> str:
        """`text` without them."""
        for pattern, instead in self.pairs:
            text = pattern.sub(lambda _, word=instead: word, text)  # type: ignore[misc]
        return text


def of(paths: MachinePaths, distributions: Iterable[str] = ()) -> Names:
    """The names on this machine: its folders of a user, the user, the computer, the distributions.

    Args:
        paths: the machine.
        distributions: the installed ones, in the order in which they are numbered.
    """
    environ = terminal.environ()
    folders = {str(paths.wslconfig.parent): "%USERPROFILE%", str(paths.state_dir): "%STATE%"}
    for variable in ("TEMP", "TMP", "LOCALAPPDATA", "APPDATA", "USERPROFILE", "HOME"):
        if value := environ.get(variable):
            folders.setdefault(value, f"%{variable}%")
    words = {name: f"distro-{number}" for number, name in enumerate(distributions, 1)}
    for variable in ("USERNAME", "USER", "LOGNAME", "COMPUTERNAME", "USERDOMAIN", "HOSTNAME"):
        if value := environ.get(variable):
            words.setdefault(value, f"%{variable}%")
    # Windows shortens a user's folder to its 8.3 name in TEMP; its last part is a name as well.
    words.setdefault(PureWindowsPath(str(paths.wslconfig.parent)).name, "%USERNAME%")
    found = [(re.escape(path), instead) for path, instead in folders.items() if len(path) > _SHORTEST]
    found.sort(key=lambda pair: -len(pair[0]))
    found += [(rf"(?<!\w){re.escape(word)}(?!\w)", one) for word, one in words.items() if _tells(word)]
    return Names(tuple((re.compile(pattern, re.IGNORECASE), instead) for pattern, instead in found))


def _tells(word: str) -> bool:
    return len(word) >= _SHORTEST and word.casefold() not in _NOBODY


def program(path: str) -> str:
    """Where a program lies, without what names a person: `System32: the forwarder`, `elsewhere`."""
    folder = PureWindowsPath(path).parent
    for part, told in machine_paths.KNOWN_FOLDERS.items():
        if str(folder).casefold().replace("/", "\\").endswith(part):
            return told
    return "elsewhere"


def system_folder() -> Path:
    """System32."""
    return Path(terminal.environ().get("WINDIR", r"C:\Windows")) / "System32"


def leads_to(path: str) -> str:
    """What a path of Windows is in the end, as Windows tells it."""
    return os.path.realpath(path)
