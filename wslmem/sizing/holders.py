"""Who holds the memory of the VM, by kind of program and by name: one reading of /proc."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from wslmem.diagnosis.weighing.families import family
from wslmem.patterns import lazy
from wslmem.records import record
from wslmem.units import KIB, MIB, Bytes

SHOWN = 10
"""Names that are told, the largest."""
_RUNTIME = lazy(r"(?:node|nodejs|MainThread|bun|deno|java|python[\d.]*|ruby|perl|sh|bash|dash)\Z")
"""Programs that run what their arguments name."""
_TAKES_VALUE = frozenset({"-cp", "-classpath", "--class-path", "-p", "--module-path", "-r", "--require", "-X", "-W"})


@record
class Process:
    """One process."""

    name: str
    """Its program; for an interpreter the script as well: `node tsserver.js`."""
    size: Bytes
    of_files: Bytes
    """Its part of pages that files back; they are in the page cache too."""
    in_shared_memory: Bytes
    """Its part of tmpfs and shared memory."""
    exact: bool
    """Pss, which shares out what several processes hold; False for RSS, which counts that in each of them."""


@record
class FamilyHeld:
    """What one kind of programs holds; contents of files that they map are page cache."""

    family: str
    """`compile/link`, `language-server`, `agent`, `node`, `java`, `python`, `docker`, `database`, `rest`."""
    size: Bytes
    processes: int
    largest: str
    """The name that holds most of it."""


@record
class NamedHeld:
    """What all processes of one name hold."""

    name: str
    family: str
    size: Bytes
    processes: int


@record(kw_only=True)
class Holders:
    """The memory of the VM, split. Sizes in bytes.

    Programs, those elsewhere, tmpfs, page cache, kernel and free make up the total, as /proc/meminfo has it at one
    moment: programs never hold more than is in use.
    """

    total: Bytes
    """MemTotal."""
    families: tuple[FamilyHeld, ...]
    """Largest first; less than 1 MiB is left out."""
    largest: tuple[NamedHeld, ...]
    """By name, largest first, ten at most."""
    page_cache: Bytes
    """Cached contents of files, those that programs map too: the kernel gives them back when a program needs memory."""
    tmpfs: Bytes
    """Files in tmpfs (/tmp, /dev/shm) that no program is known to map: they count as memory until they are removed."""
    elsewhere: Bytes
    """Of programs that this distribution does not see: each has a list of processes of its own, the memory is one (as
    those of Docker Desktop).
    """
    kernel: Bytes
    """What the kernel keeps for itself and for its tables."""
    free: Bytes
    measure: Literal["pss", "rss", "mixed"]
    """How processes were measured; with RSS, what several share is counted in each, so that its part is too high."""
    by_rss: int
    """How many processes only their RSS could be read of: those of other users."""


def holders(processes: Iterable[Process], meminfo: dict[str, int]) -> Holders:
    """The split.

    Args:
        processes: every process of the VM.
        meminfo: /proc/meminfo, in bytes.

    Raises:
        LookupError: meminfo lacks a figure.
    """
    read = list(processes)
    total, free = meminfo["MemTotal"], min(meminfo["MemFree"], meminfo["MemTotal"])
    files = meminfo["Cached"] + meminfo["Buffers"] + meminfo.get("SReclaimable", 0) - meminfo["Shmem"]
    cache = min(max(0, files), total - free)
    in_use = total - free - cache
    anonymous = min(meminfo["AnonPages"], in_use)
    shared = min(meminfo["Shmem"], in_use - anonymous)
    known = _within(read, anonymous, shared)
    elsewhere = anonymous - sum(one.own for one in known)
    tmpfs = shared - sum(one.attached for one in known)
    by_rss = sum(not one.exact for one in read)
    return Holders(
        total=Bytes(total),
        families=_families(known),
        largest=_names(known)[:SHOWN],
        page_cache=Bytes(cache),
        tmpfs=Bytes(tmpfs),
        elsewhere=Bytes(elsewhere),
        kernel=Bytes(in_use - anonymous - shared),
        free=Bytes(free),
        measure="pss" if not by_rss else "rss" if by_rss == len(read) else "mixed",
        by_rss=by_rss,
    )


@record
class _Held:
    """What one process holds that only its end gives back."""

    name: str
    own: int
    """Anonymous memory."""
    attached: int
    """Its part of tmpfs and shared memory; 0 where only its RSS is known, which does not tell it from files."""


def _within(processes: Sequence[Process], anonymous: int, shared: int) -> list[_Held]:
    """What they hold, within what meminfo says that all programs hold.

    Processes are read after meminfo, one by one, and grow meanwhile; and RSS counts a page in each that has it. Where
    they come to more, each counts for as much less.
    """
    held = [
        _Held(
            one.name,
            max(0, one.size - one.of_files - one.in_shared_memory),
            one.in_shared_memory if one.exact else 0,
        )
        for one in processes
    ]
    own, attached = sum(one.own for one in held), sum(one.attached for one in held)
    return [
        _Held(
            one.name,
            one.own * anonymous // own if own > anonymous else one.own,
            one.attached * shared // attached if attached > shared else one.attached,
        )
        for one in held
    ]


def _families(processes: Sequence[_Held]) -> tuple[FamilyHeld, ...]:
    found: dict[str, list[NamedHeld]] = {}
    for one in _names(processes):
        found.setdefault(one.family, []).append(one)
    held = [
        FamilyHeld(kind, Bytes(sum(one.size for one in names)), sum(one.processes for one in names), names[0].name)
        for kind, names in found.items()
    ]
    return tuple(sorted((one for one in held if one.size >= MIB), key=lambda one: -one.size))


def _names(processes: Sequence[_Held]) -> tuple[NamedHeld, ...]:
    found: dict[str, list[_Held]] = {}
    for one in processes:
        found.setdefault(one.name, []).append(one)
    held = [
        NamedHeld(name, kind_of(name), Bytes(sum(one.own + one.attached for one in members)), len(members))
        for name, members in found.items()
    ]
    return tuple(sorted(held, key=lambda one: (-one.size, one.name)))


def kind_of(name: str) -> str:
    """The family of a program as `called` names it: what an interpreter runs decides, where that is known.

    >>> kind_of("node tsserver.js"), kind_of("node server.js"), kind_of("java GradleDaemon")
    ('language-server', 'node', 'java')
    """
    program, _, script = name.partition(" ")
    found = family(script.removesuffix(".js").removesuffix(".py").removesuffix(".mjs")) if script else "rest"
    return found if found not in {"rest", "compile/link"} else family(program)


def called(name: str, arguments: Sequence[str]) -> str:
    """The program's name, and for an interpreter what it runs: the last part of a path, module or class.

    Args:
        name: as the kernel has it, at most 15 bytes.
        arguments: its command line, as far as it is known.

    >>> called("node", ("/usr/bin/node", "--max-old-space-size=3072", "/a/node_modules/typescript/lib/tsserver.js"))
    'node tsserver.js'
    >>> called("java", ("java", "-cp", "/x.jar", "org.gradle.launcher.daemon.bootstrap.GradleDaemon", "8.5"))
    'java GradleDaemon'
    """
    if _RUNTIME.match(name) is None:
        return name
    program = "node" if name == "MainThread" else name
    script = _script(arguments[1:])
    return f"{program} {script}" if script else program


def _script(arguments: Sequence[str]) -> str:
    words = iter(arguments)
    for word in words:
        if word in {"-jar", "-m"}:
            return _last(next(words, ""))
        if word in {"-c", "-e", "-p", "--eval"}:
            return ""
        if word in _TAKES_VALUE:
            next(words, None)
        elif word and not word.startswith("-"):
            return _last(word)
    return ""


def _last(word: str) -> str:
    """The last part of a path, or of the name of a class or module, without what does not print."""
    part = word.rstrip("/").rpartition("/")[2]
    if re.fullmatch(r"(?:[a-z_]\w*\.)+[A-Z]\w*", part):
        part = part.rpartition(".")[2]
    return "".join(letter for letter in part if letter.isprintable())[:40]


_PROCESS = lazy(r"P (\d{1,10}) (\d{1,13}) (\d{1,13}) (\d{1,13}) ([pr]) (.{0,64})")
_HEAD = lazy(r"==> /proc/(\d{1,10})/cmdline <==")


def parse(text: str) -> tuple[Process, ...]:
    """The processes in what holders.sh prints; a line of no known shape is left out."""
    rows: list[re.Match[str]] = []
    arguments: dict[str, list[str]] = {}
    of: str | None = None
    for line in text.split("\n"):
        if found := _HEAD.fullmatch(line):
            of = found[1]
        elif of is not None:
            arguments.setdefault(of, []).append(line)
        elif found := _PROCESS.fullmatch(line):
            rows.append(found)
    return tuple(_process(row, "\n".join(arguments.get(row[1], ())).split("\t")) for row in rows)


def _process(row: re.Match[str], arguments: Sequence[str]) -> Process:
    size, of_files, shared = (Bytes(int(row[field]) * KIB) for field in (2, 3, 4))
    return Process(called(row[6], arguments), size, of_files, shared, row[5] == "p")
