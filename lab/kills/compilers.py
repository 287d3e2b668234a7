"""Compilers, linkers and the tools that run them."""

from __future__ import annotations

from lab.kills.case import EAT, EAT_JS, Kill

C = "python -m lab.kills.large big.c 400000 && cp big.c big.cc"
MAKE = {"Makefile": f"big.o: big.c\n\tcc -c big.c\nx:\n\t@{EAT}\ny: z\nz:\n\tsh -c '{EAT}; exit $$?'\n"}
CMAKE = {"CMakeLists.txt": "cmake_minimum_required(VERSION 3.16)\nproject(big C)\nadd_executable(big big.c)\n"}
NINJA = {"build.ninja": "rule cc\n  command = cc -c $in -o $out\nbuild big.o: cc big.c\n"}
GO = {
    "go.mod": "module example.com/big\n\ngo 1.21\n",
    "small/small_test.go": 'package small\n\nimport "testing"\n\nfunc TestEats(t *testing.T) {\n'
    "\tvar kept [][]byte\n\tfor {\n\t\tb := make([]byte, 1<<20)\n\t\tfor i := range b {\n\t\t\tb[i] = 1\n\t\t}\n"
    "\t\tkept = append(kept, b)\n\t}\n}\n",
    "eats/main.go": "package main\n\nfunc main() {\n\tvar kept [][]byte\n\tfor {\n\t\tb := make([]byte, 1<<20)\n"
    "\t\tfor i := range b {\n\t\t\tb[i] = 1\n\t\t}\n\t\tkept = append(kept, b)\n\t}\n}\n",
    "gen/gen.go": f"package gen\n\n//go:generate {EAT.replace('eat.py', '../eat.py')}\n",
}
GO_BIG = "mkdir big && python -m lab.kills.large big/main.go 200000 && go build -o /dev/null ./eats"
CARGO = {
    "Cargo.toml": '[package]\nname = "big"\nversion = "0.1.0"\nedition = "2021"\n',
    "src/lib.rs": "/// ```\n/// let mut kept = Vec::new();\n/// loop { kept.push(vec![1u8; 1 << 20]); }\n/// ```\n"
    "pub fn f() {}\n#[test]\nfn eats() {\n"
    "    let mut kept = Vec::new();\n    loop { kept.push(vec![1u8; 1 << 20]); }\n}\n",
    "examples/eats.rs": "fn main() {\n    let mut kept = Vec::new();\n    loop { kept.push(vec![1u8; 1 << 20]); }\n}\n",
}
CARGO_BIG = "mkdir -p src/bin && python -m lab.kills.large src/bin/huge.rs 400000"
BUILD_RS = {
    "Cargo.toml": '[package]\nname = "scripted"\nversion = "0.1.0"\nedition = "2021"\n',
    "src/lib.rs": "",
    "build.rs": "fn main() {\n    let mut kept = Vec::new();\n    loop { kept.push(vec![1u8; 1 << 20]); }\n}\n",
}

NATIVE = (
    Kill("gcc", "gcc -c big.c", "gcc --version", limit=60, prepare=C),
    Kill("g++", "g++ -c big.cc", "g++ --version", limit=60, prepare=C),
    Kill("clang", "clang -c big.c", "clang --version", limit=100, prepare=C),
    Kill("clang++", "clang++ -c big.cc", "clang++ --version", limit=100, prepare=C),
    Kill("ccache gcc", "ccache gcc -c big.c", "ccache --version", limit=60, prepare=C),
    Kill("tcc", "tcc -c big.c", "tcc -v", limit=20, prepare=C),
    Kill(
        "gfortran",
        "gfortran -c big.f90",
        "gfortran --version",
        limit=60,
        prepare="python -m lab.kills.large big.f90 400000",
    ),
    Kill("ghc", "ghc -O0 big.hs", "ghc --version", limit=250, prepare="python -m lab.kills.large big.hs 60000"),
    Kill(
        "ocamlopt", "ocamlopt big.ml", "ocamlopt -version", limit=60, prepare="python -m lab.kills.large big.ml 200000"
    ),
    Kill("zig cc", "python-zig cc -c big.c", "python-zig version", limit=120, prepare=C),
    Kill("make, a compiler", "make big.o", "make --version", limit=60, files=MAKE, prepare=C),
    Kill("make, a command", "make x", "make --version", files=MAKE),
    Kill("make, a shell", "make y", "make --version", files=MAKE),
    Kill("make -k -j2", "make -k -j2 x y", "make --version", files=MAKE),
    Kill(
        "cmake --build (make)",
        "cmake --build b",
        "cmake --version",
        limit=60,
        files=CMAKE,
        prepare=f"{C} && cmake -B b",
    ),
    Kill(
        "cmake --build (ninja)",
        "cmake --build b",
        "cmake --version",
        limit=60,
        files=CMAKE,
        prepare=f"{C} && cmake -G Ninja -B b",
    ),
    Kill("ninja, Debian's", "/usr/bin/ninja", "/usr/bin/ninja --version", limit=60, files=NINJA, prepare=C),
    Kill("ninja, PyPI's", "ninja", "ninja --version", limit=60, files=NINJA, prepare=C),
    Kill(
        "meson compile",
        "/usr/bin/meson compile -C b",
        "/usr/bin/meson --version",
        limit=80,
        prepare=f"{C} && /usr/bin/meson setup b",
        files={"meson.build": "project('big', 'c')\nexecutable('big', 'big.c')\n"},
    ),
    Kill("scons", "scons -Q", "scons --version", limit=90, prepare=C, files={"SConstruct": "Program('big.c')\n"}),
)

GO_TOOL = (
    Kill("go build", "go build -o /dev/null ./big", "go version", files=GO, prepare=GO_BIG),
    Kill("go build -json", "go build -json -o /dev/null ./big", "go version", files=GO, prepare=GO_BIG),
    Kill("go vet", "go vet ./big", "go version", files=GO, prepare=GO_BIG),
    Kill("go test, a test", "go test ./small", "go version", files=GO, prepare="go test -c -o /dev/null ./small"),
    Kill("go test -json", "go test -json ./small", "go version", files=GO, prepare="go test -c -o /dev/null ./small"),
    Kill("go run", "go run ./eats", "go version", files=GO, prepare="go build -o /dev/null ./eats"),
    Kill("go generate", "go generate ./gen", "go version", files=GO),
    Kill("go tool compile", "go tool compile -p main -o x.o big/main.go", "go version", files=GO, prepare=GO_BIG),
)

RUST = (
    Kill("rustc", "rustc src/bin/huge.rs", "rustc --version", limit=200, files=CARGO, prepare=CARGO_BIG),
    Kill("cargo build", "cargo build -q --bin huge", "cargo --version", limit=200, files=CARGO, prepare=CARGO_BIG),
    Kill(
        "cargo test", "cargo test --lib", "cargo --version", limit=150, files=CARGO, prepare="cargo test --lib --no-run"
    ),
    Kill("cargo test --doc", "cargo test --doc", "cargo --version", limit=200, files=CARGO, prepare="cargo build"),
    Kill("cargo run", "cargo run --example eats", "cargo --version", files=CARGO, prepare="cargo build --example eats"),
    Kill("cargo, a build script", "cargo build", "cargo --version", limit=200, files=BUILD_RS),
)

JS = {
    "package.json": '{"name": "big", "version": "1.0.0", "packageManager": "", "scripts": {"build": "node eat.js", '
    '"a": "node eat.js", "b": "node -e 1"}, "workspaces": ["p"]}\n'.replace('"packageManager": "", ', ""),
    "p/package.json": '{"name": "p", "version": "1.0.0", "scripts": {"build": "node ../eat.js"}}\n',
    "vite.config.mjs": "export default { plugins: [{ name: 'eat', buildStart() { " + EAT_JS.strip() + " } }] };\n",
    "webpack.config.js": "module.exports = { mode: 'production', entry: './small.js', plugins: [{ apply(c) { "
    "c.hooks.compile.tap('eat', () => { " + EAT_JS.strip() + " }); } }] };\n",
    "rollup.config.mjs": "export default { input: 'small.js', output: { file: 'out.js' }, "
    "plugins: [{ name: 'eat', buildStart() { " + EAT_JS.strip() + " } }] };\n",
    "small.js": "export const a = 1;\n",
    "index.html": "<script type=module src=small.js></script>\n",
    "eat.test.js": "test('eats', () => { " + EAT_JS.strip() + " });\n",
    "other.test.js": "test('fits', () => {});\n",
    "eat.spec.mjs": "import { test } from 'vitest'; test('eats', () => { " + EAT_JS.strip() + " });\n",
    "exec.js": "require('child_process').execSync('node eat.js', { stdio: 'inherit' });\n",
    "tsconfig.json": '{"compilerOptions": {"noEmit": true}, "files": ["big.ts"]}\n',
}
LERNA = 'echo \'{"version": "1.0.0"}\' > lerna.json && git init -q .'
TURBO = (
    'git init -q . && echo \'{"tasks": {"build": {}}}\' > turbo.json && sed -i '
    '\'s/"workspaces"/"packageManager": "npm@10.8.2", "workspaces"/\' package.json && npm install -s'
)
NX = "git init -q . && echo '{}' > nx.json && ln -s ../js/node_modules node_modules"
YARN_4 = "node ../js/node_modules/@yarnpkg/cli-dist/bin/yarn.js"
YARN_4_LOCK = f"touch yarn.lock && {YARN_4} install --no-immutable"
NODE = tuple(
    Kill(tool, command, version, limit, JS, prepare)
    for tool, command, version, limit, prepare in (
        ("node", "node eat.js", "node --version", 150, ""),
        ("node execSync", "node exec.js", "node --version", 200, ""),
        ("npm run", "npm run build", "npm --version", 200, ""),
        ("npm run, a workspace", "npm run build -w p", "npm --version", 200, ""),
        ("tsc", "tsc", "tsc --version", 200, "python -m lab.kills.large big.ts 200000"),
        ("yarn 1 run", "yarn run build", "yarn --version", 200, ""),
        ("yarn 4 run", f"{YARN_4} run build", f"{YARN_4} --version", 300, YARN_4_LOCK),
        ("pnpm run", "pnpm run build", "pnpm --version", 250, ""),
        (
            "webpack",
            "webpack --config webpack.config.js",
            "npm ls --prefix ../js webpack --depth 0 | tail -2",
            300,
            "",
        ),
        ("vite build", "vite build", "vite --version", 300, ""),
        ("rollup", "rollup -c rollup.config.mjs", "rollup --version", 250, ""),
        ("jest -w 2", "jest -w 2 --rootDir . --testMatch '**/*.test.js'", "jest --version", 500, ""),
        ("vitest run", "vitest run --pool=forks eat.spec.mjs", "vitest --version", 500, ""),
        ("run-s (npm-run-all2)", "run-s a b", "run-s --version", 200, ""),
        ("concurrently", "concurrently 'npm:a' 'npm:b'", "concurrently --version", 250, ""),
        ("lerna run", "lerna run build", "lerna --version", 400, LERNA),
        ("nx run", "nx run p:build", "npm ls --prefix ../js nx --depth 0 | tail -2", 500, NX),
        ("turbo run", "turbo run build --no-daemon --ui=stream", "turbo --version", 300, TURBO),
        (
            "cross-env",
            "cross-env SIZE=1 node eat.js",
            "npm ls --prefix ../js cross-env --depth 0 | tail -2",
            200,
            "",
        ),
    )
)
