"""Commands that build: which tool one starts, how many jobs it runs at once, and how to ask it for fewer.

Only what the tools document is here, and only where a person did not say it already. A rule names the variable or the
option, because the person reads it, and may want it without us.
"""

from __future__ import annotations

import os.path
import re
import shlex
from collections.abc import Sequence

from wslmem.patterns import lazy
from wslmem.records import record
from wslmem.units import GIB, MIB, Bytes

_WRAPPERS = frozenset({"env", "nice", "ionice", "time", "nohup", "stdbuf", "sudo", "doas", "xvfb-run", "setsid"})
"""Programs that only start another: the tool is behind them."""
_ASSIGNMENT = lazy(r"[A-Za-z_][A-Za-z0-9_]*=.*", re.DOTALL)
_VERSION = lazy(r"-?\d{1,9}(?:\.\d{1,9}){0,9}$")


HEAP = 0.75
"""Share of a limit that a heap may take: the rest is for code, buffers, and programs beside it."""


@record
class Tool:
    """A build tool that runs jobs side by side."""

    name: str
    variable: str
    """The environment variable that sets the number of jobs; `{jobs}` in `value` is the number. Empty where the tool
    reads none: then `value` is an option, put behind its name.
    """
    value: str
    options: tuple[str, ...]
    """Options by which a person sets it on the command line: then it is left alone."""
    a_job: Bytes
    """What a job of it takes where nothing was measured: a rule of thumb, always said as one."""
    default: str
    """How many it runs by itself: `processors`, `more` (two above them), `1`; `heap` for one with a heap instead."""
    soft_limit: str = ""
    """A variable that tells each process of it how much it should stay below, in bytes with a unit; empty for none."""

    def settings(
        self, jobs: int, environment: dict[str, str], limit: Bytes | None = None
    ) -> tuple[tuple[str, str], ...]:
        """Names and values of the variables for so many jobs, or for a heap, within `limit`; what they hold is kept.

        A name is empty where the value is an option instead. A soft limit that a person set is left alone.
        """
        heap = round((limit or 0) * HEAP / MIB)
        value = self.value.format(jobs=jobs, heap=heap)
        before = environment.get(self.variable, "").strip()
        first = (self.variable, f"{before} {value}".strip() if self.value.startswith("-") else value)
        if not self.soft_limit or limit is None or environment.get(self.soft_limit):
            return (first,)
        return first, (self.soft_limit, f"{max(1, heap // jobs)}MiB")


TOOLS = {
    tool.name: tool
    for tool in (
        Tool("go", "GOFLAGS", "-p={jobs}", ("-p",), Bytes(350 * MIB), "processors", "GOMEMLIMIT"),
        Tool("cargo", "CARGO_BUILD_JOBS", "{jobs}", ("-j", "--jobs"), Bytes(GIB), "processors"),
        Tool("cmake", "CMAKE_BUILD_PARALLEL_LEVEL", "{jobs}", ("-j", "--parallel"), Bytes(GIB), "1"),
        Tool("make", "MAKEFLAGS", "-j{jobs}", ("-j", "--jobs"), Bytes(GIB), "1"),
        Tool("ninja", "", "-j{jobs}", ("-j",), Bytes(GIB), "more"),
        Tool("pip", "MAX_JOBS", "{jobs}", (), Bytes(2 * GIB), "processors"),
        Tool("uv", "MAX_JOBS", "{jobs}", (), Bytes(2 * GIB), "processors"),
        Tool("gradle", "GRADLE_OPTS", "-Dorg.gradle.workers.max={jobs}", ("--max-workers",), Bytes(GIB), "processors"),
        Tool("node", "NODE_OPTIONS", "--max-old-space-size={heap}", ("--max-old-space-size",), Bytes(0), "heap"),
    )
}
_SAME = {"gmake": "make", "ninja-build": "ninja", "samu": "ninja",
         "gradlew": "gradle", "pip3": "pip", "npm": "node", "npx": "node", "pnpm": "node",
         "yarn": "node", "nodejs": "node"}  # fmt: skip


def tool_of(argv: Sequence[str]) -> Tool | None:
    """The build tool that `argv` starts, None for any other command.

    >>> tool_of(("env", "A=1", "/usr/bin/cargo", "build")).name
    'cargo'
    """
    name = program(argv)
    return TOOLS.get(_SAME.get(name, name))


def program(argv: Sequence[str]) -> str:
    """The name of the program that does the work: behind assignments and wrappers, without folder and version.

    >>> program(("nice", "-n", "10", "/opt/go/bin/go1.26", "build"))
    'go'
    """
    words = iter(argv)
    wrapped = False
    for word in words:
        name = os.path.basename(word)  # noqa: PTH119 - a word, not a path of this machine
        if _ASSIGNMENT.fullmatch(word) or (wrapped and (word.startswith("-") or word.isdigit())):
            continue
        if name in _WRAPPERS:
            wrapped = True
            continue
        return _VERSION.sub("", name) or name
    return ""


def with_option(argv: Sequence[str], option: str) -> list[str]:
    """The command with `option` behind the name of its tool.

    >>> with_option(("nice", "ninja", "all"), "-j2")
    ['nice', 'ninja', '-j2', 'all']
    """
    name = program(argv)
    at = next((number for number, word in enumerate(argv) if _VERSION.sub("", os.path.basename(word)) == name), 0)  # noqa: PTH119
    return [*argv[: at + 1], option, *argv[at + 1 :]]


def says_jobs(argv: Sequence[str], tool: Tool, environment: dict[str, str]) -> bool:
    """Whether a person said how many jobs: in an option, or in the variable."""
    given = any(
        word == option
        or word.startswith(f"{option}=")
        or (len(option) == 2 and word.startswith(option) and word[2:].isdecimal())  # noqa: PLR2004
        for word in argv
        for option in tool.options
    )
    marker = tool.value.partition("{")[0]
    before = environment.get(tool.variable, "")
    return given or (bool(before) and (marker in before if marker else True))


def normal(argv: Sequence[str], folder: str) -> str:
    """The command as its history is kept under: the tool's own name, the rest as written, the folder's paths relative.

    Two spellings of one command are one: `/usr/local/go/bin/go build ./...` and `go build ./...`.
    """
    words = [word for word in argv if not _ASSIGNMENT.fullmatch(word)]
    name = program(argv)
    while words and _VERSION.sub("", os.path.basename(words[0])) != name:  # noqa: PTH119
        words.pop(0)
    rest = [word.replace(f"{folder}/", "./") if word.startswith(f"{folder}/") else word for word in words[1:]]
    return shlex.join([name, *rest])


def jobs_within(limit: Bytes, processors: int, a_job: Bytes, base: Bytes) -> int:
    """How many jobs of `a_job` bytes fit beside `base`: 1 at least, `processors` at most."""
    if a_job <= 0:
        return processors
    return max(1, min(processors, (limit - base) // a_job))
