"""Run the tests on CPython for Windows, under Wine: `.ci/windows [PYTEST ARGUMENTS]`.

The program that is tested is the built wheel, not this folder. Without arguments it is all tests, and fewer of them
than docs/windows-truth.md says is a failure.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import install
import wine

ROOT = Path(__file__).parents[3]
TRUTH = ROOT / "docs" / "windows-truth.md"
RECORDED = re.compile(r"Tests that run there: at least (\d+)\.")
LIMIT = 30 * 60
"""Seconds for the tests; what is slower has hung."""


def main(arguments: list[str]) -> int:
    """Set up, test, count."""
    cache = install.cache_folder()
    with alone(cache), tempfile.TemporaryDirectory(prefix="wl-", dir="/tmp") as folder:
        started = time.monotonic()
        parts = install.install(cache)
        site = unpacked_wheel(cache / "wheel")
        told(f"set up in {time.monotonic() - started:.0f} s: Wine {version()}, {parts.python.parent.name}, {site.name}")
        started = time.monotonic()
        try:
            with bridge(parts) as address:
                code = tests(parts, site, Path(folder), address, arguments)
        finally:
            wine.end(cache / install.PREFIX)
        told(f"tested in {time.monotonic() - started:.0f} s")
        fewer = 0 if arguments else counted(Path(folder) / "counts.json")
        return code or fewer


@contextlib.contextmanager
def alone(cache: Path) -> Iterator[None]:
    """One lane at a time: they share the disk of the emulated Windows, whose programs are ended at the end."""
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def version() -> str:
    """`8.0`, as Wine tells it."""
    done = subprocess.run([wine.WINE, "--version"], check=True, capture_output=True, text=True)
    return done.stdout.strip().removeprefix("wine-")


def unpacked_wheel(folder: Path) -> Path:
    """Build the wheel and unpack it below `folder`, where nothing else is, always at the same place.

    The compiled files lie apart (PYTHONPYCACHEPREFIX) by the path of their source; the checkout keeps its own.
    """
    shutil.rmtree(folder, ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "--quiet"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", str(folder / "dist"), str(ROOT)], check=True)
    (wheel,) = (folder / "dist").glob("*.whl")
    site = folder / wheel.stem
    subprocess.run([*pip, "install", "--no-deps", "--no-compile", "--target", str(site), str(wheel)], check=True)
    return site


@contextlib.contextmanager
def bridge(parts: install.Installed) -> Iterator[str]:
    """The bridge to the emulated WSL, as `PORT:TOKEN`."""
    server = ROOT / "tests" / "windows" / "bridge" / "server.py"
    launcher = parts.packages / "distlib" / "t64.exe"
    argv = [sys.executable, str(server), str(launcher), wine.windows_path(parts.python)]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        port, token = process.stdout.readline().split()
        try:
            yield f"{port}:{token}"
        finally:
            process.stdin.close()


def tests(parts: install.Installed, site: Path, folder: Path, address: str, arguments: list[str]) -> int:
    """Run pytest under Wine, with its temporary files below `folder`; its exit code."""
    there, cache = wine.windows_path, install.cache_folder()
    env = {
        "PYTHONPATH": f"{there(site)};{there(parts.packages)}",
        "PYTHONPYCACHEPREFIX": there(cache / "bytecode"),
        "WSLMEM_BRIDGE": address,
        "WSLMEM_LANE_GO": install.go("env", "GOROOT").strip(),
        "WSLMEM_LANE_COUNTS": there(folder / "counts.json"),
    }
    argv = [
        *(there(parts.python), "-P", "-m", "pytest", "-q", "-p", "no:cacheprovider"),
        *("-n", "2", "--durations", "15", "--basetemp", there(folder / "t"), *arguments),
    ]
    return wine.run(argv, cache / install.PREFIX, env, cwd=ROOT, limit=LIMIT)


def counted(path: Path) -> int:
    """Print how many tests ran and why the others did not; 1 when they are fewer than recorded."""
    counts = json.loads(path.read_text(encoding="utf-8"))
    left_out = counts["left out"]
    total = counts["run"] + sum(left_out.values())
    told(f"{counts['run']} of {total} tests ran on Python for Windows ({counts['run'] / total:.1%})")
    for reason, number in sorted(left_out.items(), key=lambda pair: -pair[1]):
        print(f"{number:6} not: {reason}")
    found = RECORDED.search(TRUTH.read_text(encoding="utf-8"))
    if found is None or counts["run"] < int(found[1]):
        told(f"fewer than {TRUTH.relative_to(ROOT)} records: say there why, and put the new number")
        return 1
    return 0


def told(text: str) -> None:
    """One line of the lane's own."""
    print(f"windows lane: {text}", flush=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is ended all the same
    os.environ.setdefault("PIP_DISABLE_PIP_VERSION_CHECK", "1")
    sys.exit(main(sys.argv[1:]))
