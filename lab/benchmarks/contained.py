"""Builds that die in a small VM, under `wslmem run --memory auto` there: complete, or refused with the reason.

Four builds run in the emulated VM: bare in one that is too small, under `--memory auto` in the same, twice, and bare in
one that is large enough, for the time. A process that holds 200 MiB lives in the VM all along. Needs Linux, root, go,
cargo, ninja, node.

    python -m lab.benchmarks.contained [BUILD...]
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lab.benchmarks import real_projects
from lab.generate.generator import ROOT

EMULATOR = ROOT / "wslmem" / "emulator"
LARGE = "6GB"
HOLD = "held = bytearray(b'x') * (200 << 20); import time; time.sleep(9999)"


@dataclass(frozen=True, slots=True)
class Build:
    """One of the four."""

    name: str
    command: tuple[str, ...]
    write: Callable[[Path], None]
    small: str
    """memory= of a VM in which it dies, or the process beside it, which may be the largest."""


def go_packages(folder: Path) -> None:
    """Two large packages that compile side by side."""
    real_projects.go(folder)
    source = (folder / "big" / "big.go").read_text()
    body = source + "".join(
        line.replace("func F", "func G", 1) + "\n" for line in source.splitlines() if "func F" in line
    )
    (folder / "big" / "big_test.go").unlink()
    for name in ("big", "huge"):
        (folder / name).mkdir(exist_ok=True)
        (folder / name / f"{name}.go").write_text(body.replace("package big", f"package {name}"))


def rust_workspace(folder: Path) -> None:
    """Two crates that compile side by side, and three before them, one after the other."""
    names = ("a", "b", "c", "d", "e")
    (folder / "Cargo.toml").write_text(f'[workspace]\nmembers = {list(names)}\nresolver = "2"\n')
    needs = {"a": "c", "b": "c", "c": "d", "d": "e"}
    count = real_projects.NUMBERS // 2
    for number, name in enumerate(names):
        crate = folder / name
        (crate / "src").mkdir(parents=True)
        need = f'[dependencies]\n{needs[name]} = {{ path = "../{needs[name]}" }}\n' if name in needs else ""
        (crate / "Cargo.toml").write_text(f'[package]\nname = "{name}"\nversion = "0.1.0"\nedition = "2021"\n{need}')
        table = ",".join(str(one % (9973 + number)) for one in range(count))
        (crate / "src" / "lib.rs").write_text(f"pub static T: [u32; {count}] = [{table}];\n")


BUILDS = (
    Build("go build", ("go", "build", "./..."), go_packages, "680MB"),
    Build("cargo build", ("cargo", "build", "--offline"), rust_workspace, "600MB"),
    Build("ninja", ("ninja",), real_projects.c, "700MB"),
    Build("node", ("node", "build.js"), real_projects.js, "640MB"),
)


def timed(machine: Path, memory: str, build: Build, *, auto: bool) -> tuple[int, float, str, bool]:
    """Exit code, seconds, what was said, and whether the resident lives, of one build in a VM of `memory`."""
    (machine / "profile" / ".wslconfig").write_text(f"[wsl2]\nmemory={memory}\nswap=0\n")
    wsl = str(machine / "wsl.exe")
    subprocess.run([wsl, "--shutdown"], check=True, capture_output=True)
    folder = machine / "project"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    build.write(folder)
    resident = subprocess.Popen([wsl, "-e", sys.executable, "-c", HOLD], stdin=subprocess.DEVNULL)
    time.sleep(2)
    run = (sys.executable, "-m", "wslmem", "run", "--memory", "auto", "--time-limit", "300", "--")
    given = (f"PATH={os.environ['PATH']}", f"WSLMEM_STATE={machine}/state", f"CARGO_HOME={Path.home()}/.cargo")
    command = ("/usr/bin/env", *given, *(run if auto else ()), *build.command)
    began = time.monotonic()
    done = subprocess.run([wsl, "--cd", str(folder), "-e", *command], capture_output=True, check=False)
    spent = time.monotonic() - began
    lives = resident.poll() is None
    resident.kill()
    resident.wait()
    return done.returncode, spent, done.stderr.decode("utf-8", "replace"), lives


def main() -> None:
    print(
        "| build | VM | bare: exit | resident | auto: exit | s | again: exit | s | resident | bare in 6GB, s | ratio |"
    )
    print("|---|---|---:|---|---:|---:|---:|---:|---|---:|---:|", flush=True)
    with tempfile.TemporaryDirectory(prefix="contained-") as place:
        machine = Path(place) / "pc"
        subprocess.run([sys.executable, str(EMULATOR), "make", str(machine)], check=True, capture_output=True)
        try:
            for build in BUILDS:
                if not sys.argv[1:] or build.name in sys.argv[1:]:
                    print(row(machine, build), flush=True)
        finally:
            subprocess.run([sys.executable, str(EMULATOR), "clean", str(machine)], check=False, capture_output=True)


def row(machine: Path, build: Build) -> str:
    """One line of the table; the second time it is known what the build held, or that it died."""
    bare, _, _, bare_lives = timed(machine, build.small, build, auto=False)
    code, first, _, lives = timed(machine, build.small, build, auto=True)
    again, second, said, lives_again = timed(machine, build.small, build, auto=True)
    _, large, _, _ = timed(machine, LARGE, build, auto=False)
    print(said[-700:], file=sys.stderr, flush=True)
    ratio = f"{second / large:.2f}" if again == 0 else ""
    alone, beside = ("lives" if both else "died" for both in (bare_lives, lives and lives_again))
    return (
        f"| {build.name} | {build.small} | {bare} | {alone} | {code} | {first:.1f} | {again} | {second:.1f} | "
        f"{beside} | {large:.1f} | {ratio} |"
    )


if __name__ == "__main__":
    main()
