"""Kinds of programs, to tell what held the memory from what was killed."""

from __future__ import annotations

from collections.abc import Iterable

from wslmem.diagnosis.signs.sign import Task
from wslmem.diagnosis.verdict import FamilyMemory
from wslmem.patterns import lazy
from wslmem.text import Text
from wslmem.units import MIB, Bytes

COMPILE, SERVER, AGENT, NODE, JAVA, PYTHON, DOCKER, DATABASE, TMPFS, REST = (
    "compile/link", "language-server", "agent", "node", "java", "python", "docker", "database", "tmpfs", "rest",
)  # fmt: skip

_NAMES = (
    (
        SERVER,
        (
            r"gopls|rust-analyzer.*|clangd(?:\.main)?|ccls|tsserver.*|pylance.*|pyright.*|jdtls.*|[oO]mni[sS]harp.*|"
            r"lua-language-.*|(?>.*?[lL]anguage-?[sS]e).*|.*-langserver|.*_ls|pylsp|eslint_d|eslint-?[sS]erver|copilot-langu.*|"
            r"server-main|bootstrap-fork|org\.eclipse\.equinox.*"
        ),
    ),
    (
        AGENT,
        (
            r"claude.*|codex.*|cursor.*|aider.*|gemini.*|copilot.*|opencode.*|goose|amp|"
            r"windsurf.*|devin.*|ollama.*|\d+\.\d+\.\d+"
        ),
    ),
    (
        COMPILE,
        (
            r"go|compile|link|asm|cgo|cover|vet|cc1(?:plus|obj|objplus)?|lto1.*|lto-wpa|"
            r"ld(?:\.\w+)?|ld64.*|lld.*|mold|collect2|"
            r"(?:.*-)?(?:gcc|g\+\+|cc|c\+\+|cpp)(?:-\d+)?|clang.*|as|ar|rustc|cargo|"
            r"build-script-.*|sccache|ccache|ghc.*|"
            r"swift.*|zig|nvcc|cicc|ptxas|cudafe.*|dotnet|csc.*|VBCSCompiler|MSBuild|f951|gnat1|"
            r"ocaml.*|nim|tsc|esbuild|"
            r"g?make|ninja|cmake|bazel.*|buck2?|meson|scons|javac|kotlinc?|kapt|x86_64-linux-.*|.*\.test|opt cgu\..*|"
            r"wasm-.*|golangci-lint|staticcheck|protoc.*|swc|dart.*|gen_snapshot|emcc|llc|opt|llvm-.*"
        ),
    ),
    (
        NODE,
        (
            r"node(?:-.*|\d*)?|MainThread|bun|deno|npm.*|yarn.*|pnpm.*|webpack.*|vite.*|next.*|"
            r"turbo|jest.*|rollup|electron.*"
        ),
    ),
    (JAVA, r"java|gradle.*|mvnd?|GradleDaemon|kotlin-daemon|sbt.*"),
    (PYTHON, r"python[\d.]*|pip[\d.]*|uv|pytest.*|ipython.*|jupyter.*|conda|mamba"),
    (DOCKER, r"docker.*|containerd.*|runc.*|buildkitd|podman.*|conmon.*|crun|kubelet|k3s.*|kube.*|etcd|crio|buildah"),
    (
        DATABASE,
        (
            r"postgres.*|mysqld.*|mariadbd.*|redis-.*|valkey-.*|mongo[ds]|memcached|clickhouse.*|sqlservr|cockroach|"
            r"influxd|beam\.smp|rabbitmq.*|neo4j.*|[cC]assandra.*|[eE]lasticsearch.*|[oO]pen[sS]earch.*|meilisearch|"
            r"qdrant|minio|oracle.*"
        ),
    ),
)
_PATTERNS = tuple((family, lazy(rf"(?:{names})\Z")) for family, names in _NAMES)

FAMILIES: dict[str, Text] = {
    "compile/link": Text("compilers and linkers"),
    "language-server": Text("language servers"),
    "agent": Text("AI agents"),
    "node": Text("Node"),
    "java": Text("Java"),
    "python": Text("Python"),
    "docker": Text("Docker"),
    "database": Text("databases"),
    "tmpfs": Text("files in tmpfs"),
    "rest": Text("other processes"),
}
"""Names of families, for a sentence."""

BUILDS = frozenset({COMPILE, NODE, JAVA, PYTHON})
"""Families whose programs a build may start."""

_NODE_TOOLS = lazy(
    r"node|MainThread|tsc|webpack|vite|next.*|npm|npx|yarn|pnpm|jest.*|rollup|turbo|esbuild|svelte.*|nuxt|astro|ng\Z"
)
_DRIVERS = lazy(r"(?:.*-)?(?:gcc|g\+\+|cc|c\+\+|clang|clang\+\+|gfortran)(?:-\d+)?\Z")
_DRIVEN = frozenset({"cc1", "cc1plus", "as", "collect2", "ld", "ld.bfd", "ld.gold", "lto1", "f951"})
"""What a compiler's driver starts; a build tool names the driver."""
_RUNTIMES = frozenset(
    {"node", "MainThread", "java", "python", "python3", "ruby", "dotnet", "perl", "sh", "bash", "dash"}
)


def family(name: str) -> str:
    """The kind of the program called `name`."""
    return next((one for one, pattern in _PATTERNS if pattern.match(name)), REST)


def by_family(tasks: Iterable[Task], shared: Bytes | None) -> tuple[FamilyMemory, ...]:
    """What each kind held, largest first; less than 1 MiB is left out."""
    sums: dict[str, list[Task]] = {}
    for task in tasks:
        sums.setdefault(family(task.name), []).append(task)
    held = [_held(name, members) for name, members in sums.items()]
    if shared is not None:
        held.append(FamilyMemory(TMPFS, shared, 0, "files in tmpfs"))
    return tuple(sorted((one for one in held if one.rss >= MIB), key=lambda one: -one.rss))


def _held(name: str, members: list[Task]) -> FamilyMemory:
    largest = max(members, key=lambda task: task.rss)
    return FamilyMemory(name, Bytes(sum(task.rss for task in members)), len(members), largest.name)


def same_program(told: str, kernel: str) -> bool:
    """Whether the build's word for a program and the kernel's name may be one process.

    The kernel keeps 15 bytes; a script runs under the name of its interpreter; `ld` may be `ld.bfd`.
    """
    short, name = told[:15], kernel[:15]
    if short == name or name.startswith(f"{short}.") or short.startswith(f"{name}."):
        return True
    if _DRIVERS.match(told) and name in _DRIVEN:
        return True
    if _NODE_TOOLS.match(told) and family(kernel) == NODE:
        return True
    return kernel in _RUNTIMES and family(told) != COMPILE
