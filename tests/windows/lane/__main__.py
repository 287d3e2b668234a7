"""Run the tests on CPython for Windows, under Wine: `.ci/windows [PYTEST ARGUMENTS]`.

The program that is tested is the built wheel, not this folder. Without arguments it is all tests, and fewer of them
than docs/windows-truth.md says is a failure.
"""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import folder
import install
import wheel
import wine

ROOT = Path(__file__).parents[3]
SITE = Path(__file__).with_name("site")
TRUTH = ROOT / "docs" / "windows-truth.md"
RECORDED = re.compile(r"Tests that run there: at least (\d+)\.")
SOME_FAILED = 1
"""pytest's exit code."""
FEW = 10
"""Failed tests that are run once more, alone: on a busy machine Wine now and then refuses to start a program ("Internal
error"), which says nothing of ours. More than these are no such accident."""
LIMIT = 30 * 60
"""Seconds for the tests; what is slower has hung."""


def main(arguments: list[str]) -> int:
    """Set up, test, count."""
    cache = install.cache_folder()
    with install.alone(cache), tempfile.TemporaryDirectory(prefix="wl-", dir="/tmp") as scratch:
        started = time.monotonic()
        parts = install.install(cache)
        site = wheel.unpacked(cache / "wheel")
        told(f"set up in {time.monotonic() - started:.0f} s: Wine {version()}, {parts.python.parent.name}, {site.name}")
        started = time.monotonic()
        with bridge(parts) as address:
            code = tests(parts, site, Path(scratch), address, arguments)
            if code == SOME_FAILED and (again := failed(Path(scratch))) <= FEW:
                told(f"{again} failed; once more these alone")
                code = tests(parts, site, Path(scratch), address, [*arguments, "--last-failed", "-n", "0"])
        told(f"tested in {time.monotonic() - started:.0f} s")
        fewer = 0 if arguments else counted(Path(scratch) / "counts.json")
        return code or fewer


def version() -> str:
    """`8.0`, as Wine tells it."""
    done = subprocess.run([wine.WINE, "--version"], check=True, capture_output=True, text=True)
    return done.stdout.strip().removeprefix("wine-")


@contextlib.contextmanager
def bridge(parts: install.Installed) -> Iterator[str]:
    """The bridge to the emulated WSL, as `PORT:TOKEN`."""
    server = ROOT / "tests" / "windows" / "bridge" / "server.py"
    launcher = parts.tests / "distlib" / "t64.exe"
    argv = [sys.executable, str(server), str(launcher), wine.windows_path(parts.python)]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        port, token = process.stdout.readline().split()
        try:
            yield f"{port}:{token}"
        finally:
            process.stdin.close()


def tests(parts: install.Installed, site: Path, scratch: Path, address: str, arguments: list[str]) -> int:
    """Run pytest under Wine, with its temporary files below `scratch`; its exit code."""
    there, cache = wine.windows_path, install.cache_folder()
    env = {
        "PYTHONPATH": ";".join(map(there, (SITE, site, parts.program, parts.tests))),
        "PYTHONPYCACHEPREFIX": there(cache / "bytecode"),
        "WSLMEM_BRIDGE": address,
        "WSLMEM_LANE_GO": install.go("env", "GOROOT").strip(),
        "WSLMEM_LANE_FOLDER": ";".join(folder.arguments(parts, site)),
        **({} if "--last-failed" in arguments else {"WSLMEM_LANE_COUNTS": there(scratch / "counts.json")}),
    }
    argv = [
        *(there(parts.python), "-P", "-m", "pytest", "-q", "-o", f"cache_dir={there(scratch / 'cache')}"),
        *("-n", "2", "--dist", "loadgroup", "--durations", "15", "--basetemp", there(scratch / "t"), *arguments),
    ]
    return wine.run(argv, cache / install.PREFIX, env, cwd=ROOT, limit=LIMIT)


def failed(scratch: Path) -> int:
    """How many tests failed in the run before."""
    return len(json.loads((scratch / "cache" / "v" / "cache" / "lastfailed").read_text(encoding="utf-8")))


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
    sys.exit(main(sys.argv[1:]))
