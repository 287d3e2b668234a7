"""Parts of logs, each with what it means: tools, shells, kernels. What is made of them is right by construction.

Words: `docs/what-builds-say.md` and the programs' own sources; kernels: mm/oom_kill.c and mm/memcontrol.c.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from wslmem.diagnosis import reading

TONGUES = json.loads(Path(reading.__file__).with_name("tongues.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Tool:
    """A build tool whose worker is killed."""

    name: str
    process: str
    """As the kernel calls it."""
    killed: Callable[[int], tuple[str, ...]]
    """What is printed when the worker with this number is killed."""
    named: str | None
    """The victim, where those words name it."""
    fails: tuple[str, ...]
    """An ordinary error, its decisive line first."""
    working: str = ""
    """A line of its progress."""
    asked: tuple[str, ...] = ()
    """What is printed when the worker is asked to end; empty where that is not known."""


def _go(tool: str) -> Callable[[int], tuple[str, ...]]:
    return lambda _: (f"example.com/shop/cart: /usr/local/go/pkg/tool/linux_amd64/{tool}: signal: killed",)


def _fixed(*lines: str) -> Callable[[int], tuple[str, ...]]:
    return lambda _: lines


GO_ERROR = ("# example.com/shop/cart", "cart/total.go:41:9: undefined: roundHalfUp")
C_ERROR = ("src/a.c:12:5: error: expected ';' before 'return'", "make: *** [Makefile:5: a.o] Error 1")
RUST_ERROR = ("error[E0308]: mismatched types", "error: could not compile `shop` (lib) due to 1 previous error")
JS_ERROR = ("src/app.ts(12,5): error TS2322: Type 'string' is not assignable to type 'number'.",)

TOOLS = (
    Tool(
        "go compile",
        "compile",
        _go("compile"),
        "compile",
        GO_ERROR,
        "go: downloading example.com/d v1.0.0",
        ("go build example.com/shop/cart: /usr/local/go/pkg/tool/linux_amd64/compile: signal: terminated",),
    ),
    Tool("go link", "link", _go("link"), "link", GO_ERROR, "go: downloading example.com/d v1.0.0"),
    Tool(
        "go test",
        "cart.test",
        _fixed("signal: killed", "FAIL\texample.com/shop/cart\t2.131s"),
        None,
        GO_ERROR,
        "ok  \texample.com/shop/util\t0.1s",
    ),
    Tool(
        "go -json",
        "compile",
        _fixed(
            '{"ImportPath":"example.com/shop/cart","Action":"build-output","Output":"example.com/shop/cart: '
            '/usr/local/go/pkg/tool/linux_amd64/compile: signal: killed\\n"}'
        ),
        "compile",
        GO_ERROR,
    ),
    Tool(
        "cgo",
        "cc1",
        _fixed("# runtime/cgo", "gcc: fatal error: Killed signal terminated program cc1", "compilation terminated."),
        "cc1",
        GO_ERROR,
    ),
    Tool(
        "gcc in make",
        "cc1plus",
        _fixed(
            "g++: fatal error: Killed signal terminated program cc1plus",
            "compilation terminated.",
            "make: *** [Makefile:5: table.o] Error 1",
        ),
        "cc1plus",
        C_ERROR,
        "g++ -O2 -c -o table.o table.cc",
        ("g++: fatal error: Terminated signal terminated program cc1plus", "compilation terminated."),
    ),
    Tool("old gcc", "cc1plus", _fixed("g++: internal compiler error: Killed (program cc1plus)"), "cc1plus", C_ERROR),
    Tool(
        "collect2",
        "ld",
        _fixed("collect2: fatal error: ld terminated with signal 9 [Killed]", "compilation terminated."),
        "ld",
        C_ERROR,
    ),
    Tool("clang", "clang-18", _fixed("clang++: error: unable to execute command: Killed"), None, C_ERROR),
    Tool("make", "gen", _fixed("make: *** [Makefile:12: gen.out] Killed"), None, C_ERROR, "cc -c a.c"),
    Tool(
        "make 137",
        "gen",
        _fixed("make[2]: *** [src/x.dir/build.make:105: src/x.dir/D.cu.o] Error 137", "make: *** [all] Error 2"),
        None,
        C_ERROR,
    ),
    Tool(
        "ninja 1.13",
        "cc1plus",
        _fixed("FAILED: [code=137] src/a.cpp.o ", "c++ -c a.cpp", "ninja: build stopped: subcommand failed."),
        None,
        C_ERROR,
        "[812/1433] Compiling C++ object src/a.cpp.o",
    ),
    Tool(
        "cargo",
        "rustc",
        _fixed(
            "error: could not compile `shop` (lib)",
            "",
            "Caused by:",
            "  process didn't exit successfully: `rustc --crate-name shop src/lib.rs` (signal: 9, SIGKILL: kill)",
        ),
        "rustc",
        RUST_ERROR,
        "   Compiling shop v0.1.0 (/w)",
        (
            "error: could not compile `shop` (lib)",
            "Caused by:",
            (
                "  process didn't exit successfully: `rustc --crate-name "
                "shop src/lib.rs` (signal: 15, SIGTERM: termination signal)"
            ),
        ),
    ),
    Tool(
        "doc-test",
        "rust_out",
        _fixed("Test executable failed (signal: 9 (SIGKILL)).", "error: doctest failed, to rerun pass `--doc`"),
        None,
        RUST_ERROR,
    ),
    Tool(
        "node trace",
        "tsc",
        _fixed(
            "Error: Command failed: /w/node_modules/@typescript/lib/tsc --noEmit",
            "    at genericNodeError (node:internal)",
            "  status: null,",
            "  signal: 'SIGKILL',",
            "  pid: 30966,",
        ),
        "tsc",
        JS_ERROR,
        "> web@1.0.0 build",
    ),
    Tool("next", "node", _fixed("⨯ Next.js build worker exited with code: null and signal: SIGKILL"), None, JS_ERROR),
    Tool("pnpm", "node", _fixed(" ELIFECYCLE  Command failed with exit code 137."), None, JS_ERROR),
    Tool("yarn", "node", _fixed("error Command failed with exit code 137."), None, JS_ERROR),
    Tool("npm", "node", _fixed("npm error code 137", "npm error path /w", "npm error signal SIGKILL"), None, JS_ERROR),
    Tool("turbo", "node", _fixed(" ERROR  run failed: command  exited (137)"), None, JS_ERROR),
    Tool(
        "bazel",
        "cc1plus",
        _fixed(
            "ERROR: /w/BUILD:10:11: Compiling src/big.cc failed: (Killed): gcc failed: error "
            "executing CppCompile command"
        ),
        None,
        C_ERROR,
    ),
    Tool(
        "rules_go",
        "compile",
        _fixed("compilepkg: error running subcommand external/go_sdk/pkg/tool/linux_amd64/compile: signal: killed"),
        "compile",
        GO_ERROR,
    ),
    Tool(
        "stack",
        "ghc",
        _fixed("    Process exited with code: ExitFailure (-9) (THIS MAY INDICATE OUT OF MEMORY)"),
        None,
        ("src/Lib.hs:12:5: error: Variable not in scope: foo",),
    ),
    Tool(
        "dotnet",
        "dotnet",
        _fixed(
            '/sdk/Roslyn/Microsoft.CSharp.Core.targets(75,5): error MSB6006: "csc.dll" exited with '
            "code 137. [/src/App.csproj]"
        ),
        None,
        ("/src/App/Program.cs(3,5): error CS1002: ; expected [/src/App.csproj]",),
    ),
    Tool(
        "zig",
        "zig",
        _fixed("Semantic Analysis [1519/1781] Killed"),
        None,
        ("src/main.zig:3:5: error: expected type 'u8', found 'u16'",),
    ),
    Tool("nvcc", "cicc", _fixed("nvcc error   : 'cicc' died due to signal 9 (Kill signal)"), "cicc", C_ERROR),
    Tool(
        "xargs",
        "python3",
        _fixed("xargs: python3: terminated by signal 9"),
        "python3",
        ("ModuleNotFoundError: No module named 'yaml'",),
    ),
    Tool(
        "pip",
        "cc1plus",
        _fixed(
            "  × Building wheel for grpcio (pyproject.toml) did not run successfully.",
            "  │ exit code: 1",
            "  error: command '/usr/bin/g++' terminated by signal 9",
        ),
        "g++",
        ("ModuleNotFoundError: No module named 'setuptools'",),
    ),
    Tool(
        "uv",
        "rustc",
        _fixed("  Call to `maturin.build_wheel` failed (signal: 9 (SIGKILL))"),
        None,
        ("ModuleNotFoundError: No module named 'maturin'",),
    ),
    Tool(
        "gradle worker",
        "java",
        _fixed("Process 'Gradle Test Executor 4' finished with non-zero exit value 137"),
        None,
        ("e: file:///w/A.kt:3:5 Unresolved reference: foo",),
        "> Task :core:compileKotlin",
    ),
    Tool(
        "surefire",
        "java",
        _fixed("[ERROR] The forked VM terminated without properly saying goodbye.", "[ERROR] Process Exit Code: 137"),
        None,
        ("[ERROR] /w/src/main/java/A.java:[12,9] cannot find symbol",),
    ),
)


@dataclass(frozen=True)
class Shell:
    """What a shell says of a job that was killed."""

    name: str
    line: Callable[[int, str, str], str]
    """Number of the process, the word for Killed, the command."""


SHELLS = (
    Shell("none", lambda _pid, _word, _command: ""),
    Shell("bash", lambda pid, word, command: f"./build.sh: line 12: {pid} {word}                {command}"),
    Shell("bash job", lambda pid, word, command: f"[1]+  {pid} {word}                {command}"),
    Shell("dash", lambda _pid, word, _command: word),
    Shell("zsh", lambda pid, _word, command: f"[1]    {pid} killed     {command}"),
    Shell("fish", lambda _pid, _word, command: f"fish: Job 1, '{command}' terminated by signal SIGKILL (Forced quit)"),
)


@dataclass(frozen=True)
class Kill:
    """One kill of the kernel."""

    name: str
    pid: int
    rss: int
    """kB."""
    group: str | None
    """None for the whole machine."""


def kernel_3_10(kill: Kill) -> tuple[str, ...]:
    yields = [f"{kill.name} invoked oom-killer: gfp_mask=0x201da, order=0, oom_score_adj=0"]
    if kill.group:
        yields += [
            f"Task in {kill.group}/x killed as a result of limit of {kill.group}",
            f"memory: usage {kill.rss}kB, limit {kill.rss}kB, failcnt 51",
            f"Memory cgroup out of memory: Kill process {kill.pid} ({kill.name}) score 1061 or sacrifice child",
        ]
    else:
        yields.append(f"Out of memory: Kill process {kill.pid} ({kill.name}) score 789 or sacrifice child")
    yields.append(
        f"Killed process {kill.pid} ({kill.name}) total-vm:{kill.rss * 2}kB, anon-rss:{kill.rss}kB, file-rss:0kB"
    )
    return tuple(yields)


def kernel_4_19(kill: Kill) -> tuple[str, ...]:
    return (*kernel_3_10(kill)[:-1], (f"Killed process {kill.pid} ({kill.name}) total-vm:{kill.rss * 2}kB, "
            f"anon-rss:{kill.rss}kB, file-rss:0kB, shmem-rss:0kB"))  # fmt: skip


def kernel_5(kill: Kill) -> tuple[str, ...]:
    constraint = (
        f"CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg={kill.group},task_memcg={kill.group}/x"
    )
    whole = "CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/user.slice"
    how = "Memory cgroup out of memory" if kill.group else "Out of memory"
    return (
        f"{kill.name} invoked oom-killer: gfp_mask=0x100cca(GFP_HIGHUSER_MOVABLE), order=0, oom_score_adj=0",
        "Tasks state (memory values in pages):",
        "[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name",
        (
            f"[  {kill.pid:5d}]  1000 {kill.pid:5d} {kill.rss // 2:8d} {kill.rss // 4:8d}    "
            f"98304        0             0 {kill.name}"
        ),
        f"oom-kill:constraint={constraint if kill.group else whole},task={kill.name},pid={kill.pid},uid=1000",
        (
            f"{how}: Killed process {kill.pid} ({kill.name}) total-vm:{kill.rss * 2}kB, "
            f"anon-rss:{kill.rss}kB, file-rss:0kB, "
            f"shmem-rss:0kB, UID:1000 pgtables:15081kB oom_score_adj:0"
        ),
    )


KERNELS = {"3.10": kernel_3_10, "4.19": kernel_4_19, "5.15": kernel_5, "6.6": kernel_5, "6.18": kernel_5}
STAMPS: dict[str, Callable[[int, str], str]] = {
    "dmesg": lambda n, line: f"[{3900 + n:5d}.{n % 1000:03d}715] {line}",
    "dmesg -T": lambda n, line: f"[Sat Jun 20 17:{n % 60:02d}:11 2026] {line}",
    "journal": lambda n, line: f"Jun 20 17:{n % 60:02d}:11 wsl kernel: {line}",
    "none": lambda _, line: line,
}
STALE = (
    "[Mon Jun  8 09:14:55 2026] Out of memory: Killed process 3120 (chrome) total-vm:9264756kB, anon-rss:2412416kB, "
    "file-rss:0kB, shmem-rss:0kB, UID:1000 pgtables:9404kB oom_score_adj:300"
)
