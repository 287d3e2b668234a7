"""The emulator by its two doors: as a program by its path, and its parts as the package `wslemu`."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[2] / "wslmem" / "emulator"
PLACE = "C:\\Users\\tester\\.wslconfig"


LINUX = frozenset({"test_killed.py", "test_life_cycle.py", "test_memory.py", "test_rights.py"})
"""Modules about processes, control groups and rights of the machine that the emulator runs on."""


def pytest_itemcollected(item: pytest.Item) -> None:
    """What no program for Windows could see is tested on Linux alone."""
    if item.path.name in LINUX:
        item.add_marker(pytest.mark.posix_only(reason="looks at the Linux side of the emulated WSL"))


@pytest.fixture(scope="session")
def part() -> Callable[[str], types.ModuleType]:
    """Load a part of the emulator by its path, as its own `__main__` does."""
    if "wslemu" not in sys.modules:
        package = types.ModuleType("wslemu")
        package.__path__ = [str(PROGRAM)]
        sys.modules["wslemu"] = package
    return lambda name: importlib.import_module(f"wslemu.{name}")


@dataclass(frozen=True)
class Answer:
    """What one call of wsl.exe gave."""

    code: int
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        return self.out.decode()

    @property
    def warnings(self) -> list[str]:
        return self.err.decode().split("\r\n")[:-1]


@dataclass(frozen=True)
class Windows:
    """The emulated machine, spoken to through its wsl.exe alone."""

    folder: Path

    def __call__(self, *argv: str, **environment: str) -> Answer:
        done = subprocess.run(
            [str(self.folder / "wsl.exe"), *argv],
            input=b"",
            capture_output=True,
            env=os.environ | {"WSL_UTF8": "1"} | environment,
            check=False,
        )
        return Answer(done.returncode & 0xFF, done.stdout, done.stderr)  # of Windows' 32 bits what Linux shows

    def sh(self, script: str, *argv: str) -> Answer:
        """Run a script in the guest's /bin/sh."""
        return self("--cd", "/", "-e", "/bin/sh", "-c", script, "sh", *argv)

    def start(self, *argv: str) -> subprocess.Popen[bytes]:
        """Start a call and give it before it ends."""
        return subprocess.Popen(
            [str(self.folder / "wsl.exe"), *argv],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | {"WSL_UTF8": "1"},
        )

    def config(self, text: str | bytes) -> None:
        data = text if isinstance(text, bytes) else text.encode()
        (self.folder / "profile" / ".wslconfig").write_bytes(data)

    def knobs(self, **values: object) -> None:
        path = self.folder / "knobs.json"
        known = json.loads(path.read_text()) if path.exists() else {}
        path.write_text(json.dumps(known | values))

    def journal(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in (self.folder / "journal.log").read_text().splitlines()]

    def note(self) -> dict[str, str]:
        """What the running VM noted about itself."""
        found: dict[str, str] = json.loads((self.folder / "state" / "vm.json").read_text())
        return found

    def program(self, verb: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(PROGRAM), verb, str(self.folder)], capture_output=True, text=True, check=False
        )


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, emulate: Callable[[str, Path], None]) -> Iterator[Windows]:
    """A machine whose VM runs on from test to test, for cases that change nothing of it."""
    machine = Windows(tmp_path_factory.mktemp("shared") / "machine")
    emulate("make", machine.folder)
    small(machine)
    yield machine
    emulate("clean", machine.folder)


def small(machine: Windows) -> None:
    """Give a machine 8 GiB, 4 processors, and a VM that starts fast."""
    machine.knobs(host_memory=8 << 30, processors=4)
    machine.config("[wsl2]\nmemory=512MB\nswap=0\n")


@pytest.fixture
def windows(stand_in: object) -> Windows:
    """A machine of the test's own."""
    machine = Windows(stand_in.folder)  # type: ignore[attr-defined]
    small(machine)
    return machine
