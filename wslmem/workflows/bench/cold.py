"""What makes a build of each tool start from nothing, without touching what the user has built.

An output folder of its own where the tool can be told one; caches that lie in the project are set aside and brought
back afterwards; what can only be cleaned is cleaned by a command that the user gives.
"""

from __future__ import annotations

from wslmem.bench.plan import CACHE, Cold
from wslmem.errors import UsageError
from wslmem.sizing import commands
from wslmem.text import Text, verbatim

NO_COMPILER_CACHE = (("CCACHE_DISABLE", "1"), ("SCCACHE_RECACHE", "1"))
"""ccache and sccache would answer from an earlier run."""
_NODE = (
    "node_modules/.cache", "node_modules/.vite", ".angular/cache", ".next", ".nuxt", ".parcel-cache", ".svelte-kit",
    ".turbo", "tsconfig.tsbuildinfo",
)  # fmt: skip
"""Where bundlers and compilers of JavaScript keep what they did before."""
WAYS = {
    "go": Cold(tool="go"),
    "cargo": Cold(tool="cargo", variables=(("CARGO_TARGET_DIR", f"{CACHE}/target"), *NO_COMPILER_CACHE)),
    "node": Cold(tool="node", variables=NO_COMPILER_CACHE, aside=_NODE),
    "pip": Cold(tool="pip", variables=NO_COMPILER_CACHE, aside=("build",)),
}
"""By tool. `go` needs nothing here: the script in the guest gives each build a GOCACHE."""
_SAME = {"npm": "node", "npx": "node", "pnpm": "node", "yarn": "node", "nodejs": "node", "bun": "node", "tsc": "node",
         "vite": "node", "webpack": "node", "next": "node", "pip3": "pip", "uv": "pip"}  # fmt: skip
_CLEANING = {"make": "make clean", "gmake": "make clean", "cmake": "cmake --build DIR --target clean",
             "ninja": "ninja -t clean", "gradle": "gradle clean", "gradlew": "./gradlew clean", "mvn": "mvn -q clean",
             "bazel": "bazel clean"}  # fmt: skip
"""What a user of each tool would clean with; never run unasked."""


def cold(command: tuple[str, ...], prepare: str | None = None) -> Cold:
    """How a cold build by `command` begins; `prepare` is what the user gave to run before each, as hyperfine has it.

    Raises:
        UsageError: nothing is known to make it start from nothing, and nothing was given; or the command writes its
            output where the user said, which an output folder of ours would not change.
    """
    name = commands.program(command)
    known = WAYS.get(_SAME.get(name, name))
    if prepare is not None:
        own = known or Cold(tool=name, variables=NO_COMPILER_CACHE)
        return Cold(tool=own.tool, variables=own.variables, aside=own.aside, prepare=prepare)
    if known is None:
        raise UsageError(
            Text("wslmem does not know how to make a build by {tool} start from nothing", tool=name or command[0]),
            on_disk=Text("unchanged"),
            next_step=Text(
                "add a command that runs before each run: --prepare {example}; --prepare true if it always builds all",
                example=repr(_CLEANING.get(name, "COMMAND")),
            ),
        )
    if known.tool == "cargo" and any(word.startswith("--target-dir") for word in command):
        raise UsageError(
            Text("the command has its own --target-dir, where an earlier run leaves its output"),
            on_disk=Text("unchanged"),
            next_step=Text("omit it, or clean it with --prepare"),
        )
    return known


def jobs(command: tuple[str, ...], number: str) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The GOFLAGS and the variables that make a build by `command` run `number` jobs at once.

    Raises:
        UsageError: no such setting is known, or the command already says how many.
    """
    tool = commands.tool_of(command)
    if not number.isdecimal() or not int(number):
        raise UsageError(Text("{number} is no number of jobs", number=repr(number)), next_step=verbatim("jobs=1,2,4"))
    if tool is None or tool.default == "heap" or not tool.variable:
        raise UsageError(
            Text("wslmem knows no setting for the number of jobs of {tool}", tool=commands.program(command)),
            next_step=Text("sweep its own variable or flag instead: --sweep NAME=1,2,4"),
        )
    if commands.says_jobs(command, tool, {}):
        raise UsageError(
            Text("the command already sets its number of jobs, which overrides the swept one"),
            next_step=Text("omit it from the command"),
        )
    if tool.name == "go":
        return (f"-p={number}",), ()
    return (), tool.settings(int(number), {})
