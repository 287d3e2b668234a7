"""Builds that die in a small VM, under `wslmem run --memory auto` there: complete, or refused with the reason.

Four builds run in the emulated VM: bare in one that is too small, under `--memory auto` in the same, and bare in one
that is large enough, for the time. A process that holds 200 MiB lives in the VM all along. Needs Linux, root, go,
cargo, ninja, node.

    python -m lab.benchmarks.contained
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
    """memory= of a VM in which it dies."""


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
    """Two crates that compile side by side."""
    (folder / "Cargo.toml").write_text('[workspace]\nmembers = ["a", "b"]\nresolver = "2"\n')
    for name in ("a", "b"):
        (folder / name).mkdir()
        real_projects.rust(folder / name)
        main = folder / name / "src" / "main.rs"
        count = real_projects.NUMBERS // 2
        table = ",".join(str(number % 9973) for number in range(count))
        main.write_text(
            f'static T: [u32; {count}] = [{table}];\nfn main() {{ println!("{{}}", T[std::env::args().count()]); }}\n'
        )
        manifest = folder / name / "Cargo.toml"
        manifest.write_text(manifest.read_text().replace('"app"', f'"{name}"'))


BUILDS = (
    Build("go build", ("go", "build", "./..."), go_packages, "680MB"),
    Build("cargo build", ("cargo", "build", "--offline"), rust_workspace, "640MB"),
    Build("ninja", ("ninja",), real_projects.c, "640MB"),
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
    print("| build | VM | bare: exit | with auto: exit | s | bare in 6GB, s | ratio | resident lives |")
    print("|---|---|---:|---:|---:|---:|---:|---|", flush=True)
    with tempfile.TemporaryDirectory(prefix="contained-") as place:
        machine = Path(place) / "pc"
        subprocess.run([sys.executable, str(EMULATOR), "make", str(machine)], check=True, capture_output=True)
        try:
            for build in BUILDS:
                bare, _, _, _ = timed(machine, build.small, build, auto=False)
                code, spent, said, lives = timed(machine, build.small, build, auto=True)
                if code != 0:  # contained, and killed there: the next time it is known
                    code, spent, said, lives = timed(machine, build.small, build, auto=True)
                _, large, _, _ = timed(machine, LARGE, build, auto=False)
                print(
                    f"| {build.name} | {build.small} | {bare} | {code} | {spent:.1f} | {large:.1f} | "
                    f"{spent / large:.2f} | {'yes' if lives else 'no'} |",
                    flush=True,
                )
                print(said[-700:], file=sys.stderr, flush=True)
        finally:
            subprocess.run([sys.executable, str(EMULATOR), "clean", str(machine)], check=False, capture_output=True)


if __name__ == "__main__":
    main()
