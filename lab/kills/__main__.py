"""Kill the worker of each tool in a memory cgroup and record what is printed. Needs root, Linux, and these tools:

    apt-get install bash dash zsh fish ksh mksh busybox findutils time parallel perl ruby php-cli git gcc g++ clang \
        ccache tcc gfortran ghc ocaml-nox make cmake ninja-build meson scons gradle maven bazel-bootstrap
    python -m lab.kills prepare WORK     # npm's, PyPI's and Maven's into WORK; Go, Rust and a JDK from the PATH
    python -m lab.kills WORK [TOOL...]   # writes kills.json.xz; `python -m lab.generate kills` the table

Nothing stays: every group is removed after its case, and each case runs in a folder of its own below WORK.
"""

from __future__ import annotations

import json
import lzma
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from lab.generate.generator import ROOT
from lab.kills.case import EAT_JS, EAT_PY, MIB, Kill
from lab.kills.compilers import GO_TOOL, NATIVE, NODE, RUST
from lab.kills.jvm import JVM, KOTLIN_JARS, SBT_JAR
from lab.kills.shells import PYTHON, SHELLS
from lab.sizing import cgroup

RECORD = ROOT / "tests" / "diagnosis" / "kills.json.xz"
CASES = (*SHELLS, *PYTHON, *NATIVE, *GO_TOOL, *RUST, *NODE, *JVM)
PATIENCE = 300
"""Seconds for one case."""
ENVIRONMENT = "Configuring env variables"
"""Gradle's log of what this machine has in its environment, which tells nothing of a kill."""
MOST = 40
"""Lines that are kept of what one printed: so many at its start and at its end."""
NPM = (
    "typescript@5.9.3 webpack@5 webpack-cli@6 vite@7 jest@30 rollup@4 yarn@1 pnpm@10 turbo@2 vitest@3 lerna "
    "concurrently npm-run-all2 nx@21 @yarnpkg/cli-dist@4 "
    "cross-env@10"
)
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1"
PYPI = "ziglang==0.15.1 tox nox pytest pytest-xdist invoke pdm uv doit ninja scons setuptools wheel"


def prepare(work: Path) -> None:
    """Install what comes from npm, PyPI and Maven Central."""
    (work / "js").mkdir(parents=True, exist_ok=True)
    npm = ["npm", "install", "--no-audit", "--no-fund", "--legacy-peer-deps", *NPM.split()]
    subprocess.run(npm, cwd=work / "js", check=True)
    subprocess.run([sys.executable, "-m", "venv", work / "py"], check=True)
    subprocess.run([work / "py" / "bin" / "pip", "install", "-q", *PYPI.split()], check=True)
    maven = ["mvn", "-q", "-B", f"-DoutputDirectory={work / 'jvm'}"]
    (work / "jvm").mkdir(exist_ok=True)
    (work / "jvm" / "pom.xml").write_text(KOTLIN_JARS, encoding="utf-8")
    subprocess.run([*maven, f"{COPY}:copy-dependencies"], cwd=work / "jvm", check=True)
    subprocess.run([*maven, f"{COPY}:copy", f"-Dartifact={SBT_JAR}", "-Dmdep.stripVersion=true"], check=True)


def environment(work: Path) -> dict[str, str]:
    """Ours, with what was prepared before all else, and no colours."""
    path = os.pathsep.join(map(str, (work / "py/bin", work / "js/node_modules/.bin", os.environ["PATH"])))
    own = {"PATH": path, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "CI": "1", "LC_ALL": "C.UTF-8", "GOFLAGS": "-p=1"}
    quiet = {
        "TURBO_TELEMETRY_DISABLED": "1",
        "NX_DAEMON": "false",
        "NX_NO_CLOUD": "true",
        "npm_config_update_notifier": "false",
        "PDM_CHECK_UPDATE": "0",
    }
    return {**os.environ, **own, **quiet}  # fmt: skip


def run(case: Kill, work: Path) -> dict[str, object]:
    """Run one case, and say what it printed."""
    folder = work / "run"
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in {"eat.py": EAT_PY, "eat.js": EAT_JS, **case.files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    env = environment(work)
    if case.prepare:
        subprocess.run(["bash", "-c", case.prepare], cwd=folder, env=env, check=True, capture_output=True)
    name = f"wslmem-kills-{os.getpid()}-{time.monotonic_ns()}"
    group = cgroup.create(name)
    try:
        group.limit(case.limit * MIB)
        done = subprocess.run(
            ["bash", "-c", case.command], cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=PATIENCE, check=False, preexec_fn=group.enter,
        )  # fmt: skip
        kills = group.kills()
    finally:
        group.remove()
    text = done.stdout.decode("utf-8", "replace").replace(str(folder), "/home/me/app")
    text = text.replace(str(work), "/home/me").replace(str(Path.home()), "/home/u")
    printed = [line for line in text.splitlines() if ENVIRONMENT not in line]
    code = done.returncode if done.returncode >= 0 else 128 - done.returncode
    return {
        "tool": case.tool,
        "version": _version(case, folder, env),
        "command": case.command,
        "limit": case.limit,
        "exit": code,
        "kills": kills,
        "killed": _killed_in(name),
        "printed": printed if len(printed) <= 2 * MOST else [*printed[:MOST], *printed[-MOST:]],
    }


def _version(case: Kill, folder: Path, env: dict[str, str]) -> str:
    told = subprocess.run(
        ["bash", "-c", case.version], cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    found = re.search(r"\d+(?:\.\d+)+|v?\d{2,}[\w.]*", told.stdout + told.stderr)
    return found[0] if found else ""


def _killed_in(group: str) -> list[str]:
    """Names of what the kernel killed in a group."""
    told = subprocess.run(["dmesg"], capture_output=True, text=True, check=False)
    return re.findall(rf"oom_memcg=/{group}\b[^\n]*,task=(.*?),pid=", told.stdout)


def main(arguments: list[str]) -> None:
    """Prepare, or run all cases or those whose names hold a word."""
    if arguments[0] == "prepare":
        prepare(Path(arguments[1]).resolve())
        return
    work, words = Path(arguments[0]).resolve(), arguments[1:]
    record = {one["tool"]: one for one in (json.loads(lzma.decompress(RECORD.read_bytes())) if RECORD.exists() else [])}
    for case in CASES:
        if words and not any(word in case.tool for word in words):
            continue
        try:
            told = run(case, work)
        except (OSError, subprocess.SubprocessError) as error:
            print(f"{case.tool}: {error}")
            continue
        print(f"{case.tool} {told['version']}: {told['exit']}, killed {told['kills']} {told['killed']}")
        if told["kills"]:
            record[case.tool] = told
    known = [record[case.tool] for case in CASES if case.tool in record]
    RECORD.write_bytes(lzma.compress(json.dumps(known, ensure_ascii=False).encode()))


if __name__ == "__main__":
    main(sys.argv[1:])
