"""Small projects whose builds hold some hundred MiB for some seconds, for `lab.benchmarks.real_tools`."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

NUMBERS = 600_000
FUNCTIONS = 2_500
PACKAGES = ("typescript@5.9.3", "webpack@5", "webpack-cli@6", "vite@7", "@yarnpkg/cli-dist@4")
_PLACE = Path.home() / ".cache" / "wslmem-lab" / "real-tools"


def prepare(place: Path) -> None:
    """Fetch once what the projects of JavaScript, Java and Python need."""
    place.mkdir(parents=True, exist_ok=True)
    if not (place / "js" / "node_modules").is_dir():
        (place / "js").mkdir(exist_ok=True)
        (place / "js" / "package.json").write_text('{"private": true}')
        subprocess.run(
            ["npm", "install", "--silent", "--no-audit", "--no-fund", *PACKAGES], cwd=place / "js", check=False
        )
    if not (place / "venv").is_dir():
        subprocess.run([sys.executable, "-m", "venv", str(place / "venv")], check=True)
        subprocess.run([str(place / "venv/bin/pip"), "install", "-q", "setuptools", "wheel"], check=True)
    if not (place / "java").is_dir():
        (place / "java").mkdir()
        java(place / "java")
        subprocess.run(["mvn", "-q", "compile"], cwd=place / "java", check=False)


def _numbers(count: int = NUMBERS) -> str:
    """Another table at each call."""
    mark = random.Random(os.urandom(8)).randrange(1, 10**6)  # noqa: S311 - to be another one, not to be secret
    return ",".join(str((number * mark) % 2_000_003) for number in range(count))


def c(folder: Path) -> None:
    """Four sources with a large table each, for make, ninja and cmake."""
    names = ("a", "b", "c", "d")
    for name in names:
        (folder / f"{name}.c").write_text(f"const int table_{name}[] = {{{_numbers()}}};\n")
    (folder / "main.c").write_text("int main(void) { return 0; }\n")
    objects = " ".join(f"{name}.o" for name in (*names, "main"))
    (folder / "Makefile").write_text(f"app: {objects}\n\t$(CC) -o app {objects}\n%.o: %.c\n\t$(CC) -c -o $@ $<\n")
    rules = "rule cc\n command = gcc -c -o $out $in\nrule ld\n command = gcc -o $out $in\n"
    builds = "".join(f"build {name}.o: cc {name}.c\n" for name in (*names, "main"))
    (folder / "build.ninja").write_text(f"{rules}{builds}build app: ld {objects}\n")
    sources = " ".join(f"{name}.c" for name in (*names, "main"))
    (folder / "CMakeLists.txt").write_text(
        f"cmake_minimum_required(VERSION 3.16)\nproject(app C)\nadd_executable(app {sources})\n"
    )


def rust(folder: Path) -> None:
    """One crate without dependencies."""
    (folder / "src").mkdir()
    (folder / "Cargo.toml").write_text('[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n')
    count = NUMBERS // 3
    (folder / "src" / "main.rs").write_text(
        f"static TABLE: [u32; {count}] = [{_numbers(count)}];\n"
        'fn main() { println!("{}", TABLE[std::env::args().count()]); }\n'
    )


def go(folder: Path) -> None:
    """A generated package, a main package, and a test that holds memory itself."""
    mark = os.urandom(4).hex()
    (folder / "go.mod").write_text("module example.com/app\n\ngo 1.22\n")
    (folder / "big").mkdir()
    functions = "".join(
        f"func F{number}(a, b int) int {{ for i := 0; i < a; i++ {{ switch b % 7 {{ case 0: b += a*{number}; "
        "case 1: b -= a; "
        f"case 2: b ^= {number}; default: b++ }} }}; return b }}\n"
        for number in range(FUNCTIONS)
    )
    (folder / "big" / "big.go").write_text(f'package big\n\nvar Mark = "{mark}"\n\n{functions}')
    (folder / "main.go").write_text(
        'package main\n\nimport "example.com/app/big"\n\nfunc main() { println(big.F1(1, 2), len(big.Mark)) }\n'
    )
    (folder / "big" / "big_test.go").write_text(
        'package big\n\nimport ("testing"; "time")\n\nfunc TestHold(t *testing.T) {\n'
        "\theld := make([]byte, 300<<20)\n\tfor i := range held { held[i] = 1 }\n\ttime.Sleep(time.Second)\n"
        "\tif held[5] != 1 { t.Fatal() }\n}\n"
    )


HOLD = (
    "const held = []; for (let i = 0; i < 6; i++) held.push(Buffer.alloc(50 << 20, 1)); setTimeout(() => held, 1500);"
)


def js(folder: Path) -> None:
    """A large module for tsc, webpack and vite, and a script that holds memory."""
    (folder / "node_modules").symlink_to(_PLACE / "js" / "node_modules")
    scripts = {"types": "tsc --noEmit -p .", "bundle": "webpack --no-stats", "build": "vite build --logLevel warn"}
    (folder / "package.json").write_text(json.dumps({"name": "app", "private": True, "scripts": scripts}))
    (folder / "build.js").write_text(HOLD)
    (folder / "src").mkdir()
    body = "".join(
        f"export const f{number} = (a) => a.map((b) => b + {number}).filter((b) => b % 2 === 0);\n"
        for number in range(20_000)
    )
    (folder / "src" / "index.js").write_text(f"{body}console.log(f1([1]));\n")
    typed = "".join(
        f"export const g{number} = (a: readonly number[]) => a.map((b) => b + {number});\n" for number in range(20_000)
    )
    (folder / "src" / "index.ts").write_text(typed)
    (folder / "tsconfig.json").write_text(
        '{"compilerOptions": {"strict": true, "skipLibCheck": true, "types": []}, "include": ["src/*.ts"]}'
    )
    (folder / "webpack.config.js").write_text(
        "module.exports = { mode: 'production', performance: { hints: false } };\n"
    )
    (folder / "index.html").write_text('<script type="module" src="/src/index.js"></script>\n')


YARN = str(_PLACE / "js" / "node_modules" / "@yarnpkg" / "cli-dist" / "bin" / "yarn.js")


def yarn(folder: Path) -> None:
    """A script that holds memory, in an installed project without dependencies."""
    scripts = {"heavy": "node build.js"}
    (folder / "package.json").write_text(json.dumps({"name": "app", "private": True, "scripts": scripts}))
    (folder / "yarn.lock").write_text("")
    (folder / ".yarnrc.yml").write_text("enableImmutableInstalls: false\nenableTelemetry: false\n")
    (folder / "build.js").write_text(HOLD)
    subprocess.run(["node", YARN, "install"], cwd=folder, check=True, capture_output=True)


def java(folder: Path) -> None:
    """One large class; javac runs in Maven's own process."""
    source = folder / "src" / "main" / "java"
    source.mkdir(parents=True, exist_ok=True)
    methods = "".join(
        f"  static int f{number}(int a) {{ switch (a % 5) {{ case 0: return a + {number}; "
        "case 1: return a; default: return 1; } }\n"
        for number in range(6_000)
    )
    (source / "Big.java").write_text(f"class Big {{\n{methods}}}\n")
    (folder / "pom.xml").write_text(
        '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>x</groupId>'
        "<artifactId>app</artifactId><version>1</version><properties><maven.compiler.source>17</maven.compiler.source>"
        "<maven.compiler.target>17</maven.compiler.target><project.build.sourceEncoding>UTF-8"
        "</project.build.sourceEncoding></properties></project>"
    )


def gradle(folder: Path) -> None:
    """The same class for Gradle, which forks a machine of its own where its memory is set."""
    java(folder)
    (folder / "build.gradle").write_text("apply plugin: 'java'\n")
    (folder / "gradle.properties").write_text("org.gradle.jvmargs=-Xmx1g\n")


def pip(folder: Path) -> None:
    """A package with an extension in C."""
    (folder / "venv").symlink_to(_PLACE / "venv")
    (folder / "ext").mkdir()
    (folder / "ext" / "ext.c").write_text(
        "#include <Python.h>\n"
        f"const int table[] = {{{_numbers()}}};\n"
        'static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "ext", 0, -1, 0};\n'
        "PyMODINIT_FUNC PyInit_ext(void) { return PyModule_Create(&module); }\n"
    )
    (folder / "ext" / "setup.py").write_text(
        "from setuptools import Extension, setup\n"
        "setup(name='ext', version='1', ext_modules=[Extension('ext', ['ext.c'])])\n"
    )
