"""Build servers that ran before a command and may do its work.

Their processes are not the command's: no group and no tree of it has them, no limit of it holds them.
"""

from __future__ import annotations

import os

from wslmem.machine.run.readings import TICKS, stat, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

SCCACHE, GRADLE, KOTLIN, MVND, BAZEL, BUCK, DOTNET, SBT, PANTS, DOCKER = (
    "sccache", "gradle", "kotlin", "mvnd", "bazel", "buck2", "dotnet", "sbt", "pants", "docker",
)  # fmt: skip
_BY_NAME = {
    "sccache": SCCACHE,
    "buck2d": BUCK,
    "pantsd": PANTS,
    "VBCSCompiler": DOTNET,
    "dockerd": DOCKER,
    "buildkitd": DOCKER,
}
_BY_ARGUMENT = {
    "java": (
        (b"org.gradle.launcher.daemon", GRADLE),
        (b"KotlinCompileDaemon", KOTLIN),
        (b"org.mvndaemon.mvnd", MVND),
        (b"sbt-launch", SBT),
        (b"bazel(", BAZEL),
    ),
    "dotnet": ((b"VBCSCompiler.dll", DOTNET), (b"/nodemode:", DOTNET)),
}
"""What tells a server from other programs of its interpreter. sccache 0.16 and Gradle 4.4 were watched; the others are
named as their own documentation has them."""
LEAST = 0.5
"""Seconds of processor time from which a server has done work, not only answered."""
SHARE = 0.01
"""Of the time that the command took, the same: a server that waits uses some too."""


class Server:
    """One that ran before the command."""

    __slots__ = ("kind", "name", "pid", "since", "spent")

    def __init__(self, pid: int, name: str, kind: str, fields: list[str]) -> None:
        self.pid = pid
        self.name = name
        """Its program; of one that an interpreter runs, whose server it is."""
        self.kind = kind
        """Whose server it is: `sccache`, `gradle`, `docker` and so on."""
        self.since = int(fields[19])
        """Start, in ticks since the machine's."""
        self.spent = sum(map(int, fields[11:15])) / TICKS
        """Seconds of processor time, its own and of the processes that it has waited for."""


def before(child: int) -> list[Server]:
    """The servers that are older than the process `child`."""
    root = stat(child)
    since = int(root[1][19]) if root else None
    found = (_server(int(name)) for name in os.listdir("/proc") if name.isdigit())  # noqa: PTH208 - as in readings.py
    return [one for one in found if one is not None and (since is None or one.since < since)]


def worked(earlier: Sequence[Server], wall: float) -> list[tuple[Server, float]]:
    """Those that did work since, with the seconds of processor time that it took; most first.

    Args:
        earlier: as they were when the command began.
        wall: how long the command ran, seconds.
    """
    found = []
    for one in earlier:
        now = _server(one.pid)
        if now is not None and now.since == one.since and now.spent - one.spent >= max(LEAST, SHARE * wall):
            found.append((one, now.spent - one.spent))
    return sorted(found, key=lambda pair: -pair[1])


def _server(pid: int) -> Server | None:
    """The server `pid`; None where it is none, or has ended."""
    seen = stat(pid)
    if seen is None:
        return None
    name, fields = seen
    if (kind := _BY_NAME.get(name)) is not None:
        return Server(pid, name, kind, fields)
    if (known := _BY_ARGUMENT.get(name)) is not None:
        arguments = words(pid)
        kind = next((of for needle, of in known if needle in arguments), None)
    return None if kind is None else Server(pid, kind, kind, fields)
