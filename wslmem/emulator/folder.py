"""The folder that stands for a Windows machine, and where everything of it lies."""

from __future__ import annotations

import os

from .lean import dataclass

WINDOWS_PROFILE = "C:\\Users\\tester"
"""The name of `profile/` in WSL's messages."""


@dataclass(frozen=True, slots=True)
class Folder:
    """One emulated machine. It may be moved while no VM runs."""

    path: str
    """Absolute path of the folder."""

    @property
    def profile(self) -> str:
        return f"{self.path}/profile"

    @property
    def wslconfig(self) -> str:
        return f"{self.path}/profile/.wslconfig"

    @property
    def wslc(self) -> str:
        """The settings of WSL's own containers."""
        return f"{self.path}/profile/AppData/Local/wslc/settings.yaml"

    def local(self, path: str) -> str | None:
        """Where a path of the emulated Windows lies: in the profile, or in `drives/c`; None for none of Windows."""
        tail = path.replace("/", "\\")
        if tail.lower().startswith(WINDOWS_PROFILE.lower() + "\\"):
            return self.profile + tail[len(WINDOWS_PROFILE) :].replace("\\", "/")
        if tail[1:3] != ":\\" or not tail[0].isalpha():
            return None
        return f"{self.path}/drives/{tail[0].lower()}{tail[2:]}".replace("\\", "/")

    @property
    def distributions(self) -> str:
        return f"{self.path}/distros.json"

    @property
    def knobs(self) -> str:
        return f"{self.path}/knobs.json"

    @property
    def journal(self) -> str:
        return f"{self.path}/journal.log"

    @property
    def state(self) -> str:
        return f"{self.path}/state"

    def inside(self, name: str) -> str:
        """A file of the VM: `lock`, `alive`, `vm.json`, `vm.sock`, `swap`, `supervisor.log`, `view`."""
        return f"{self.path}/state/{name}"

    @property
    def group(self) -> str:
        """The name of the VM's cgroup: the same for every run on this folder, and of no other folder."""
        here = os.stat(self.state)
        return f"wslemu-{here.st_dev:x}-{here.st_ino:x}"
