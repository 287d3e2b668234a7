"""Many computers at once: which build would be killed on which, and what one rule would change before it is rolled out.

Every figure of a computer is the one that `recommend` gives on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from wslmem.records import record
from wslmem.sizing import caps, measured_run
from wslmem.sizing.host import HostMemory
from wslmem.sizing.measured_run import MeasuredBuild
from wslmem.sizing.outlook import build_part, need, outlook
from wslmem.sizing.policy import Policy, decide
from wslmem.sizing.recommend import advice
from wslmem.sizing.recommendation import Advice, Outlook
from wslmem.sizing.vm import OtherProcesses
from wslmem.text import Text
from wslmem.units import Bytes, parse_size, show_size, spell_size
from wslmem.wslconfig import document as wslconfig
from wslmem.wslconfig.effective import LEAST_MEMORY, Effective, default_swap, devices

YES = frozenset({"true", "1"})
"""How WSL reads a yes."""
ABOUT_DEVICES = (
    "wsl2.safeMode", "wsl2.virtio", "wsl2.virtiofs", "wsl2.networkingMode", "experimental.networkingMode",
    "experimental.swiotlb",
)  # fmt: skip
"""The settings that decide whether a buffer for devices is taken out of the VM."""


@record
class Version:
    """WSL as a computer told it."""

    version: str | None


@record(kw_only=True)
class ConfigFile:
    """The .wslconfig of a computer."""

    path: str
    exists: bool
    settings: dict[str, str]
    """By key, what counts of the file, as it is written."""


@record(kw_only=True)
class Remark:
    """A finding in it; of severity `error` where WSL ignores what was written."""

    rule: str
    line: int
    severity: str
    text: str


@record
class Shortage:
    """A time when Windows itself ran short of memory (event 2004)."""

    when: str
    """UTC, ISO 8601."""
    programs: tuple[str, ...]
    """Names of those that held most, the largest first."""


@record(kw_only=True)
class Computer:
    """What `wslmem status --json` told on one computer, of it what a fleet is judged by; sizes in bytes."""

    computer: str
    taken: str
    """UTC, ISO 8601."""
    wslmem: str
    host: HostMemory | None
    wsl: Version | None
    file: ConfigFile
    effective: Effective
    pending: str
    findings: tuple[Remark, ...]
    builds: tuple[MeasuredBuild, ...]
    other_processes: OtherProcesses
    shortages: tuple[Shortage, ...] | None = None
    """The latest first; None where nobody asked."""

    @property
    def memory(self) -> Bytes | None:
        """memory= as it counts; None where neither file nor host tells."""
        if self.effective.vm_memory is None and self.host is not None:
            return Bytes(self.host.total // 2)
        return self.effective.vm_memory

    @property
    def swap(self) -> Bytes:
        """swap= as it counts; 0 for none."""
        value = self.effective.swap.value
        return Bytes(default_swap(self.memory or 0) if value is None else value)

    @property
    def beside(self) -> Bytes:
        """What of the VM no build can have: other processes, and the buffer for devices."""
        return Bytes(self.other_processes.size + self.effective.devices)

    @property
    def ignored(self) -> tuple[Remark, ...]:
        """The lines that WSL ignores."""
        return tuple(one for one in self.findings if one.severity == "error" and one.line)


@record(kw_only=True)
class Rollout:
    """What shall be set on every computer."""

    policy: Policy | None = None
    """`memory: auto` and its bounds."""
    memory: Bytes | None = None
    """The same size everywhere, where there is no policy; None with neither: memory= stays as it is."""
    swap: Bytes | None = None
    """None leaves it as it is."""


@record
class Need:
    """What a build takes, as `recommend` has it on a computer that measured it."""

    part: Bytes
    """The peak and the margin over it."""
    peak: Bytes
    """Of the newest run."""


@record(kw_only=True)
class Build:
    """One command in folders of one name, measured on one computer or more."""

    name: str
    """`go build ./... (app)`."""
    need: Need
    """The one that nine in ten of the computers that measured it stay within."""
    computers: int
    """How many measured it."""


@record(kw_only=True)
class After:
    """A computer once a rollout has reached it."""

    memory: Bytes | None
    """memory= as it will count; None: refused, or its RAM is not known."""
    swap: Bytes
    devices: Bytes
    """What a buffer for devices takes of memory=."""
    writes: bool
    """Whether its file would be changed."""
    refused: Text | None
    """Why the policy cannot be had on it."""


def measured(computer: Computer) -> dict[str, Need]:
    """What each build takes by its own runs on `computer`; of two folders of one name the larger."""
    found: dict[str, Need] = {}
    for build in computer.builds:
        estimate = measured_run.estimate(build.command, build.peaks, build.jobs, 1)
        if estimate is not None:
            peak, name = estimate.peaks[-1], _name(build)
            one = Need(build_part(peak), peak.size)
            if name not in found or found[name].part < one.part:
                found[name] = one
    return found


def builds(everywhere: Iterable[dict[str, Need]]) -> tuple[Build, ...]:
    """Every build that was measured anywhere, the most widely measured first, then the largest."""
    found: dict[str, list[Need]] = {}
    for one in everywhere:
        for name, need_there in one.items():
            found.setdefault(name, []).append(need_there)
    every = [Build(name=name, need=_most(needs), computers=len(needs)) for name, needs in found.items()]
    return tuple(sorted(every, key=lambda one: (-one.computers, -one.need.part, one.name)))


def _most(needs: list[Need]) -> Need:
    return sorted(needs, key=lambda one: one.part)[-(-len(needs) * 9 // 10) - 1]


def only_killed(computers: Sequence[Computer]) -> tuple[str, ...]:
    """Names of builds that were killed wherever they ran: nobody knows what they need."""
    known = {_name(build) for one in computers for build in one.builds if build.peaks}
    every = {_name(build) for one in computers for build in one.builds if build.killed}
    return tuple(sorted(every - known))


def _name(build: MeasuredBuild) -> str:
    folder = build.folder.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return f"{build.command} ({folder})" if folder else build.command


def fate(computer: Computer, part: Bytes) -> Outlook | None:
    """What becomes of a build that takes `part`, on `computer` as it is; None where nothing is known of its memory."""
    memory = computer.memory
    if memory is None:
        return None
    return outlook(part, memory, computer.swap, others=computer.beside)


def fate_after(computer: Computer, part: Bytes, after: After) -> Outlook | None:
    """The same once a rollout has reached it; as it is where the rollout does not."""
    if after.memory is None:
        return fate(computer, part)
    others = Bytes(computer.other_processes.size + after.devices)
    return outlook(part, after.memory, after.swap, others=others)


def needed(computer: Computer, part: Bytes) -> Bytes:
    """The smallest memory= with which such a build fits on `computer`."""
    return need(part, others=computer.beside)


def advised(computer: Computer, part: Bytes) -> Advice | None:
    """The gist of `recommend` there; None where its RAM is not known."""
    host, memory, expected = computer.host, computer.memory, fate(computer, part)
    if host is None or memory is None or expected is None:
        return None
    cap, physical = _caps(host)
    return advice(needed(computer, part), cap, expected, memory, physical)


@lru_cache(maxsize=1)
def _caps(host: HostMemory) -> tuple[Bytes, Bytes]:
    """The most that the host can give now, and what its RAM allows: asked for each build of one computer in turn."""
    return caps.memory_caps(host)[0].size, caps.physical(host).size


def after(computer: Computer, rollout: Rollout) -> After:
    """What `rollout` makes of `computer`."""
    host, wanted = computer.host, rollout.memory
    if host is None or computer.memory is None:
        return _untouched(computer, None)
    if rollout.policy is not None:
        decision = decide(rollout.policy, host.total)
        if decision.memory is None:
            return _untouched(computer, decision.because)
        wanted = decision.memory
    if wanted is not None and not LEAST_MEMORY <= wanted <= host.total:
        why = Text(
            "{size} is outside what WSL can give with {total} RAM", size=spell_size(wanted), total=show_size(host.total)
        )
        return _untouched(computer, why)
    memory = computer.memory if wanted is None else wanted
    return After(
        memory=memory,
        swap=_swap_after(computer, rollout.swap, memory),
        devices=_devices_after(computer, memory),
        writes=_differs(computer, "wsl2.memory", wanted) or _differs(computer, "wsl2.swap", rollout.swap),
        refused=None,
    )


def _untouched(computer: Computer, refused: Text | None) -> After:
    return After(memory=None, swap=computer.swap, devices=computer.effective.devices, writes=False, refused=refused)


def _devices_after(computer: Computer, memory: Bytes) -> Bytes:
    """The buffer beside another memory=: WSL gives its own only to a VM that can spare it."""
    found = [(key, computer.file.settings[key]) for key in ABOUT_DEVICES if key in computer.file.settings]
    if not found:
        return Bytes(0)
    lines = (f"[{section}]\n{name}={value}\n" for key, value in found for section, _, name in [key.partition(".")])
    return devices(wslconfig.read("".join(lines).encode()), memory)


def _swap_after(computer: Computer, wanted: Bytes | None, memory: Bytes) -> Bytes:
    now = computer.effective.swap
    if now.source == "swap-file" or computer.file.settings.get("wsl2.safeMode", "").casefold() in YES:
        return Bytes(0)  # no disk can be made, or none is in a safe start
    if wanted is not None:
        return wanted
    return Bytes(default_swap(memory)) if now.source == "default" or now.value is None else Bytes(now.value)


def _differs(computer: Computer, key: str, wanted: Bytes | None) -> bool:
    """Whether the resource would write `key`: sizes are equal by their bytes."""
    return wanted is not None and parse_size(computer.file.settings.get(key, "")) != wanted
