"""The engine of the sweeps: run one change under strace, break it at a chosen system call, judge the corpse.

What must hold whatever happens: `.wslconfig` is the whole old file or the whole new one; where it is the new one, a
sound backup holds the old one; every backup is sound; links are still links; the exit code tells the truth; the same
command, run again, ends well.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import files_writer
from files_writer import MARK, NEW, OLD

from wslmem.codec import to_json
from wslmem.machine.files import temporary
from wslmem.machine.own.backups import Backups, mark
from wslmem.machine.own.journal import SCHEMA
from wslmem.workflows.apply.recovery import look

PROGRAM = Path(__file__).with_name("files_writer.py")
CALL = re.compile(r"(?:\d+ +)?(\w+)\(")
CHANGES = re.compile(r"0x[0-9a-f]+|\.wslmem-(?:tmp|old)-[^\"]*|[0-9a-f]{8,}|\d+")
"""What is another in each run, or for each backup: addresses, names of temporary files, hashes, numbers."""
QUICK = ("-f", "--seccomp-bpf")
"""Lets strace stop a run at the calls of one name only, and not at all of them: half of what a round took. Of a signal
that is put in such a run nothing comes (strace 6.1).
"""
AROUND = 2
"""Calls before and behind that make a call another one."""
ENDS = ("exit_group", "rt_sigaction", "execve")
T = TypeVar("T")

KILLED = -9
KEPT = re.compile(r"journal-apply-[0-9a-f]{16}\.json")


@dataclass(frozen=True)
class Scenario:
    """One change of settings, and what the machine looks like before it."""

    name: str
    work: str
    before: bytes | None
    after: bytes | None
    linked: bool = False
    """`.wslconfig` is a symbolic link into another folder."""
    backups: int = 0
    """How many there are already."""
    journal: bytes | None = None
    """What is in the place of the journal; `KILLED_APPLY` for what an apply leaves that was killed after its write."""


KILLED_APPLY = b"of a killed apply"
DAMAGED = b'{"work": "apply", "step"'
SCENARIOS = (
    Scenario("edit", "edit", OLD, NEW),
    Scenario("edit through a link", "edit", OLD, NEW, linked=True),
    Scenario("create", "create", None, NEW),
    Scenario("remove", "remove", OLD, None),
    Scenario("restore", "restore", NEW, OLD, backups=1),
    Scenario("edit that prunes", "edit", OLD, NEW, backups=24),
)
RECOVERIES = (
    Scenario("undo of a killed apply", "repair", NEW, OLD, backups=1, journal=KILLED_APPLY),
    Scenario("look at a killed apply", "look", NEW, NEW, backups=1, journal=KILLED_APPLY),
    Scenario("look at a damaged journal", "look", OLD, OLD, journal=DAMAGED),
)
"""What is done about recovery data; `SCENARIOS` are changes of the file, with their journal."""


@dataclass(frozen=True)
class Point:
    """One system call of a run: the `count`-th of its name since the process began."""

    name: str
    count: int
    site: tuple[str, ...] = ()
    """The call with what was called around it, without numbers and names that no two runs have in common."""


@dataclass(frozen=True)
class Round:
    """What a broken run left."""

    code: int
    """Exit code of the program, `KILLED` where it was killed."""
    after: bool
    """Whether the new file is in place."""
    backup: bool
    """Whether the old one is in a backup."""
    leftover: bool
    """Whether a file that never came into place lies about."""
    violations: tuple[str, ...]


def prepare(folder: Path, scenario: Scenario) -> Path:
    """Make the machine that `scenario` starts from; its folder."""
    profile, dotfiles = folder / "profile", folder / "dotfiles"
    for one in (profile, dotfiles, folder / "state"):
        one.mkdir(parents=True)
    path = profile / ".wslconfig"
    if scenario.linked:
        path.symlink_to(dotfiles / "wslconfig")
    if scenario.before is not None:
        path.write_bytes(scenario.before)
        path.chmod(0o640)
    for number in range(scenario.backups):
        keep(
            Backups(folder / "state").folder(path),
            number + 1,
            OLD if scenario.work in ("restore", "repair", "look") else b"# %d\n" % number,
        )
    if scenario.journal is not None:
        paths = files_writer.machine(folder)
        place = folder / "state" / f"journal-apply-{mark(paths.wslconfig)}.json"
        killed = files_writer.entry(paths, NEW, next((one.name for one in copies(folder)), ""))
        text = to_json(killed, schema=SCHEMA).encode("ascii") if scenario.journal == KILLED_APPLY else scenario.journal
        place.write_bytes(text)
    return folder


def keep(folder: Path, number: int, data: bytes) -> None:
    """A backup of some days ago, made without the cost of a flush."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"202601{number:02}T080000Z-{number:04}-{hashlib.sha256(data).hexdigest()[:16]}.bak"
    (folder / name).write_bytes(data)


def command(scenario: Scenario, folder: Path) -> list[str]:
    return [sys.executable, "-I", "-S", str(PROGRAM), scenario.work, str(folder)]


def points(strace: str, scenario: Scenario, folder: Path) -> tuple[Point, ...]:
    """Every system call that the change makes from its first touch on."""
    log = folder / "trace"
    warm = prepare(folder / "warm", scenario)
    machine = prepare(folder / "machine", scenario)
    for act in ([], [strace, "-qq", "-o", str(log)]):  # whatever is not compiled yet is compiled by the first one
        code = subprocess.run([*act, *command(scenario, machine if act else warm)], timeout=60, check=False).returncode
        assert code == (0 if scenario.before != scenario.after else 10)
    counts: Counter[str] = Counter()
    found = []
    marked = False
    lines = [line for line in log.read_text(errors="replace").splitlines() if CALL.match(line)]
    plain = [CHANGES.sub("#", line) for line in lines]
    for at, line in enumerate(lines):
        name = line.partition("(")[0].split()[-1]
        counts[name] += 1
        if marked and name not in ENDS:
            found.append(Point(name, counts[name], (plain[at], *plain[at - AROUND : at + AROUND + 1])))
        marked = marked or MARK in line
    return tuple(found)


def distinct(every: Iterable[Point]) -> list[Point]:
    """The first of all that are the same call among the same calls: 24 backups are read as the first one is."""
    return list({point.site: point for point in reversed([*every])}.values())[::-1]


def spread(every: Sequence[T], count: int | None) -> list[T]:
    """`count` of them, one by chance (always the same chance) out of each equal stretch; all where it is None."""
    if count is None or count >= len(every):
        return list(every)
    chance = random.Random(4)  # noqa: S311  no secret
    edges = [index * len(every) // count for index in range(count + 1)]
    return [every[chance.randrange(start, end)] for start, end in itertools.pairwise(edges)]


def broken_run(strace: str, scenario: Scenario, folder: Path, program: dict[str, str], *injections: str) -> Round:
    """Run the change once with each of strace's `injections` (`rename:error=EIO:when=3`), judge it, and run it again.

    Args:
        program: the environment; says which copy of wslmem is tried.
        injections: two of them break the recovery from the first break too.
    """
    prepare(folder, scenario)
    code = 0
    for injection in injections:
        name = injection.partition(":")[0]
        quick = QUICK if ":error=" in injection else ()
        act = [strace, *quick, "-qq", "-o", "/dev/null", "-e", f"trace={name}", "-e", f"inject={injection}"]
        ran = subprocess.run(
            [*act, *command(scenario, folder)], stderr=subprocess.DEVNULL, timeout=60, env=program, check=False
        )
        code = ran.returncode
    return judged(scenario, folder, code)


def judged(scenario: Scenario, folder: Path, code: int) -> Round:
    """Look at what a broken run left, then run the change again in this process."""
    path = folder / "profile" / ".wslconfig"
    data = path.read_bytes() if path.exists() else None
    violations = [*seen(scenario, folder, data), *told(scenario, data, code), *recovered(scenario, folder, data, code)]
    lies = leftovers(folder)
    backup = holds_backup(folder, scenario.before)
    again = files_writer.run(scenario.work, folder)
    if again not in (0, 10):
        violations.append(f"the second run ended with {again}")
    violations += [f"again: {text}" for text in seen(scenario, folder, path.read_bytes() if path.exists() else None)]
    if scenario.work != "look" and journals(folder):
        violations.append("a journal is left of a run that came to its end")
    violations += swept(folder)
    return Round(code, data == scenario.after, backup, bool(lies), tuple(violations))


def recovered(scenario: Scenario, folder: Path, data: bytes | None, code: int) -> list[str]:
    """What the next run says of the broken one that is not so, or does not say."""
    journal = any(KEPT.fullmatch(one.name) for one in journals(folder))
    left = look(files_writer.machine(folder))
    violations = [f"the old file is called lost: {one.lost}" for one in left.interrupted if one.lost is not None]
    if scenario.journal == DAMAGED:
        kept = [one.read_bytes() for one in (folder / "state").glob("journal-*")]
        return [*violations, *([] if kept == [DAMAGED] else [f"of the damaged journal is left: {kept}"])]
    changed = data == NEW
    if left.interrupted and not changed:
        violations.append("a run is called interrupted that changed nothing")
    if journal and changed and not left.interrupted:
        violations.append("a journal is there, the file is changed, and nobody is told")
    if code == KILLED and changed and scenario.work == "look" and not left.interrupted:
        violations.append("looking made the next run forget")
    if left.unreadable:
        violations.append(f"a journal of ours cannot be read: {left.unreadable}")
    return violations


def journals(folder: Path) -> list[Path]:
    return list((folder / "state").glob("journal-*.json"))


def seen(scenario: Scenario, folder: Path, data: bytes | None) -> list[str]:
    path = folder / "profile" / ".wslconfig"
    violations = []
    if data not in (scenario.before, scenario.after):
        violations.append(f"neither the old file nor the new one: {data!r:.60}")
    changes = scenario.work in ("edit", "create", "remove", "restore")
    if changes and data == scenario.after and not holds_backup(folder, scenario.before):
        violations.append("the new file is in place and no backup holds the old one")
    if scenario.linked and not path.is_symlink():
        violations.append("the link is gone")
    if data is not None and scenario.before is not None and path.stat().st_mode & 0o777 != 0o640:
        violations.append(f"mode {path.stat().st_mode:o}")
    if scenario.before is not None:
        violations += [f"backup mode {mode:o}" for mode in new_modes(scenario, folder) if mode != 0o640]
    return violations + unsound(folder)


def new_modes(scenario: Scenario, folder: Path) -> list[int]:
    """The modes of the copies that the run itself has made."""
    return [
        one.stat().st_mode & 0o777
        for one in copies(folder)
        if int(one.name.split("-")[1]) > scenario.backups and one.suffix == ".bak"
    ]


def told(scenario: Scenario, data: bytes | None, code: int) -> list[str]:
    """What the exit code says that is not so."""
    if code == KILLED:
        return []
    if code in (0, 11) and data != scenario.after:
        return [f"exit code {code}, but the new file is not in place"]
    if code == 10 and (data == scenario.after or scenario.work == "repair"):
        return []  # a journal that cannot be read is kept and told; then there is nothing to put back
    if code in (10, 99, 1) or code < 0:
        return [f"exit code {code}"]
    if code not in (0, 11) and data != scenario.before:
        return [f"exit code {code}, but the old file is not in place"]
    return []


def copies(folder: Path) -> list[Path]:
    return [one for one in (folder / "state" / "backups").glob("*/*") if not one.name.startswith(temporary.NEW)]


def unsound(folder: Path) -> list[str]:
    return [
        f"the backup {one.name} is no such thing"
        for one in copies(folder)
        if hashlib.sha256(one.read_bytes()).hexdigest()[:16] not in one.name
    ]


def holds_backup(folder: Path, before: bytes | None) -> bool:
    ending = ".absent" if before is None else ".bak"
    return any(one.suffix == ending and one.read_bytes() == (before or b"") for one in copies(folder))


def leftovers(folder: Path) -> list[Path]:
    return [one for one in folder.rglob(".wslmem-*") if one.is_file()]


def swept(folder: Path) -> list[str]:
    """Two hours later, the next run removes what lies about and nothing else."""
    kept = {one for one in folder.rglob("*") if one.is_file()} - set(leftovers(folder))
    for one in leftovers(folder):
        os.utime(one, (one.stat().st_mtime - 7200,) * 2)
        temporary.remove_leftovers(one.parent)
    left = {one for one in folder.rglob("*") if one.is_file()}
    return [] if left == kept else [f"after the clean-up: {left ^ kept}"]


def many(act: Callable[[int, T], Round], items: Iterable[T], workers: int = 2) -> list[Round]:
    """One round for each item, two at a time."""
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(lambda pair: act(*pair), enumerate(items)))


def kill_sweep(
    strace: str, scenario: Scenario, folder: Path, count: int | None, program: dict[str, str]
) -> list[Round]:
    """Kill the change before its system calls: before each where `count` is None."""

    def act(index: int, point: Point) -> Round:
        return broken_run(strace, scenario, folder / str(index), program, kill(point))

    return many(act, spread(points(strace, scenario, folder / "points"), count))


def kill(point: Point) -> str:
    return f"{point.name}:signal=SIGKILL:when={point.count}"


def second_kill_sweep(
    strace: str, scenario: Scenario, folder: Path, count: int, program: dict[str, str]
) -> list[Round]:
    """Kill the change, and then the run that comes after it, each at any of its system calls."""
    every = points(strace, scenario, folder / "points")
    chance = random.Random(5)  # noqa: S311  no secret
    pairs = [(chance.choice(every), chance.choice(every)) for _ in range(count)]

    def act(index: int, pair: tuple[Point, Point]) -> Round:
        return broken_run(strace, scenario, folder / str(index), program, *map(kill, pair))

    return many(act, pairs)


ALIKE = (("ENOSPC", "EDQUOT"), ("EIO", "EXDEV", "EMFILE"), ("EBUSY",), ("EACCES", "EPERM"), ("EROFS",), ("EINTR",))
"""Errors, together where neither Python nor wslmem makes a difference: they stand for each other in turn."""
OPENING = {"access", "openat", "newfstatat", "getcwd", "readlink", "getdents64", "mkdir", "flock"}
CHANGING = {
    "read", "write", "fsync", "close", "rename", "unlink", "chmod", "chown", "listxattr", "lseek", "link", "linkat",
}  # fmt: skip
FAILING = OPENING | CHANGING
"""The system calls on files; the rest (memory, process id) is the interpreter's own business."""
SURE = ("write:error=ENOSPC:when=1+", "rename:error=EACCES:when=1+")
"""A full disk and a right that is missing: they are in every sample, whatever chance takes."""


def injections(every: Iterable[Point]) -> list[str]:
    """Each distinct system call on files with each kind of error, once and from then on."""
    turns = [itertools.cycle(alike) for alike in ALIKE]
    return [
        f"{point.name}:error={error}:when={point.count}{lasting}"
        for point in distinct(every)
        if point.name in FAILING
        for turn in turns
        for lasting in ("", "+")
        if (error := next(turn)) != "EINTR" or not lasting  # Python calls again, for ever
    ]


def error_sweep(
    strace: str, scenario: Scenario, folder: Path, count: int | None, program: dict[str, str]
) -> list[Round]:
    """Let each system call on files fail, in every way that makes a difference."""
    every = injections(points(strace, scenario, folder / "points"))

    def act(index: int, injection: str) -> Round:
        return broken_run(strace, scenario, folder / str(index), program, injection)

    return many(act, [*SURE, *spread(every, count)])
