"""Run the tests on CPython for Windows, under Wine: `.ci/windows [PYTEST ARGUMENTS]`, or `--set-up` alone.

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
SET_UP = "--set-up"
"""Install what the lane needs, so that the tests need not wait for it."""
SOME_FAILED = 1
"""pytest's exit code."""
FEW = 10
"""Failed tests that are run once more, alone, where Wine refused to start a program in every one of them. More than
these are no such accident."""
REFUSAL = re.compile(r"WinError 1359|\bInternal error\b")
"""What Wine says where, on a busy machine, it does not start a program; it says nothing of ours. No other failure is
tried again: a test that depends on the machine's speed is to be seen."""
FAILURES = "failures.jsonl"
"""In the scratch folder, by tests/conftest.py: a line for each test that failed, with all that it said."""
LIMIT = 45 * 60
"""Seconds for the tests; what is slower has hung."""


def main(arguments: list[str]) -> int:
    """Set up, test, count."""
    cache = install.cache_folder()
    with install.alone(cache), tempfile.TemporaryDirectory(prefix="wl-", dir="/tmp") as scratch:
        started = time.monotonic()
        parts = install.install(cache)
        if arguments == [SET_UP]:
            return 0
        site = wheel.unpacked(cache / "wheel")
        told(f"set up in {time.monotonic() - started:.0f} s: Wine {version()}, {parts.python.parent.name}, {site.name}")
        started = time.monotonic()
        with bridge(parts) as address, cleaned(Path(scratch)):
            code = tests(parts, site, Path(scratch), address, arguments, again=False)
            if code == SOME_FAILED and (again := refused(Path(scratch))):
                told(f"Wine refused to start a program in {len(again)}; once more these alone")
                code = tests(parts, site, Path(scratch), address, [*again, "-n", "0"], again=True)
        told(f"tested in {time.monotonic() - started:.0f} s")
        fewer = 0 if arguments else counted(Path(scratch) / "counts.json")
        return code or fewer


@contextlib.contextmanager
def cleaned(scratch: Path) -> Iterator[None]:
    """Afterwards end the emulated machines that tests left which were ended: a swap file in use cannot be removed."""
    try:
        yield
    finally:
        for made in scratch.rglob("distros.json"):
            line = [sys.executable, str(ROOT / "wslmem" / "emulator"), "clean", str(made.parent)]
            subprocess.run(line, check=False)


def version() -> str:
    """`8.0`, as Wine tells it."""
    done = subprocess.run([wine.WINE, "--version"], check=True, capture_output=True, text=True)
    return done.stdout.strip().removeprefix("wine-")


@contextlib.contextmanager
def bridge(parts: install.Installed) -> Iterator[str]:
    """The bridge to the emulated WSL, as `PORT:TOKEN`."""
    server = ROOT / "tests" / "windows" / "bridge" / "server.py"
    launcher = parts.tests / "distlib" / "t64.exe"
    prefix = install.cache_folder() / install.PREFIX
    goroot = install.go("env", "GOROOT").strip()
    argv = [sys.executable, str(server), str(launcher), wine.windows_path(parts.python), str(prefix), goroot]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        port, token = process.stdout.readline().split()
        try:
            yield f"{port}:{token}"
        finally:
            process.stdin.close()


def tests(
    parts: install.Installed, site: Path, scratch: Path, address: str, arguments: list[str], *, again: bool
) -> int:
    """Run pytest under Wine, with its temporary files below `scratch`; its exit code."""
    there, cache = wine.windows_path, install.cache_folder()
    env = {
        "PYTHONPATH": ";".join(map(there, (SITE, site, parts.program, parts.tests))),
        "PYTHONPYCACHEPREFIX": there(cache / "bytecode"),
        "WSLMEM_BRIDGE": address,
        "WSLMEM_LANE_GO": install.go("env", "GOROOT").strip(),
        "WSLMEM_LANE_FOLDER": ";".join(folder.arguments(parts, site)),
        "WSLMEM_LANE_FAILURES": there(scratch / FAILURES),
        **({} if again else {"WSLMEM_LANE_COUNTS": there(scratch / "counts.json")}),
    }
    argv = [
        *(there(parts.python), "-P", "-m", "pytest", "-q", "-o", f"cache_dir={there(scratch / 'cache')}"),
        *("-n", "3", "--dist", "loadgroup", "--durations", "15", "--basetemp", there(scratch / "t"), *arguments),
    ]
    return wine.run(argv, cache / install.PREFIX, env, cwd=ROOT, limit=LIMIT)


def refused(scratch: Path) -> list[str]:
    """The tests that failed, if Wine's refusal stands in what each of them said; else none."""
    told = scratch / FAILURES  # not there where pytest itself was ended, by a test's own time limit
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    failures = {one["test"]: one["said"] for one in map(json.loads, lines)}
    wine_s = all(REFUSAL.search(said) for said in failures.values())
    return list(failures) if wine_s and len(failures) <= FEW else []


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
