"""A model of a power cut, fed with what a real run asked of the kernel.

What was not flushed may be on the disk or not, each on its own and in any order: bytes of a file until fsync of the
file, names (made, renamed, removed) until fsync of their folder. That is more than any journaling file system loses.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

LINE = re.compile(
    r'openat\(AT_FDCWD(?:<[^>]*>)?, "(?P<create>[^"]+)", [^,)]*O_CREAT[^)]*\) = \d'
    r"|write\(\d+<(?P<write>[^>]+)>, .*= \d"
    r"|fsync\(\d+<(?P<sync>[^>]+)>\) += 0"
    r'|rename\("(?P<source>[^"]+)", "(?P<target>[^"]+)"\) += 0'
    r'|mkdir\("(?P<mkdir>[^"]+)", .*= 0'
    r'|unlink\("(?P<unlink>[^"]+)"\) += 0'
)


@dataclass(frozen=True)
class Act:
    """One thing asked of the kernel: `create`, `write`, `sync`, `rename`, `mkdir` or `unlink`."""

    kind: str
    path: str
    target: str = ""


def acts(trace: str, mark: str) -> list[Act]:
    """What a trace (strace -y) asked of the kernel after `mark`."""
    found = []
    for line in trace[trace.index(mark) :].splitlines():
        match = LINE.search(line)
        if match and match["source"]:
            found.append(Act("rename", match["source"], match["target"]))
        elif match:
            [(kind, path)] = [(kind, path) for kind, path in match.groupdict().items() if path]
            found.append(Act(kind, path))
    return found


@dataclass
class Disk:
    """Names and files after a crash. A file is the number of the act that made it; -1 is the one from before."""

    names: dict[str, int]
    torn: set[int] = field(default_factory=set)
    """Files of which bytes are missing."""

    def apply(self, act: Act, file: int) -> None:
        if act.kind in ("create", "mkdir"):
            self.names[act.path] = file
        else:
            self.names.pop(act.path, None)
            if act.kind == "rename":
                self.names[act.target] = file

    def reachable(self, path: str, known: set[str]) -> bool:
        """Whether `path` and every folder above it that the run made is there."""
        parents = {str(one) for one in Path(path).parents} & known
        return path in self.names and parents <= set(self.names)


def crashes(log: list[Act], before: dict[str, int]) -> Iterator[tuple[int, Disk]]:
    """Every disk that a power cut can leave, with the number of acts that had been asked for until then."""
    for length in range(len(log) + 1):
        names, writes = pending(log[:length], before)
        settled = [one for one in steps(log[:length], before) if one not in names]
        for lost in subsets(range(len(names))):
            for torn in subsets(sorted(writes)):
                disk = Disk(dict(before), set(torn))
                kept = [one for index, one in enumerate(names) if index not in lost]
                for _, act, file in sorted([*settled, *kept], key=lambda one: one[0]):
                    disk.apply(act, file)
                yield length, disk


Step = tuple[int, Act, int]


def steps(log: list[Act], before: dict[str, int]) -> list[Step]:
    """The acts on names, each with its place in the log and the file that the name means."""
    names = dict(before)
    found = []
    for index, act in enumerate(log):
        if act.kind in ("create", "mkdir", "rename", "unlink"):
            if act.kind == "create" and act.path in names:
                continue
            file = index if act.kind in ("create", "mkdir") else names.pop(act.path)
            names[act.target or act.path] = file
            if act.kind == "unlink":
                del names[act.path]
            found.append((index, act, file))
    return found


def pending(log: list[Act], before: dict[str, int]) -> tuple[list[Step], set[int]]:
    """The acts on names, and the files with bytes, that no fsync has reached."""
    names = [one for one in steps(log, before) if not synced(log[one[0] :], str(Path(one[1].path).parent))]
    current = dict(before)
    dirty: set[int] = set()
    made = {index: file for index, _, file in steps(log, before)}
    for index, act in enumerate(log):
        if index in made:
            current[act.target or act.path] = made[index]
        if act.kind == "write":
            dirty.add(current[act.path])
        if act.kind == "sync":
            dirty.discard(current.get(act.path, -2))
    return names, dirty


def synced(log: list[Act], folder: str) -> bool:
    return any(act.kind == "sync" and act.path == folder for act in log)


def subsets(items: range | list[int]) -> Iterator[frozenset[int]]:
    for size in range(len(items) + 1):
        yield from map(frozenset, itertools.combinations(items, size))
