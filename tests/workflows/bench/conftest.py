"""Benchmarks of small stand-in builds against the emulated machine, by path alone."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from wslmem.bench.plan import BenchPlan, Leg, Side
from wslmem.bench.result import BenchResult
from wslmem.machine.host.paths import MachinePaths
from wslmem.units import Seconds
from wslmem.workflows.bench.benchmark import benchmark
from wslmem.workflows.bench.events import BenchEvent, BenchFinished, BenchStopped
from wslmem.workflows.consent import Consent

OLD = b"# mine\r\n[wsl2]\r\nmemory=2GB   # was 8GB\r\nprocessors=2\r\nswap=0\r\n"
EAT = """
import sys, time
held = bytearray(b'x') * (int(sys.argv[1]) << 20)
time.sleep(float(sys.argv[2]))
print("built")
"""
SMALL = (("wsl2.memory", "600MB"),)
"""About 460 MiB for the guest, after what the emulator keeps for its kernel."""

KILLED = """
import json, os, signal, sys
from pathlib import Path
from wslmem.bench.plan import BenchPlan, Leg, Side
from wslmem.machine.host.paths import MachinePaths
from wslmem.workflows.bench.benchmark import benchmark
from wslmem.workflows.consent import Consent

given = json.loads(sys.argv[1])
state = Path(given["state"])
paths = MachinePaths("linux", Path(given["config"]), Path(given["wsl"]), None, state, state)
sides = (Side("before", (("wsl2.memory", "600MB"),)), Side("after"))
legs = (Leg("before", 1, 0), Leg("after", 2, 0))
plan = BenchPlan(project=given["project"], sides=sides, legs=legs, command=tuple(given["command"]), accept_small=True)
for event in benchmark(plan, paths, Consent.script()):
    if type(event).__name__ == given["event"] and getattr(event, "leg", given["leg"]) == given["leg"]:
        os.kill(os.getpid(), signal.SIGKILL)
"""


def eating(megabytes: int, seconds: float = 0.3) -> tuple[str, ...]:
    """A build that needs so much memory at once. The shell around it survives, as the go command survives a compile."""
    return ("sh", "-c", '"$@" || exit 1', "build", sys.executable, "-c", EAT, str(megabytes), str(seconds))


@dataclass(frozen=True)
class Bench:
    """The emulated machine, and how its benchmarks are run."""

    stand_in: Any
    paths: MachinePaths
    plan: BenchPlan
    old: bytes = OLD

    def run(
        self, *, resume: Path | None = None, each: Any = None, consent: Consent | None = None, **plan: Any
    ) -> list[BenchEvent]:
        """All events of a benchmark; `each` sees them as they come."""
        events = []
        fixed = None if resume else replace(self.plan, **plan)
        for event in benchmark(fixed, self.paths, consent or Consent.script(), resume=resume):
            events.append(event)
            if each is not None:
                each(event)
        return events

    def killed_at(self, event: str, leg: int) -> Path:
        """Run a benchmark of two legs (1 + 2 builds) that is killed when it tells this event; its folder."""
        given = {
            "config": str(self.paths.wslconfig), "wsl": str(self.paths.wsl_exe), "state": str(self.paths.state_dir),
            "project": self.plan.project, "command": self.plan.command, "event": event, "leg": leg,
        }  # fmt: skip
        ended = subprocess.run([sys.executable, "-c", KILLED, json.dumps(given)], check=False)
        assert ended.returncode == -9
        (folder,) = (path.parent for path in (self.paths.state_dir / "bench").glob("*/bench.json"))
        return folder

    def shut_down(self) -> None:
        """What another user of WSL may do at any time."""
        subprocess.run([self.stand_in.wsl_exe, "--shutdown"], check=True, stdin=subprocess.DEVNULL)

    @staticmethod
    def result(events: list[BenchEvent]) -> BenchResult:
        """What the benchmark found."""
        last = events[-1]
        assert isinstance(last, BenchFinished | BenchStopped)
        return last.result

    @staticmethod
    def eating(megabytes: int, seconds: float = 0.3) -> tuple[str, ...]:
        return eating(megabytes, seconds)


@pytest.fixture
def bench(stand_in: Any, tmp_path: Path) -> Bench:
    """A lived-in file, and a plan of two sides with one small build each."""
    stand_in.wslconfig.write_bytes(OLD)
    state = tmp_path / "wslmem"
    paths = MachinePaths("linux", stand_in.wslconfig, stand_in.wsl_exe, None, state, state / "config.toml")
    plan = BenchPlan(
        project=str(tmp_path),
        sides=(Side("before", SMALL), Side("after")),
        legs=(Leg("before", 1, 0), Leg("after", 1, 0)),
        command=eating(20),
        time_limit=Seconds(60),
        accept_small=True,
    )
    return Bench(stand_in, paths, plan)
