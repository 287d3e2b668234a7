"""The sampler's awk program on a /proc that is written for it: the tree of the build, and when the watchdog bites."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from wslmem.machine.guest import load
from wslmem.machine.run.watch import NEAR, OFTEN, REREAD

AWKS = {
    "mawk": ("mawk", "-W", "interactive"),
    "busybox": ("busybox", "awk"),
    "gawk": ("gawk",),
    "bwk": ("original-awk",),
}
TOTAL = 1_000_000
"""kB of the VM."""
SWAP = 250_000
"""kB that could be swapped out."""


class Kernel:
    """A /proc with a clock that the test moves, read by the sampler at each tick."""

    def __init__(self, folder: Path, awk: tuple[str, ...]) -> None:
        self.folder = folder
        (folder / "pressure").mkdir(parents=True)
        self.run = folder / "run"
        self.run.mkdir()
        self.now = 100.0
        self.vm(available=TOTAL // 2)
        self.processes: list[int] = []
        variables = {
            "proc": folder, "leader": 10, "run": self.run, "limit": 60, "pressure": 60, "page": 4096, "hz": 100,
            "interval": 0.1,
        }  # fmt: skip
        settings = [word for name, value in variables.items() for word in ("-v", f"{name}={value}")]
        program = load.build_script().split("TREE_AWK='")[1].split("'\n")[0]
        self.awk = subprocess.Popen(
            [*awk, *settings, program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )

    def vm(self, *, available: int, pressure: str | None = None, swapped: int = 0) -> None:
        lines = {
            "MemTotal": TOTAL, "MemAvailable": available, "SwapTotal": SWAP, "SwapFree": SWAP - swapped, "AnonPages": 5,
            "Shmem": 0, "Mapped": 1,
        }  # fmt: skip
        (self.folder / "meminfo").write_text("".join(f"{name}:   {value} kB\n" for name, value in lines.items()))
        if pressure is not None:
            (self.folder / "pressure" / "memory").write_text(
                f"some avg10=9.00 avg60=9.00 avg300=9.00 total=1\nfull avg10={pressure} avg60=1.00 total=2\n"
            )

    def process(self, pid: int, *, parent: int, session: int, name: str = "compile", pages: int = 1000, **spent: int):
        """Show a process: `user` ticks, major `faults`, `shared` pages, `extent` in pages."""
        folder = self.folder / str(pid)
        folder.mkdir(exist_ok=True)
        cpu, faults = spent.get("user", 0), spent.get("faults", 0)
        rest = f"S {parent} {session} {session} 0 -1 4194304 9 0 {faults} 0 {cpu} 3 0 0 20 0 5 0 123 1 1"
        (folder / "stat").write_text(f"{pid} ({name}) {rest}\n")
        shared = spent.get("shared", 0)
        (folder / "statm").write_text(f"{spent.get('extent', pages * 9 + pid)} {pages} {shared} 1 0 1 0\n")
        (folder / "cmdline").write_bytes(b"/tools/compile\0-o\0x.a\0-p\0example.com/big\0x.go\0")
        self.processes = sorted({*self.processes, pid})

    def gone(self, pid: int) -> None:
        shutil.rmtree(self.folder / str(pid))
        self.processes.remove(pid)

    def tick(self, seconds: float = 1.0) -> dict[str, list[str]]:
        """Let time pass and have a reading; the lines by their type."""
        self.now += seconds
        (self.folder / "uptime").write_text(f"{self.now:.2f} 1.00\n")
        assert self.awk.stdin is not None
        assert self.awk.stdout is not None
        self.awk.stdin.write((" ".join(f"{self.folder}/{pid}" for pid in self.processes) + "\n").encode())
        lines: dict[str, list[str]] = {}
        while "S" not in lines:
            kind, *fields = self.awk.stdout.readline().decode().split()
            lines[kind] = fields
        return lines

    def tree(self) -> tuple[int, int, int, str]:
        """Processes, their anonymous kB, the largest and its name, now."""
        sample = self.tick()["S"]
        return int(sample[5]), int(sample[6]), int(sample[7]), sample[8]

    def end(self) -> str:
        """Stop, and give what was still to read."""
        rest, _ = self.awk.communicate()
        return rest.decode()

    @property
    def stopped(self) -> str:
        path = self.run / "stop"
        return path.read_text().strip() if path.exists() else ""


@pytest.fixture(params=AWKS)
def kernel(tmp_path: Path, request: pytest.FixtureRequest, needs_tool: Callable[[str], str]):
    """A /proc for each awk that Linux distributions bring."""
    needs_tool(AWKS[request.param][0])
    made = Kernel(tmp_path / "proc", AWKS[request.param])
    yield made
    if made.awk.poll() is None:
        made.end()


def test_the_build_is_its_session_and_the_children_that_left_it(kernel):
    kernel.process(10, parent=1, session=10, name="sh", pages=100)
    kernel.process(11, parent=10, session=10, name="go", pages=2000, shared=1000)
    kernel.process(12, parent=11, session=12, name="daemon", pages=500)
    kernel.process(99, parent=1, session=99, name="chrome", pages=100_000)
    assert kernel.tree() == (3, 400 + 4000 + 2000, 4000, "go")


def test_sums_beyond_what_32_bits_hold_are_whole(kernel):
    pages = 3 * 2**30 // 4  # 3 * 2^30 KiB: some awks end at 2^31 in %d
    kernel.process(10, parent=1, session=10, name="link", pages=pages)
    assert kernel.tree() == (1, 3 * 2**30, 3 * 2**30, "link")
    assert kernel.end().splitlines()[-1] == f"N link:{3 * 2**30}"


def test_what_stands_still_for_long_is_counted_on_and_seen_within_two_readings_when_it_moves(kernel):
    kernel.process(10, parent=1, session=10, name="go", pages=100)
    kernel.process(11, parent=10, session=10, name="compile", pages=1000)
    for _ in range(25):
        assert kernel.tick(0.1)["S"][5:7] == ["2", "4400"]
    kernel.process(11, parent=10, session=10, name="compile", pages=5000)
    kernel.tick(0.1)
    assert kernel.tick(0.1)["S"][5:7] == ["2", "20400"]
    kernel.gone(10)  # its parent's end does not hide it
    assert kernel.tick(0.1)["S"][5:7] == ["1", "20000"]


def test_in_a_crowd_what_stands_still_is_seen_within_four_readings_when_it_moves(kernel):
    kernel.process(10, parent=1, session=10, pages=100)
    for pid in range(11, 131):
        kernel.process(pid, parent=10, session=10, pages=25)
    for _ in range(15):
        kernel.tick(0.1)
    kernel.process(77, parent=10, session=10, pages=2500)
    seen = [int(kernel.tick(0.1)["S"][6]) for _ in range(4)]
    assert seen[-1] == (100 + 119 * 25 + 2500) * 4


@pytest.mark.parametrize("name", ["a) S 1 1 (b", "x y", "(", "tab\there", "new\nline"])
def test_any_name_of_a_process_is_survived(kernel, name):
    kernel.process(10, parent=1, session=10, name=name, pages=100)
    assert kernel.tree()[:2] == (1, 400)


def test_a_child_between_fork_and_exec_is_not_counted_twice(kernel):
    kernel.process(10, parent=1, session=10, name="go", pages=1000, extent=7777)
    kernel.process(11, parent=10, session=10, name="go", pages=1000, extent=7777)
    assert kernel.tree()[1] == 4000
    kernel.process(11, parent=10, session=10, name="compile", pages=300, extent=900)
    assert kernel.tree()[1] == 5200


def test_processes_that_vanish_while_they_are_read_cost_nothing(kernel):
    kernel.process(10, parent=1, session=10, pages=100)
    kernel.process(11, parent=10, session=10, pages=100)
    assert kernel.tree()[0] == 2
    shutil.rmtree(kernel.folder / "11")
    assert kernel.tree()[0] == 1


def test_the_package_at_the_peak_is_named(kernel):
    kernel.process(10, parent=1, session=10, pages=20_000)
    kernel.tick()
    assert kernel.tick()["R"] == ["101.00", "compile", "80000", "example.com/big"]


def test_a_stalled_build_is_stopped_after_ten_seconds(kernel):
    kernel.vm(available=TOTAL // 20, pressure="3.00")
    for second in range(10):
        kernel.process(10, parent=1, session=10, pages=9000, user=second, faults=900 * second)
        kernel.tick()
    assert kernel.stopped == ""
    kernel.tick()
    assert kernel.tick()["W"][1:3] == ["memory-pressure", "progress=0.009"]
    assert kernel.stopped == "memory-pressure"


def test_pressure_over_the_limit_stops_a_build_that_does_not_get_on(kernel):
    kernel.vm(available=TOTAL // 20, pressure="61.20")
    for _ in range(12):
        kernel.process(10, parent=1, session=10, pages=9000, user=50)
        kernel.tick()
    assert kernel.stopped == "memory-pressure"


FULL = int(TOTAL * (1 - NEAR)) - 1


def keep_reading(kernel: Kernel, *, user: int, faults: int) -> None:
    """A build for 25 s: ticks of own code and major faults in each second."""
    for second in range(25):
        kernel.process(10, parent=1, session=10, pages=9000, user=user * second, faults=faults * second)
        kernel.tick()


def test_a_build_that_reads_its_own_code_again_is_stopped_however_busy_it_looks(kernel):
    kernel.vm(available=FULL, pressure="3.00")
    keep_reading(kernel, user=50, faults=OFTEN * 50 // 100 + 50)
    assert kernel.stopped == "memory-pressure"


@pytest.mark.parametrize(
    ("available", "swapped", "user", "faults"),
    [
        (FULL, 0, 50, OFTEN * 50 // 100 - 50),  # too seldom for what it computes
        (FULL, 0, 3, REREAD),  # too seldom at all
        (TOTAL // 10, 0, 50, OFTEN),  # pages are left that can be given back
        (FULL, SWAP // 2, 50, OFTEN),  # what was swapped out leaves room again
    ],
)
def test_a_busy_build_is_left_alone_that_reads(kernel, available, swapped, user, faults):
    kernel.vm(available=available, swapped=swapped)
    keep_reading(kernel, user=user, faults=faults)
    assert kernel.stopped == ""


@pytest.mark.parametrize(
    ("available", "user", "faults", "pressure"),
    [
        (TOTAL // 20, 50, 900, "70.00"),  # gets on, if slowly: half a processor
        (TOTAL // 2, 0, 900, "70.00"),  # memory enough: reads from a slow disk
        (TOTAL // 20, 0, 10, "5.00"),  # waits, for the network perhaps
        (TOTAL // 20, 0, 10, None),  # the same on a kernel without PSI
    ],
)
def test_a_build_is_left_alone_that(kernel, available, user, faults, pressure):
    kernel.vm(available=available, pressure=pressure)
    keep_reading(kernel, user=user, faults=faults)
    assert kernel.stopped == ""


def test_processor_time_of_children_that_ended_is_not_lost(kernel):
    kernel.process(10, parent=1, session=10, name="go")
    kernel.process(11, parent=10, session=10, user=5000)
    kernel.tick()
    kernel.gone(11)
    assert float(kernel.tick()["S"][9]) == 50


def test_far_below_the_peak_fewer_readings_are_asked_for(kernel):
    kernel.process(10, parent=1, session=10, pages=10_000)
    kernel.tick()
    kernel.process(10, parent=1, session=10, pages=1000)
    kernel.tick()
    kernel.tick()
    assert (kernel.run / "pace").read_text() == "0.3\n"
    kernel.process(10, parent=1, session=10, pages=9000)
    kernel.tick()
    kernel.tick()
    assert (kernel.run / "pace").read_text() == "0.1\n"


def test_without_a_single_reading_the_count_is_0(kernel):
    kernel.end()
    assert (kernel.run / "count").read_text() == "0\n"
