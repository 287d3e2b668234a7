"""The parts of a running VM, made and taken down in order."""

from __future__ import annotations

import os
import pwd
import time
import uuid

from .. import journal
from ..folder import Folder
from ..lean import dataclass, field, replace
from . import first, kernel, kernel_log, remains, swap
from .cgroup import Group, Usage
from .memory_view import MIB, View, total
from .rights import make_group, memory_hierarchy, own_mounts

ISOLATED = 32 * MIB
"""What `isolateDistroCgroup` keeps from user processes (WSL: main.cpp)."""
USERS = "wsl-user"
"""The group of all user processes; below it one for each distribution (WSL: main.cpp, SetupWslUserCgroup)."""
DRIVES = "/mnt"
"""Where WSL mounts the drives of Windows."""
CACHE = ".cache/wslmem"
"""Below a home: where builds that are watched in the guest have their folders."""
PRESSURE = "/proc/pressure"
BACKED = frozenset({"file", "machine"})
"""The kinds of swap that something is really swapped to."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the client that boots the VM read for it."""

    memory: int
    """V, bytes."""
    swap: int
    """S, bytes."""
    processors: int
    instance_idle: float
    """Seconds, already scaled; negative = never."""
    vm_idle: float
    isolate: bool
    osrelease: str
    swap_kind: str
    """`real` or `cosmetic`."""
    swap_late: float
    """Seconds after boot until swap is on."""
    cgroup: str
    """Folder that the user gave for the group, or empty."""
    swiotlb: int = 0
    """Bytes of V that a buffer for devices takes."""
    kernel: int = 128 * MIB
    """Bytes of V that the kernel takes beside the page structures."""
    namespaced: bool = False
    """A distribution that is isolated has a namespace of its own for groups."""
    reclaim_after: float | None = None
    """Seconds without work, already scaled, until the VM gives its file cache back; None: it keeps it."""
    psi: bool = True
    """Whether /proc/pressure is there."""
    uptime: float = 0.0
    """Seconds that the VM says it has run when it starts; 0: as long as the machine."""

    @property
    def own_root(self) -> bool:
        """Whether a guest sees the group of its distribution as the root of all: where nothing isolates, it is."""
        return self.namespaced or not self.isolate


@dataclass(slots=True)
class Kills:
    """Kills in the VM since it started, those in groups that are gone too."""

    seen: dict[str, int] = field(default_factory=dict)
    """By the path of the group, what it counted at the last look."""
    total: int = 0

    def add(self, counted: dict[str, int]) -> bool:
        """Take what the groups count now; whether there was a kill since the last look."""
        before = self.total
        for path, kills in counted.items():
            last = self.seen.get(path, 0)
            self.total += kills - last if kills >= last else kills  # a group of the same name was made anew
        self.seen = counted
        return self.total != before


@dataclass(slots=True)
class Machine:
    """One VM."""

    folder: Folder
    plan: Plan
    group: Group = field(init=False)
    view: View = field(init=False)
    boot_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    swap_is_on: bool = False
    swap_kind: str = "none"
    """`file`: our own; `machine`: the machine's own swap stands for it; `cosmetic`; `none`."""
    swap_due: float = 0.0
    """Moment on the monotonic clock when swap comes on."""
    kills: Kills = field(default_factory=Kills)
    processes: first.OwnProcesses | None = None
    """What shows a guest the VM's processes; None where it sees the machine's."""
    _started: int = 0
    """How many distributions have been started in this VM."""

    def start(self) -> None:
        """Make everything.

        Raises:
            MissingRightError: a right is missing; nothing is left.
        """
        self._note("")
        self.swap_kind = self._prepare_swap()
        memory = total(self.plan.memory, self.plan.kernel, self.plan.swiotlb)
        backed = self.plan.swap if self.swap_kind in BACKED else 0
        self.group = make_group(self.folder.group, self.plan.cgroup, memory, backed, self._note)
        if self.plan.isolate:
            self.group.add_limited(USERS, memory - ISOLATED, backed)
        own_mounts()
        self.view = View(
            self.folder.inside("view"), memory, 0 if self.swap_kind == "none" else self.plan.swap, self.plan.uptime
        )
        self.view.create(self.boot_id, self.plan.osrelease)
        binds = [(source, place) for place, source in self.view.mounts().items()]
        for source, place in kernel_log.mounts(self.view.folder, self.group.path, isolated=self.plan.isolate):
            kernel.mount(source, place, kernel.MS_BIND)
        if not self.plan.psi and os.path.isdir(PRESSURE):
            os.makedirs(self.folder.inside("view/empty"), exist_ok=True)
            binds.append((self.folder.inside("view/empty"), PRESSURE))
        for source, place in binds:
            kernel.mount(source, place, kernel.MS_BIND)
        self._mount_drive()
        self.processes = first.start(tuple(binds))
        if self.processes is not None:
            self._mount_cache()
        self.swap_due = time.monotonic() + self.plan.swap_late
        self.refresh()

    def _mount_drive(self) -> None:
        """Show the guest drive C of the emulated Windows where WSL shows it, if there is one."""
        drive, place = f"{self.folder.path}/drives/c", self.folder.inside("view/mnt")
        if not os.path.isdir(drive) or not os.path.isdir(DRIVES):
            return
        os.makedirs(f"{place}/c", exist_ok=True)
        kernel.mount(place, DRIVES, kernel.MS_BIND)
        kernel.mount(os.path.realpath(drive), f"{DRIVES}/c", kernel.MS_BIND)

    def _mount_cache(self) -> None:
        """Give the distribution what it has on its own disk: who runs there is told by processes that only it sees.

        A second VM of this user would take the folders of the first one's builds for left behind, and remove them.
        """
        place, own = f"{pwd.getpwuid(os.getuid()).pw_dir}/{CACHE}", f"{self.folder.path}/cache"
        try:
            os.makedirs(place, exist_ok=True)
        except OSError:
            return  # a home that nobody may write: no build can be there
        os.makedirs(own, exist_ok=True)
        kernel.mount(own, place, kernel.MS_BIND)

    @property
    def hierarchy(self) -> tuple[int, str] | None:
        """Version and mount point of the control groups; None where a namespace of them cannot be shown.

        Only root may mount version 1 anew.
        """
        version, place = memory_hierarchy()
        return (version, place) if version > 1 or os.geteuid() == 0 else None

    def distribution_group(self, name: str) -> str:
        """Make the group of a distribution that starts, and return its path."""
        if not self.plan.isolate:
            return self.group.add(name)
        self._started += 1
        return self.group.add(f"{USERS}/distro-{self._started}")

    def _note(self, group: str) -> None:
        """Leave a trace of ourselves and of the group that is about to be made."""
        remains.write_note(
            self.folder,
            pid=str(os.getpid()),
            cgroup=group,
            boot_id=self.boot_id,
            swap=self.swap_kind,
        )

    def _prepare_swap(self) -> str:
        if not self.plan.swap:
            return "none"
        if self.plan.swap_kind == "cosmetic":
            return self._only_shown("the knob says so")
        if os.geteuid() != 0:
            enough = _machine_swap() >= self.plan.swap
            return "machine" if enough else self._only_shown("only root may add swap, and the machine has too little")
        try:
            swap.make(self.folder.inside("swap"), self.plan.swap)
            swap.start(self.folder.inside("swap"))
        except OSError as error:
            swap.end(self.folder.inside("swap"))
            return self._only_shown(f"the kernel refuses the swap file: {error.strerror}")
        return "file"

    def _only_shown(self, reason: str) -> str:
        journal.write(self.folder, note="swap is cosmetic: SwapTotal is shown, nothing is swapped", reason=reason)
        return "cosmetic"

    def refresh(self) -> None:
        """Let /proc show what the group holds now."""
        self.kills.add(self.group.kills())
        self.swap_is_on = self.swap_is_on or time.monotonic() >= self.swap_due
        self.view.update(self._usage(), swap_is_on=self.swap_is_on)
        self.view.count({**self.group.counters(), "oom_kill": self.kills.total})

    @property
    def held(self) -> int:
        """Bytes that the VM's process holds on the host: what its programs, caches and kernel take; swap is a file."""
        now = self._usage()
        return self.plan.kernel + now.anonymous + now.files + now.reclaimable + now.kernel

    def _usage(self) -> Usage:
        """What the group holds; what the machine swapped of a VM without swap is memory still.

        Version 1 of control groups bounds memory and swap together, so a machine short of memory swaps out of any.
        """
        found = self.group.usage()
        if self.swap_kind in BACKED:
            return found
        return replace(found, anonymous=found.anonymous + found.swap, swap=0)

    def drop_cache(self) -> None:
        """Give file cache back to the host; what programs hold stays (WSL: what `autoMemoryReclaim` does)."""
        self.group.drop_cache()
        journal.write(self.folder, note="file cache given back")
        self.refresh()

    def look_for_kills(self) -> None:
        """Let /proc/vmstat count what the kernel killed since the last look."""
        if self.kills.add(self.group.kills()):
            self.view.count({**self.group.counters(), "oom_kill": self.kills.total})

    def stop(self) -> None:
        """Take everything down, also when somebody removed the folder under us."""
        self.group.remove(self.group.path)
        if os.path.isdir(self.folder.state):
            remains.remove(self.folder)


def _machine_swap() -> int:
    """Free swap of the machine itself, bytes."""
    with open("/proc/meminfo", encoding="ascii") as file:
        figures = dict(line.split()[:2] for line in file)
    return int(figures["SwapFree:"]) * 1024
