"""What to do next, for the place that a log is from and the tool that built; never what cannot work there."""

from __future__ import annotations

from wslmem.diagnosis.weighing.case import Case
from wslmem.text import Text, joined

_LINES = Text("\n")

AT_HOME = frozenset({"wsl", "unknown"})
"""Where a person sits before the machine and wslmem can change its memory."""

_PROOFS = {
    "wsl": Text("before restarting WSL, run: wsl -u root dmesg | grep -iE 'oom|killed'"),
    "linux": Text("run: sudo dmesg -T | grep -iE 'oom|killed'; of your own units: journalctl --user -b"),
    "container": Text(
        "run: docker inspect -f '{{{{.State.OOMKilled}}}} {{{{.HostConfig.Memory}}}}' "
        "CONTAINER; for a docker build, on the "
        "host: sudo dmesg -T | grep -iE 'oom|killed'"
    ),
    "kubernetes": Text("run: kubectl describe pod POD; Last State names OOMKilled and the limits"),
    "github": Text(
        "add a last step with `if: failure()`: sudo dmesg -T | grep -iE 'oom|killed'; in a job with its own "
        "container: cat /sys/fs/cgroup/memory.events"
    ),
    "azure": Text("add a last step with `condition: failed()`: sudo dmesg -T | grep -iE 'oom|killed'"),
    "gitlab": Text(
        "on the runner's host, run: sudo dmesg -T | grep -iE 'oom|killed'; the "
        "executor names OOMKilled where a "
        "container reached its limit"
    ),
    "jenkins": Text("on the agent, run: sudo dmesg -T | grep -iE 'oom|killed'"),
}

_LESS = {
    "go": Text("lower -p (GOFLAGS=-p=1 is the lowest); GOMEMLIMIT lets each compile collect sooner"),
    "cargo": Text("set CARGO_BUILD_JOBS=1 (or cargo build -j 1); codegen-units=1 and debug=0 need less at the end"),
    "cmake": Text("build with fewer jobs: cmake --build . -j 1, or CMAKE_BUILD_PARALLEL_LEVEL=1"),
    "ninja": Text("build with fewer jobs: ninja -j 1; in CMake a job pool for links"),
    "make": Text("build with fewer jobs: make -j1"),
    "gcc": Text("build with fewer jobs (MAX_JOBS=1 for Python extensions and CUDA), or split the largest file"),
    "bazel": Text(
        "run bazel with --jobs=1, or --local_resources=memory=HOST_RAM*.5; --host_jvm_args=-Xmx bounds the server"
    ),
    "gradle": Text(
        "set org.gradle.workers.max=1 and a smaller org.gradle.jvmargs=-Xmx; the Kotlin daemon counts as well"
    ),
    "maven": Text("build without -T, and bound the JVM: MAVEN_OPTS=-Xmx1g; forked tests have an argLine of their own"),
    "node": Text(
        "run fewer workers (turbo --concurrency=1, jest -w 1, experimental.cpus: 1 in Next.js); "
        "NODE_OPTIONS=--max-old-space-size=MB bounds each node process, so that it collects before it is killed"
    ),
    "dotnet": Text("build with one process: dotnet build -m:1 -nodeReuse:false"),
    "haskell": Text("build with --jobs 1 and --ghc-options='-j1 +RTS -M2g -RTS'"),
    "zig": Text("build with fewer jobs: zig build -j1; a debug build needs less"),
    "pip": Text("set MAX_JOBS=1 and CMAKE_BUILD_PARALLEL_LEVEL=1, or install a wheel; UV_CONCURRENT_BUILDS=1 for uv"),
}

_MORE = {
    "wsl": Text("give WSL more memory or swap: memory= and swap= in .wslconfig"),
    "linux": Text("add memory or swap"),
    "container": Text(
        "give the container more: docker run --memory, mem_limit in compose; without a limit of its own the VM or the "
        "host must have more"
    ),
    "kubernetes": Text("raise resources.limits.memory of the container"),
    "github": Text("use a larger runner, or add swap in a first step"),
    "azure": Text("use a larger agent, or add swap in a first step"),
    "gitlab": Text("use a larger runner, or raise memory in its config.toml ([runners.docker] memory, memory_limit)"),
    "jenkins": Text("use an agent with more memory, or add swap"),
}
RECOMMEND = Text("run `wslmem recommend` in the project to see how much it needs")


def place(case: Case) -> str:
    """Whose advice is given: a log of an unknown place is taken for one of WSL."""
    return "wsl" if case.seen.origin == "unknown" else case.seen.origin


def proof(case: Case) -> Text:
    """How to see who killed, as a command that works where the log is from."""
    return _PROOFS[place(case)]


def tool(case: Case) -> str | None:
    """The tool that builds, the one that most lines speak of first."""
    return next((one for one in case.seen.tools if one in _LESS), None)


def less(case: Case) -> Text | None:
    """How the tool that builds needs less memory at once."""
    known = tool(case)
    return _LESS[known] if known else None


def more_memory(case: Case) -> Text:
    """More memory where the log is from, or a build that needs less."""
    parts = [_MORE[place(case)]]
    if place(case) == "wsl" and "go" in case.seen.tools:
        parts.append(RECOMMEND)
    if (lever := less(case)) is not None:
        parts.append(lever)
    return joined(_LINES, parts)


def group_limit(case: Case) -> Text:
    """A limit of its own was reached: raise that one, or need less."""
    where = place(case)
    known = {
        "wsl": Text("raise that limit: docker run --memory, mem_limit in compose, MemoryMax= of the unit"),
        "linux": Text("raise that limit: MemoryMax= of the unit, docker run --memory"),
        "container": Text("raise that limit: docker run --memory, mem_limit in compose, MemoryMax= of a unit"),
    }
    lever = less(case)
    raised = known.get(where, _MORE[where])
    return joined(_LINES, [raised, lever] if lever is not None else [raised])


def unknown_next(case: Case) -> Text:
    """Nothing is known: how to get a log that says more."""
    keep = {
        "go": Text("save the full output: go build ./... >build.log 2>&1; then run: wslmem explain build.log"),
        "cargo": Text("save the full output: cargo build >build.log 2>&1; then run: wslmem explain build.log"),
    }
    saved = keep.get(
        tool(case) or "",
        Text("save the full output, errors included: COMMAND >build.log 2>&1; then run: wslmem explain build.log"),
    )
    return joined(_LINES, [saved, proof(case)])
