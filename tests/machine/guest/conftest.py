"""Running the guest's scripts as /bin/sh would, with a home of their own."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from wslmem.bench.trace import Trace
from wslmem.machine.guest import load

SCRIPTS = frozenset({"test_build_script.py", "test_cold_builds.py", "test_watchdog.py"})
"""Modules that run a script of the guest."""


def pytest_itemcollected(item: pytest.Item) -> None:
    """The scripts run in the VM, whatever wslmem itself runs on."""
    if item.path.name in SCRIPTS:
        item.add_marker(pytest.mark.posix_only(reason="a script of the guest, run by a Linux shell"))


SHELLS = {"dash": ("dash",), "bash": ("bash",), "busybox": ("busybox", "sh")}


@dataclass
class Guest:
    """A home, a folder for temporary files, and programs that win over the machine's own."""

    folder: Path
    shell: tuple[str, ...] = ("dash",)
    environment: dict[str, str] = field(default_factory=dict)
    nonce: str = field(default_factory=lambda: secrets.token_hex(8))
    """Of its own, for a script ends what else carries it."""

    @property
    def waits(self) -> str:
        """What a command of `build_until` does before it ends: however slow the machine is, it was sampled by then."""
        return "until [ -e enough ]; do /bin/sleep 0.05; done"

    @property
    def kept(self) -> Path:
        """Where the script keeps its own things."""
        return self.folder / "home" / ".cache" / "wslmem"

    def program(self, name: str, text: str) -> None:
        """Put a shell script called `name` before all others."""
        path = self.folder / "bin" / name
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)

    def start(self, *command: str, nonce: str | None = None, **settings: Any) -> subprocess.Popen[bytes]:
        """Begin to build with `command`."""
        nonce = nonce or self.nonce
        wish = {
            "interval": "0.05",
            "limit": "60",
            "pressure": "60",
            "project": str(self.folder),
            "cache": f"cache.{nonce}",
        }
        wish |= {"keep": "0", "flags": "", "prepare": "", "aside": "", "variables": ()} | settings
        names = ("interval", "limit", "pressure", "project", "cache", "keep", "flags", "prepare", "aside")
        arguments = (nonce, *(wish[name] for name in names), *wish["variables"], "--", *command)
        return self._run(load.build_script(), arguments)

    def stop(self, reason: str = "cancelled") -> None:
        """The second call, which stops the first."""
        self._run(load.script("stop.sh"), (self.nonce, reason)).communicate()

    def build(self, *command: str, **settings: Any) -> Trace:
        """Build with `command` and read the report."""
        return self.read(self.start(*command, **settings))

    def build_until(self, enough: Callable[[list[list[str]]], object], *command: str, **settings: Any) -> Trace:
        """Build with a `command` that `waits`, until the samples (their fields) are enough; read the report."""
        process = self.start(*command, **settings)
        assert process.stdout is not None
        trace, samples = Trace(self.nonce), list[list[str]]()
        for line in process.stdout:
            trace.feed(line)
            if line.startswith(b"S "):
                samples.append(line.decode().split())
                if enough(samples):
                    (self.folder / "enough").touch()
        process.communicate()
        return trace

    def read(self, process: subprocess.Popen[bytes]) -> Trace:
        """The report of a build, when it has ended."""
        trace = Trace(self.nonce)
        trace.feed(process.communicate(timeout=100)[0])
        return trace

    def _run(self, script: str, arguments: tuple[str, ...]) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [*self.shell, "-s", "--", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            env={
                "HOME": str(self.folder / "home"),
                "SHELL": "/bin/sh",
                "TMPDIR": str(self.folder / "tmp"),
                "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
                **self.environment,
            },
        )
        assert process.stdin is not None
        process.stdin.write(script.encode())
        process.stdin.close()
        process.stdin = None
        return process


@pytest.fixture
def guest(tmp_path: Path) -> Guest:
    """A guest whose /bin/sh is dash."""
    for name in ("home", "tmp", "bin"):
        (tmp_path / name).mkdir()
    # The script takes PATH from the login shell.
    (tmp_path / "home" / ".profile").write_text(f"PATH={tmp_path / 'bin'}:$PATH\n")
    return Guest(tmp_path)


@pytest.fixture(params=SHELLS)
def any_guest(guest: Guest, request: pytest.FixtureRequest, needs_tool: Callable[[str], str]) -> Guest:
    """A guest of each shell; with busybox all its other programs are busybox's too."""
    guest.shell = SHELLS[request.param]
    needs_tool(guest.shell[0])
    if request.param == "busybox":
        for applet in (
            "awk",
            "sleep",
            "grep",
            "sed",
            "tr",
            "fold",
            "head",
            "tail",
            "cut",
            "date",
            "setsid",
            "dmesg",
            "env",
        ):
            (guest.folder / "bin" / applet).symlink_to(str(shutil.which("busybox")))
    return guest
