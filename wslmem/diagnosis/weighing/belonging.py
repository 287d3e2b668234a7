"""Was the process that the kernel killed one of the build?"""

from __future__ import annotations

import re

from wslmem.diagnosis.signs.errors import PLACE
from wslmem.diagnosis.signs.sign import Kind, Sign
from wslmem.diagnosis.weighing import families
from wslmem.diagnosis.weighing.case import Case


def of_build(case: Case) -> tuple[Sign, ...]:
    """The kernel's kills that took a process of the build: by number, by a name that the build mentions, or because
    nothing else explains that one of its processes was killed.
    """
    return tuple(sign for sign in case.of(Kind.KERNEL_KILL) if belongs(sign, case))


def elsewhere(case: Case) -> tuple[Sign, ...]:
    """The other ones."""
    return tuple(sign for sign in case.of(Kind.KERNEL_KILL) if not belongs(sign, case))


def near(case: Case) -> tuple[Sign, ...]:
    """Those of them that are of the build's time: of that day, or told by systemd together with the build."""
    told = bool(case.of(Kind.UNIT_STOP, Kind.UNIT_OOM))
    return tuple(sign for sign in elsewhere(case) if not case.stale(sign) and (told or not case.old(sign)))


def belongs(kill: Sign, case: Case) -> bool:
    """Whether `kill` took a process of the build."""
    if case.stale(kill) or case.group_kills == 0:
        return False  # the build's own group counts every kill in it: another build beside it has the same names
    name = kill.victim or ""
    if case.names:
        return name[:15] in case.names or _told(name, case)
    if not case.seen.built:
        # The kernel's lines alone: a compiler is a build's, a browser is not.
        return families.family(name) in families.BUILDS
    if not case.kills:
        of_some_build = _named(name, case) or families.family(name) == families.COMPILE
        lost = _served(name, case) or (of_some_build and not _has_its_own_end(case))
        return lost and (families.family(name) in families.BUILDS or _started(name, case))
    return _by_number(kill, case) or _told(name, case) or _by_elimination(name, case)


_SERVED_BY = {
    "bazel": "java|bazel.*",
    "gradle": "java|Gradle.*",
    "kotlin": "java|kotlin.*",
    "msbuild": "dotnet|MSBuild|VBCSCompiler",
    "sccache": "sccache|rustc|cc1.*",
    "tool": "python.*|node|java|MainThread|ruby",
    "buck": "java|buck2?|node|python.*|sbt|turbo",
}
"""By who says that a server of the build went away: names that the kernel may know that server by."""


def _served(name: str, case: Case) -> bool:
    """Whether a server of the build went away that this program may have been."""
    placed = any(sign.rank == PLACE for sign in case.of(Kind.ERROR))
    return not placed and any(re.fullmatch(_SERVED_BY.get(sign.who, ""), name) for sign in case.of(Kind.SERVER))


def _by_number(kill: Sign, case: Case) -> bool:
    return kill.pid is not None and kill.pid in {sign.pid for sign in case.kills}


def _by_elimination(name: str, case: Case) -> bool:
    """Whether nobody says who was killed, and it can have been this one."""
    told = any(sign.victim for sign in case.kills)
    return not told and not _stopped_with(name, case) and (_named(name, case) or _plausible(name))


def _told(name: str, case: Case) -> bool:
    """Whether the build itself says that this program was killed."""
    return any(sign.victim and families.same_program(sign.victim, name) for sign in case.kills)


def _named(name: str, case: Case) -> bool:
    """Whether the build mentions the program, or what it is made from (`hungry.test` of the package `hungry`)."""
    short = name[:15]
    mentioned = short in case.seen.words or short.removesuffix(".test") in case.seen.words
    return mentioned or _started(name, case)


def _started(name: str, case: Case) -> bool:
    """Whether a tool of the build is the one that starts such programs."""
    return any(re.fullmatch(_STARTS.get(tool, ""), name) for tool in case.seen.tools)


_COMPILERS = r"cc1(?:plus)?|(?:.*-)?(?:gcc|g\+\+|cc|c\+\+)(?:-\d+)?|clang.*|ld(?:[.-].*)?|lld|mold|as|lto1.*|collect2"
_STARTS = {
    "go": r"compile|link|asm|cgo|vet|.*\.test",
    "cargo": rf"rustc|build-script-.*|{_COMPILERS}",
    "cmake": _COMPILERS,
    "ninja": _COMPILERS,
    "make": _COMPILERS,
    "gcc": _COMPILERS,
    "gradle": "java",
    "maven": "java",
    "node": r"node|node-MainThread|MainThread|esbuild|tsc",
    "dotnet": "dotnet|csc|ilc|VBCSCompiler",
    "haskell": "ghc.*",
    "elixir": r"beam\.smp|erl_child_setup|erlc",
    "zig": "zig",
}
"""By tool of a build: names of the processes that only it starts."""


def _plausible(name: str) -> bool:
    """Nobody says who was killed: a program that builds use will have been it, an agent or a browser will not."""
    return families.family(name) in families.BUILDS | {families.REST} and name not in _OF_OTHERS


_OF_OTHERS = frozenset({
    "chrome", "firefox", "Web Content", "Isolated Web Co", "code", "slack", "mysqld", "postgres", "redis-server",
    "mongod", "elasticsearch", "Xwayland", "Xorg", "gnome-shell", "systemd", "init",
})  # fmt: skip
"""Programs of desks and servers that no build starts."""


def _stopped_with(name: str, case: Case) -> bool:
    """Whether systemd lists the build among what it stopped after a kill of something that the build does not name."""
    return bool(case.of(Kind.UNIT_STOP)) and not _named(name, case)


def _has_its_own_end(case: Case) -> bool:
    """Whether the log says how the build ended, without a kill."""
    return bool(
        case.ends
        or case.of(
            Kind.ERROR, Kind.DONE, Kind.LIMIT, Kind.DISK, Kind.REFUSED, Kind.HEAP, Kind.TIME_LIMIT, Kind.READ_ONLY
        )
    )
