"""Whole benchmarks to report on, made by rule: a build that rises to its peak, in a VM that holds it or does not."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

import pytest

from wslmem.bench.plan import BenchPlan, Side, there_and_back
from wslmem.bench.result import BenchResult, Environment, EstimatedPeak, SideState, Unknown
from wslmem.bench.run import Action, BuildRun, Cache, Sample
from wslmem.cautions import Caution
from wslmem.diagnosis.verdict import Ending, Evidence, Verdict
from wslmem.text import Text, verbatim
from wslmem.units import GIB, MIB, Bytes, Seconds, parse_size

sys.path.append(str(Path(__file__).parent))
import fleet_made

STEPS = (
    ("runtime", 0.05, 0.22),
    ("net/http", 0.25, 0.42),
    ("example.com/app/tables", 0.35, 0.81),
    ("example.com/app/internal/render", 0.45, 0.7),
    ("example.com/app/cmd/serve", 0.86, 1.0),
)
"""Package, start and end as shares of the whole build."""
RISE = (0.01, 0.12, 0.16, 0.2, 0.35, 0.5, 0.64, 0.82, 0.96, 1.0, 0.9, 0.4, 0.3, 0.33, 0.3)
"""Memory of the build as shares of its peak, evenly over its time."""
OK = Verdict(Ending.OK, proven=True, headline=Text("The build completed."))
KERNEL = (
    "Out of memory: Killed process 812 (compile) total-vm:3421296kB, anon-rss:1705344kB, file-rss:0kB, "
    "shmem-rss:0kB, UID:1000 pgtables:4552kB oom_score_adj:0"
)
OOM = Verdict(
    Ending.OOM,
    proven=True,
    headline=verbatim("The kernel killed compile for lack of memory."),
    evidence=(Evidence("kernel", KERNEL), Evidence("vmstat", "oom_kill rose by 1")),
    victim="compile",
    package="example.com/app/tables",
    next_step=verbatim("Raise memory= or lower -p."),
)


def samples(wall: float, peak: int, total: int, until: float = 1.0, every: float = 2.0) -> tuple[Sample, ...]:
    """Readings of a build of `wall` seconds that would reach `peak`; those after the share `until` never came."""
    found = []
    for index in range(int(wall * until / every) + 1):
        at = index * every
        share = min(at / wall, 0.9999) * (len(RISE) - 1)
        low, high = RISE[int(share)], RISE[int(share) + 1]
        size = int(peak * (low + (high - low) * (share % 1)))
        left = max(total - 260 * MIB - size, 24 * MIB)
        found.append(
            Sample(
                at=Seconds(at), available=Bytes(left), anonymous=Bytes(size + 160 * MIB),
                shared=Bytes(2 * MIB), swap_free=Bytes(0), tree_anonymous=Bytes(size), tree_processes=3,
                largest=Bytes(size // 2), largest_name="compile", pressure=0.0 if until == 1 else 41.5,
            )
        )  # fmt: skip
    return tuple(found)


def build(side: str, leg: int, index: int, wall: float, *, peak: int, total: int, dies: bool = False) -> BuildRun:
    until = 0.37 if dies else 1.0
    readings = samples(wall, peak, total, until)
    highest = max(readings, key=lambda sample: sample.tree_anonymous)
    return BuildRun(
        leg=leg, side=side, index=index, discarded=index == 0, cache=Cache.COLD, command=("go", "build", "./..."),
        started=f"2026-03-01T12:{leg:02}:{index:02}Z", wall=Seconds(round(wall * until, 3)),
        user=Seconds(round(wall * until * 1.7, 2)), system=Seconds(round(wall * until * 0.2, 2)),
        exit_code=1 if dies else 0, stopped_by=None, mem_total=Bytes(total), swap_total=Bytes(0),
        peak_anonymous=highest.tree_anonymous,
        peak_cgroup=None, lowest_available=min(sample.available for sample in readings), swap_in=Bytes(0),
        swap_out=Bytes(0), oom_kills=int(dies), kernel_lines=(KERNEL,) if dies else (),
        output_tail="example.com/app/tables: compile: signal: killed\n" if dies else "", verdict=OOM if dies else OK,
        samples=readings, peak_at=highest.at, peak_swap=Bytes(0),
        running_at_peak=("compile example.com/app/tables", "compile example.com/app/internal/render"),
        actions=tuple(
            Action("link" if "cmd" in package else "build", package, Seconds(wall * start),
                   Seconds(wall * min(end, until)))
            for package, start, end in STEPS
            if start < until
        ),
    )  # fmt: skip


SMALL, LARGE = 1966 * MIB, 7946 * MIB
"""MemTotal of VMs with memory=2GB and 8GB."""
PEAK = 3180 * MIB
JITTER = (0.4, 0.0, -0.35, 0.21, 0.62, -0.18, 0.33, -0.52)
"""Seconds, by build: two legs of a warm-up and three that count."""
DIFF = "--- .wslconfig\n+++ .wslconfig\n@@ -1,3 +1,3 @@\n [wsl2]\n-memory=2GB\n-swap=0\n+memory=8GB\n+swap=2GB\n"
ENVIRONMENT = Environment(
    wsl_version="2.6.1.0", kernel="6.6.87.2-microsoft-standard-WSL2", distribution="Ubuntu-24.04",
    module="example.com/app", file_system="ext4", go_version="go1.26.8", goarch="amd64", goflags="-mod=readonly",
    gomaxprocs="", gomemlimit="", gogc="", processors=8, host_total=Bytes(16 * GIB), host_available=Bytes(9 * GIB),
    host_busy=4.0, on_battery=False, other_distributions=(), docker_desktop=False,
)  # fmt: skip


def two_sides(before: dict[str, object], after: dict[str, object]) -> BenchResult:
    """A B B A with three counted runs and a warm-up a leg; each side has `memory`, `total`, `wall`, and may die."""
    given = {"before": before, "after": after}
    sides = tuple(
        Side(name, (("wsl2.memory", facts["memory"]), ("wsl2.swap", facts["swap"]))) for name, facts in given.items()
    )
    plan = BenchPlan(project="/home/me/app", sides=sides, legs=there_and_back(sides, 6), distribution="Ubuntu-24.04")
    runs = []
    for leg, planned in enumerate(plan.legs):
        facts = given[planned.side]
        for index in range(planned.runs + 1):
            shift = JITTER[(leg // 2 * 4 + index) % len(JITTER)]
            peak = facts.get("peak", PEAK) + int(shift * 40) * MIB
            wall, dies = facts["wall"] + shift, bool(facts.get("dies"))
            runs.append(build(planned.side, leg, index, wall, peak=peak, total=facts["total"], dies=dies))
    states = tuple(
        SideState(side=name, memory=facts["memory"], swap=facts["swap"], mem_total=Bytes(facts["total"]),
                  swap_total=parse_size(facts["swap"]), proven=True,
                  diff=DIFF if name == "after" else "")
        for name, facts in given.items()
    )  # fmt: skip
    return BenchResult(
        plan=plan, runs=tuple(runs), environment=ENVIRONMENT, sides=states,
        started="2026-03-01T12:00:00Z", wslmem_version="1.0.0",
    )  # fmt: skip


def estimates(*sides: str) -> tuple[EstimatedPeak, ...]:
    """What the model expected: 3 GiB."""
    figures = {"peak": Bytes(3 * GIB), "low": Bytes(2400 * MIB), "high": Bytes(3900 * MIB)}
    because = Text("a simulated build of {count} packages", count=312)
    return tuple(EstimatedPeak(side=side, source="model", because=because, **figures) for side in sides)


SMALL_SIDE = {"memory": "2GB", "swap": "0", "total": SMALL, "wall": 31.0, "dies": True}
LARGE_SIDE = {"memory": "8GB", "swap": "2GB", "total": LARGE, "wall": 31.0}


@pytest.fixture
def killed_before() -> BenchResult:
    """Killed in every run before, complete after: the case that wslmem is for."""
    return replace(two_sides(SMALL_SIDE, LARGE_SIDE), estimates=estimates("before", "after"))


@pytest.fixture
def faster() -> BenchResult:
    """Both complete; after takes a fifth less."""
    return two_sides(LARGE_SIDE | {"memory": "6GB", "wall": 38.0, "total": 5930 * MIB}, LARGE_SIDE)


@pytest.fixture
def swapped_before() -> BenchResult:
    """Both complete in the same time; before wrote 1.2 GiB to swap."""
    even = two_sides(LARGE_SIDE | {"memory": "3GB", "total": 2950 * MIB, "peak": 2600 * MIB}, LARGE_SIDE)
    runs = [
        replace(run, swap_out=Bytes(1200 * MIB), peak_swap=Bytes(900 * MIB)) if run.side == "before" else run
        for run in even.runs
    ]
    return replace(even, runs=tuple(runs))


@pytest.fixture
def sweep() -> BenchResult:
    """Three values of -p; the highest dies."""
    sides = tuple(Side(f"p={p}", goflags=(f"-p={p}",)) for p in (1, 2, 4))
    plan = BenchPlan(project="/home/me/app", sides=sides, legs=there_and_back(sides, 3, order="AB"), restart=False)
    runs = [
        build(
            side.name, leg, index, 60 / (leg + 1), peak=700 * MIB * (leg + 1), total=SMALL, dies=leg == len(sides) - 1
        )
        for leg, side in enumerate(sides)
        for index in range(4)
    ]
    states = tuple(
        SideState(side=side.name, memory="2GB", swap="0", mem_total=Bytes(SMALL), swap_total=Bytes(0)) for side in sides
    )
    return BenchResult(
        plan=plan,
        runs=tuple(runs),
        environment=ENVIRONMENT,
        sides=states,
        started="2026-03-01T12:00:00Z",
        wslmem_version="1.0.0",
    )


@pytest.fixture
def single() -> BenchResult:
    """One side, one run, no samples, and hardly anything known."""
    side = Side("before")
    plan = BenchPlan(project="/home/me/app", sides=(side,), legs=there_and_back((side,), 1), quick=True)
    run = build("before", 0, 1, 31.0, peak=PEAK, total=LARGE)
    bare = replace(
        run, samples=(), actions=(), user=None, system=None, peak_anonymous=None, lowest_available=None, swap_in=None,
        swap_out=None, peak_swap=None, oom_kills=None, mem_total=None, running_at_peak=(), peak_at=None,
    )  # fmt: skip
    unknown = (Unknown("wsl_version", verbatim("wsl.exe --version failed")),)
    return BenchResult(
        plan=plan,
        runs=(bare,),
        environment=Environment(unknown=unknown),
        sides=(),
        started="2026-03-01T12:00:00Z",
        wslmem_version="1.0.0",
    )


@pytest.fixture
def unstarted(killed_before: BenchResult) -> BenchResult:
    """Nothing ran yet."""
    caution = Caution("on-battery", verbatim("The host ran on battery."))
    return replace(killed_before, runs=(), sides=(), cautions=(caution,))


HOSTILE = (
    "", "before", "after", "p=1", "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "]]>", "a|b", "`x`",
    "@everyone", "=cmd()", "line\nBenchmarkFake-8 1 1 ns/op", "\x00\x1b[31m", "\u202egnp.exe", "\ud800", "& &amp; '",
    "</style></title>", "[a](javascript:alert(1))", "Gr\u00fc\u00dfe \U0001f600", "```", "goos: plan9",
    "\r\n\u2028", "x" * 300,
)  # fmt: skip


def fill(kind: Any, dice: random.Random) -> Any:  # noqa: PLR0911 - one a sort of type
    """Any value of `kind`, by the types of its fields; texts are chosen to do harm."""
    if isinstance(kind, NewType):
        return fill(kind.__supertype__, dice)
    arms = get_args(kind)
    if get_origin(kind) in {Union, UnionType}:
        return None if dice.random() < 0.3 else fill(arms[0], dice)
    if get_origin(kind) is Literal:
        return dice.choice(arms)
    if get_origin(kind) is tuple and arms[-1] is Ellipsis:
        return tuple(fill(arms[0], dice) for _ in range(dice.randrange(5)))
    if get_origin(kind) is tuple:
        return tuple(fill(arm, dice) for arm in arms)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{field.name: fill(hints[field.name], dice) for field in fields(kind)})
    if issubclass(kind, Enum):
        return dice.choice(list(kind))
    plain = {
        str: lambda: dice.choice(HOSTILE), Text: lambda: verbatim(dice.choice(HOSTILE)),
        bool: lambda: dice.random() < 0.5, float: lambda: dice.uniform(0, 500),
        int: lambda: dice.choice([0, 1, dice.randrange(100), dice.randrange(2**40)]),
    }  # fmt: skip
    return plain[kind]()


@pytest.fixture
def filled() -> Callable[[int], BenchResult]:
    """Any benchmark at all, by a seed."""
    return lambda seed: fill(BenchResult, random.Random(seed))  # noqa: S311 - no secret


CASES = ("killed_before", "faster", "swapped_before", "sweep", "single", "unstarted")


@pytest.fixture(params=CASES)
def any_result(request: pytest.FixtureRequest) -> BenchResult:
    """Each of the benchmarks above."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def golden(pytestconfig: pytest.Config) -> Callable[[str, str], None]:
    """Hold a text against the file of its name in `golden/`, packed where it ends in `.xz`.

    With WSLMEM_GOLDEN=write make the file.
    """
    import lzma
    import os

    def check(name: str, text: str) -> None:
        path = pytestconfig.rootpath / "tests" / "report" / "golden" / name
        if os.environ.get("WSLMEM_GOLDEN") == "write":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(lzma.compress(text.encode()) if path.suffix == ".xz" else text.encode())
        kept = path.read_bytes()
        assert text == (lzma.decompress(kept) if path.suffix == ".xz" else kept).decode()

    return check


@pytest.fixture
def fleet():
    """Many computers, a policy tried on them, and names that no report should obey."""
    return fleet_made.made()
