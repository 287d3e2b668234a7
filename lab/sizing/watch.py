"""What a running build holds: the readings of one build, added up, and whether it still gets on."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from lab.sizing import cgroup

LAUNCHERS = ("go", "python", "gcc", "g++", "collect2", "cgo")
"""What starts others, and is what they are for a moment."""


@dataclass(slots=True)
class Process:
    """One process of the build as the readings saw it."""

    tool: str
    """`compile`, `link`, `asm`, `cc1`, `go` ..."""
    package: str
    """What is compiled: of `cc1` and `cc1plus` the file."""
    peak: int = 0
    first: float = 0.0
    last: float = 0.0


@dataclass(slots=True)
class Watch:
    """What the readings of one build add up to."""

    processes: dict[tuple[int, int], Process] = field(default_factory=dict)
    """By number and start: a long build uses numbers again."""
    peak: int = 0
    compile_peak: int = 0
    link_peak: int = 0
    overlap: int = 0
    """Compiles that ran at the peak."""
    cpu: float = 0.0
    faults: int = 0
    """Pages that were read from the disk."""

    def read(self, group: cgroup.MemoryCgroup, now: float) -> None:
        """Take one reading of everything in the cgroup."""
        total = group.anonymous()
        tools = [process.tool for pid in group.processes() if (process := self._look(pid, now)) is not None]
        if total > self.peak:
            self.peak, self.overlap = total, tools.count("compile")
        if "compile" in tools:
            self.compile_peak = max(self.compile_peak, total)
        if "link" in tools:
            self.link_peak = max(self.link_peak, total)

    def _look(self, pid: int, now: float) -> Process | None:
        try:
            started = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
            process = self.processes.get((pid, started))
            if process is None or process.tool in LAUNCHERS:  # between fork and exec it is its parent still
                found = identify(pid, now)
                if process is None or found.tool != process.tool:
                    process = self.processes[pid, started] = found
            status = Path(f"/proc/{pid}/status").read_text()
        except (FileNotFoundError, ProcessLookupError):
            return None
        name = status.partition("\n")[0].removeprefix("Name:\t")
        if not process.tool.startswith(name):  # it became another program since it was identified
            return process
        at = status.find("RssAnon:")
        if at >= 0:
            process.peak = max(process.peak, int(status[at + 8 : at + 24].split()[0]) * 1024)
        process.last = now
        return process


def identify(pid: int, now: float) -> Process:
    """The tool and the package of a process, from its command line."""
    words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    tool = Path(words[0]).name if words[0] else "?"
    if len(words) > 1 and words[1].startswith("@"):  # the go command puts long command lines into a file
        words = [words[0], *Path(words[1][1:]).read_text(errors="replace").splitlines()]
    flag = "-p" if tool == "compile" else "-dumpbase"
    return Process(tool, words[words.index(flag) + 1] if flag in words else "", first=now)


@dataclass(slots=True)
class Stall:
    """Tells when a build only faults: hardly any user CPU for a whole window, but pages read over and over."""

    WINDOW = 15.0
    SHARE = 0.1
    """User CPU seconds a wall second, below which a build no longer gets on."""
    FAULTS = 300
    """Pages read from the disk a second, above which it is memory that it waits for."""
    began: float = 0.0
    ticks: int = 0
    faults: int = 0

    def seen(self, now: float, group: cgroup.MemoryCgroup) -> bool:
        if now - self.began < self.WINDOW:
            return False
        used, faults = sum(user_ticks(pid) for pid in group.processes()), group.major_faults()
        enough = self.SHARE * self.WINDOW * os.sysconf("SC_CLK_TCK")
        thrashes = faults - self.faults > self.FAULTS * self.WINDOW
        stalled = bool(self.began) and thrashes and 0 <= used - self.ticks < enough
        self.began, self.ticks, self.faults = now, used, faults
        return stalled


def user_ticks(pid: int) -> int:
    """User ticks of a process and its dead children."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(words[11]) + int(words[13])
