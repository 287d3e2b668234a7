"""What all tests share: tools that CI installs, and a folder that stands in for a Windows machine with WSL."""

from __future__ import annotations

import compileall
import importlib
import os
import shutil
import signal
import sys
import threading
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import providers

# No example is timed: a machine with other work may take long over one. The same commit has the same examples in every
# run, so that a red one is about what was changed; new ones are looked for on demand.
settings.register_profile("quick", deadline=None, max_examples=150, derandomize=True)
settings.register_profile("thorough", deadline=None, max_examples=3_000)
settings.load_profile("thorough" if os.environ.get("WSLMEM_THOROUGH") else "quick")
if not os.environ.get("WSLMEM_THOROUGH"):
    # Else a twentieth of the values is taken from the sources of whatever happens to be imported by then.
    providers._get_local_constants = lambda: providers._local_constants

# Whoever runs the tests in Chinese still has to find the English words in them.
os.environ["WSLMEM_LANG"] = "en"

# A shell that starts the tests in the background lets them ignore Ctrl-C, and nohup a hangup; what they start inherits
# that, but not what a handler does.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
    signal.signal(signal.SIGHUP, lambda *_: None)

EMULATOR = Path(__file__).parents[1] / "wslmem" / "emulator"
BRIDGE = Path(__file__).parent / "windows" / "bridge"
LONG_DRIVES = frozenset({"tui", "workflows/bench"})
"""Rooms whose tests drive an emulated machine for long; each call of wsl.exe takes half a second over the bridge."""
EMULATED = frozenset({"stand_in", "emulate"})
"""Fixtures that make an emulated machine: a test that uses one is marked `emulated`."""
OF_NO_SYSTEM = "growth"
"""The room whose tests count the steps and the processor time of code that knows no system."""
STEPS = "counts steps and processor time of code that is the same on every system"
NOT_AGAIN = "drives the emulated WSL for long; over the bridge tests/windows/test_main_job.py does so once"
NO_PARTS = "builds the folder from what the lane has unpacked"
NO_BRIDGE = "the emulated WSL is a Linux program, and no bridge leads to one"


def pytest_configure(config: pytest.Config) -> None:
    """Compile the program once: else each of thousands of commands does so again where Python may write nothing."""
    if os.name == "posix" and not hasattr(config, "workerinput"):
        compileall.compile_dir(EMULATOR.parent, quiet=2)


@pytest.fixture(scope="session")
def needs_tool() -> Callable[[str], str]:
    """Give the path of a Debian tool; without it skip here, but fail in CI, which installs it."""

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            (pytest.fail if os.environ.get("CI") else pytest.skip)(f"needs {name} (Debian package)")
        return str(path)

    return find


@dataclass(frozen=True)
class StandIn:
    """An emulated Windows machine: a folder that holds wsl.exe, a profile, and the state of its VM."""

    folder: Path

    @property
    def wsl_exe(self) -> Path:
        return self.folder / "wsl.exe"

    @property
    def profile(self) -> Path:
        return self.folder / "profile"

    @property
    def wslconfig(self) -> Path:
        return self.profile / ".wslconfig"

    def knobs(self, **values: object) -> None:
        """Set knobs of the emulator (`faults=["shutdown-hang"]`, `language="de"`) for all its later calls."""
        import json

        path = self.folder / "knobs.json"
        known = json.loads(path.read_text()) if path.exists() else {}
        path.write_text(json.dumps(known | values))


@pytest.fixture
def stand_in(tmp_path: Path) -> Iterator[StandIn]:
    """A fresh emulated machine with one distribution; nothing of it is left afterwards."""
    folder = tmp_path / "machine"
    emulator("make", folder)
    yield StandIn(folder)
    emulator("clean", folder)


def emulator(verb: str, folder: Path, *options: str) -> None:
    """Make or clean an emulated machine; from Windows over the bridge to the Linux side."""
    if sys.platform == "win32":
        sys.path.insert(0, str(BRIDGE))
        import client

        client.prepare(verb, folder, *options)
        return
    if "wslemu" not in sys.modules:  # in this process, as its own `__main__` does: two programs less for each test
        package = types.ModuleType("wslemu")
        package.__path__ = [str(EMULATOR)]
        sys.modules["wslemu"] = package
    code = importlib.import_module("wslemu.make").main(verb, [str(folder), *options])
    assert code == 0, f"the emulator could not {verb} {folder}: {code}"


@pytest.fixture(scope="session")
def emulate() -> Callable[..., None]:
    """Make or clean an emulated machine in a folder of the test's own: `emulate("make", folder)`."""
    return emulator


@pytest.fixture
def its_servers_alone(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what is called as a build server in one test away from commands that other tests watch at that moment.

    A test that has such a server (by the name of a fixture) waits until no other watches a command, and they for it;
    also those of other runs of the tests, whose processes are seen as well. They come in turn: while it waits, no other
    begins.
    """
    import fcntl

    alone = bool({"server", "servers"} & set(request.fixturenames))
    place = tmp_path_factory.getbasetemp().parents["PYTEST_XDIST_WORKER" in os.environ]
    with (place / "servers.lock").open("w") as lock:
        with (place / "servers.turn").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            fcntl.flock(lock, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield


@pytest.fixture
def an_hour_passes(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], bool]], None]:
    """Let an hour pass at once when something has happened, so that a time limit ends it then, at any speed.

    `an_hour_passes(happened)`: from its first True on, every clock of wslmem is an hour further.
    """
    from wslmem.machine.system import clock

    monotonic, passed = clock.monotonic, threading.Event()

    def arrange(happened: Callable[[], bool]) -> None:
        def shifted() -> float:
            if happened():
                passed.set()
            return monotonic() + 3600 * passed.is_set()

        monkeypatch.setattr(clock, "monotonic", shifted)

    return arrange


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what drives the emulator; on Windows leave out what cannot run there, and note how many, and why."""
    for item in items:
        if EMULATED & set(getattr(item, "fixturenames", ())):
            item.add_marker("emulated")
    if sys.platform != "win32":
        return
    reasons = {item: reason for item in items if (reason := _why_not_on_windows(item))}
    items[:] = [item for item in items if item not in reasons]
    config.hook.pytest_deselected(items=list(reasons))
    if note := os.environ.get("WSLMEM_LANE_COUNTS"):
        import json
        from collections import Counter

        counts = {"run": len(items), "left out": Counter(reasons.values())}
        Path(note).write_text(json.dumps(counts), encoding="utf-8")


def _why_not_on_windows(item: pytest.Item) -> str | None:
    mark = item.get_closest_marker("posix_only")
    if mark is not None:
        return str(mark.kwargs["reason"])
    room = item.path.parent.relative_to(Path(__file__).parent).as_posix()
    if room == OF_NO_SYSTEM:
        return STEPS
    fixtures = set(getattr(item, "fixturenames", ()))
    if {"needs_tool", "benchstat"} & fixtures:
        return "needs a program of Linux (strace, chromium, crudini, go)"
    if "lane_parts" in fixtures and "WSLMEM_LANE_FOLDER" not in os.environ:
        return NO_PARTS
    if EMULATED & fixtures:
        return _why_not_over_the_bridge(room)
    return None


def _why_not_over_the_bridge(room: str) -> str | None:
    if "WSLMEM_BRIDGE" not in os.environ:
        return NO_BRIDGE
    return NOT_AGAIN if room in LONG_DRIVES else None


@pytest.hookimpl(trylast=True)
def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """In the lane tell a failure when it happens: a run that has to be ended tells none at its end."""
    if not report.failed or "WSLMEM_LANE_FAILURES" not in os.environ or "PYTEST_XDIST_WORKER" in os.environ:
        return
    import json

    sys.stderr.write(f"\nfailed: {report.nodeid}\n{report.longreprtext[-1500:]}\n")
    said = "\n".join([report.longreprtext, *(text for _, text in report.sections)])
    with open(os.environ["WSLMEM_LANE_FAILURES"], "a", encoding="utf-8") as file:  # noqa: PTH123 - appended to
        file.write(json.dumps({"test": report.nodeid, "said": said}) + "\n")
