"""Tools of which logs are made: what each prints when its worker is killed, and an ordinary error of it.

Words: `docs/what-builds-say.md` and the programs' own sources.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


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
PY_ERROR = ("ModuleNotFoundError: No module named 'yaml'",)
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
    Tool(
        "dune",
        "ocamlopt.opt",
        _fixed("(cd _build/default && /opam/bin/ocamlopt.opt -c src/a.ml)", "Command got signal KILL."),
        None,
        C_ERROR,
    ),
    Tool(
        "swift",
        "swift-frontend",
        _fixed("error: swift-frontend command failed due to signal 9 (use -v to see invocation)"),
        None,
        C_ERROR,
    ),
    Tool(
        "sbt",
        "java",
        _fixed("[error] Nonzero exit code returned from runner: 137"),
        None,
        ("[error] -- [E007] Type Mismatch Error: /w/Cart.scala:12:20",),
        "[info] compiling 412 Scala sources to /w/target/classes ...",
    ),
    Tool(
        "torchrun",
        "python3",
        _fixed("torch.distributed.elastic: failed (exitcode: -9) local_rank: 0 (pid: 178) of binary: /opt/bin/python3"),
        None,
        PY_ERROR,
        "Epoch 3:  41%|####      | 512/1250 [02:11<03:08,  3.92it/s]",
    ),
    Tool(
        "data loader",
        "python3",
        _fixed("RuntimeError: DataLoader worker (pid 40121) is killed by signal: Killed."),
        None,
        PY_ERROR,
    ),
    Tool(
        "jest worker",
        "node",
        _fixed("A jest worker process (pid=4412) was terminated by another process: signal=SIGKILL, exitCode=null."),
        None,
        JS_ERROR,
        "PASS src/cart.test.ts",
    ),
    Tool("lint-staged", "tsc", _fixed("✖ tsc --noEmit failed without output (SIGKILL)."), "tsc", JS_ERROR),
    Tool("vs code", "node", _fixed("Extension Host Process exited with code: null, signal: SIGKILL."), None, JS_ERROR),
    Tool("poetry", "cc1plus", _fixed("Backend subprocess died: build_wheel with exit code -9"), None, PY_ERROR),
    Tool(
        "wasm-opt",
        "wasm-opt",
        _fixed("Error: failed to execute `wasm-opt`: exited with signal: 9 (SIGKILL)"),
        None,
        RUST_ERROR,
    ),
    Tool(
        "nix",
        "ghc",
        _fixed("error: builder for '/nix/store/1a-x.drv' failed due to signal 9 (Killed);"),
        None,
        C_ERROR,
    ),
    Tool(
        "docker build",
        "node",
        _fixed("The command '/bin/sh -c npm run build' returned a non-zero code: 137"),
        None,
        JS_ERROR,
        "Step 9/13 : RUN npm run build",
    ),
    Tool(
        "buildkit",
        "cc1plus",
        _fixed('ERROR: process "/bin/sh -c make" did not complete successfully: exit code: 137'),
        None,
        C_ERROR,
    ),
    Tool("terraform", "node", _fixed("Error running command 'npm run build': signal: killed. Output:"), None, JS_ERROR),
    Tool("kubectl exec", "cc1plus", _fixed("command terminated with exit code 137"), None, C_ERROR),
    Tool("rake", "node", _fixed("Command failed with SIGKILL (signal 9): yarn build"), None, JS_ERROR),
    Tool("progress", "python3", _fixed("Solving environment: - Killed"), None, PY_ERROR),
)
