"""Benchmark: legs of builds between restarts, each saved as it ends; the file is put back whatever happens."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Generator, Iterator
from pathlib import Path

from wslmem import __version__
from wslmem.bench import floor
from wslmem.bench.guards import left_running
from wslmem.bench.measured import Slot
from wslmem.bench.measures import completed
from wslmem.bench.plan import BenchPlan, Leg
from wslmem.bench.result import BenchResult, EstimatedPeak, SideState
from wslmem.bench.run import BuildRun, Cache
from wslmem.cautions import Caution
from wslmem.diagnosis.build_end import StoppedBy
from wslmem.diagnosis.verdict import OWN_FAULTS, Ending
from wslmem.errors import CancelledError, UsageError, WslmemError
from wslmem.machine.guest import guest_memory
from wslmem.machine.host import name
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own.lock import lock
from wslmem.machine.system import clock
from wslmem.machine.wsl.wsl import Wsl
from wslmem.records import replace
from wslmem.text import Text
from wslmem.units import Seconds
from wslmem.workflows.apply.at_work import lock_folder
from wslmem.workflows.bench import environment, events, history, reports
from wslmem.workflows.bench.build import ANSWER, Place, build
from wslmem.workflows.bench.config import LentConfig, recover
from wslmem.workflows.bench.estimates import estimated
from wslmem.workflows.bench.events import BenchEvent
from wslmem.workflows.consent import Consent

Steps = Generator[BenchEvent, None, None]


CANCELLED = Text("cancelled")


class Stopped(Exception):  # noqa: N818 - no error: the benchmark has an end, and a result
    """The benchmark cannot, or should not, go on; what ran counts."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason)
        self.reason = reason


def benchmark(
    plan: BenchPlan | None, paths: MachinePaths, consent: Consent, *, resume: Path | None = None
) -> Iterator[BenchEvent]:
    """Run `plan`, or what the interrupted benchmark saved in `resume` has left to do.

    Yields:
        What happens, in order; the last event is a `BenchFinished` or a `BenchStopped`. When `consent.cancel` is set,
        the build in the guest is stopped, the file is put back, and a `BenchStopped` ends the stream.

    Raises:
        UsageError: the plan contradicts itself, or neither it nor `resume` is given.
        BusyError: another benchmark, or another wslmem, runs.
        NotFoundError: no such project, command, distribution, or saved benchmark.
        WslmemError: WSL cannot be asked, or the state folder cannot be written. The file is put back first.
    """
    if resume is not None:
        result, folder = reports.load(resume), resume if resume.is_dir() else resume.parent
    elif plan is not None:
        check(plan)
        result, folder = _fresh(plan, paths), paths.state_dir / "bench" / _name()
    else:
        raise UsageError(Text("nothing to run: neither a plan nor a saved benchmark"))
    with lock(lock_folder(paths, "bench")):
        yield from recover(paths)
        kind = _Search if result.plan.floor else _Benchmark
        yield from kind(paths, consent, result, folder).steps()


def check(plan: BenchPlan) -> None:
    """Refuse a plan that contradicts itself.

    Raises:
        UsageError: it does.
    """
    names = {side.name for side in plan.sides}
    if not (plan.legs or plan.floor) or len(names) < len(plan.sides) or any(leg.side not in names for leg in plan.legs):
        raise UsageError(Text("the settings of a plan need different names, and each block one of them"))
    if not plan.restart and any(side.settings for side in plan.sides):
        raise UsageError(Text("settings take effect only when WSL is restarted"), next_step=Text("allow the restart"))
    own = any(word == "-p" or word.startswith("-p=") for word in plan.command)
    if plan.go and own and any(flag.startswith("-p=") for side in plan.sides for flag in side.goflags):
        raise UsageError(
            Text("the command has its own -p, which overrides the swept one"),
            next_step=Text("omit it from the command"),
        )


def _fresh(plan: BenchPlan, paths: MachinePaths) -> BenchResult:
    wsl = Wsl.at(paths)
    distribution = wsl.pick_distribution(plan.distribution).name
    seen = environment.host_side(paths, wsl, distribution)
    fixed = replace(plan, distribution=distribution)
    estimates, cautions = _expected(paths, fixed)
    return BenchResult(
        plan=fixed,
        runs=(),
        environment=seen,
        sides=(),
        started=clock.now(),
        wslmem_version=__version__,
        host=name.read(),
        cautions=cautions,
        estimates=estimates,
    )


def _expected(paths: MachinePaths, plan: BenchPlan) -> tuple[tuple[EstimatedPeak, ...], tuple[Caution, ...]]:
    """The estimates, or why there are none: a benchmark needs none."""
    try:
        return estimated(paths, plan), ()
    except WslmemError as error:
        return (), (Caution("not-estimated", Text("The build's peak was not estimated: {why}.", why=error.cause)),)


def _name() -> str:
    return f"{clock.now().replace('-', '').replace(':', '')}-{secrets.token_hex(2)}"


class _Benchmark:
    """A benchmark that runs."""

    def __init__(self, paths: MachinePaths, consent: Consent, result: BenchResult, folder: Path) -> None:
        self.paths = paths
        self.consent = consent
        self.result = result
        self.folder = folder
        self.plan = result.plan
        self.wsl = Wsl.at(paths, cancel=consent.cancel)
        self.lent: LentConfig | None = None
        self.began = clock.monotonic()

    def steps(self) -> Steps:
        self._save()
        lent = self.lent = LentConfig.of(self.paths, self.plan, self.folder)
        reason = None
        try:
            yield events.BenchStarted(self.plan, self.folder, len(self.result.runs))
            yield from self._blocks(lent)
        except Stopped as stopped:
            reason = stopped.reason
        except CancelledError as stopped:
            reason = CANCELLED if self.consent.cancel.is_set() else stopped.cause
        except WslmemError as error:
            held = yield from lent.end(self.consent, finished=False)
            if lent.backup is not None or not error.on_disk:  # it was put back since the error was made
                error.on_disk = held
            raise
        except BaseException:
            # Nobody listens any more, or a bug: no event, but the file.
            lent.end_quietly()
            raise
        yield from self._end(lent, reason)

    def _blocks(self, lent: LentConfig) -> Steps:
        for index, leg in enumerate(self.plan.legs):
            yield from self._leg(index, leg, lent)

    def _end(self, lent: LentConfig, reason: Text | None) -> Steps:
        config = yield from lent.end(Consent.script(), finished=reason is None)
        if reason is None:
            yield events.BenchFinished(self.result, self.folder)
        else:
            elapsed = Seconds(clock.monotonic() - self.began)
            cancelled = self.consent.cancel.is_set()
            yield events.BenchStopped(
                result=self.result,
                folder=self.folder,
                reason=reason,
                cancelled=cancelled,
                elapsed=elapsed,
                config=config,
            )

    def _leg(self, index: int, leg: Leg, lent: LentConfig) -> Steps:
        done = [run for run in self.result.runs if run.leg == index]
        left = leg.runs - sum(run.cache is Cache.COLD and not run.discarded for run in done)
        if left <= 0:
            return
        yield events.LegStarted(index, leg, left)
        place = yield from self._place(index, leg, lent)
        first = max((run.index + 1 for run in done), default=0)
        for number in range(leg.warm_ups + left):
            slot = Slot(
                leg=index,
                side=leg.side,
                index=first + number,
                discarded=number < leg.warm_ups,
                cache=Cache.COLD,
            )
            yield from self._builds(slot, place)
            if self.plan.floor and not completed(self.result.runs[-1]):
                break  # one that fails is enough to know
        yield events.LegEnded(index)

    def _place(self, index: int, leg: Leg, lent: LentConfig) -> Generator[BenchEvent, None, Place]:
        side = self.plan.side(leg.side)
        distribution = str(self.plan.distribution)
        if self.plan.restart:
            guest = yield from lent.take_effect(index, side, self.consent)
        else:
            guest = guest_memory.read(self.wsl, distribution, timeout=ANSWER).memory
        self._note(lent.state(side, guest))
        return Place(self.wsl, distribution, guest)

    def _builds(self, slot: Slot, place: Place) -> Steps:
        """The cold build, and where the plan wants it and there is a cache to build on, the warm one behind it."""
        cache = f"cache.{secrets.token_hex(8)}"
        cold = yield from self._build(slot, place, cache, keep=self.plan.warm)
        if self.plan.warm and cold.verdict.ending is Ending.OK:
            yield from self._build(replace(slot, cache=Cache.WARM), place, cache, keep=False)

    def _file_back_first(self, steps: Generator[BenchEvent, None, BuildRun]) -> Generator[BenchEvent, None, BuildRun]:
        """The steps of a build; when it is cancelled, the file goes back before the build is stopped.

        Stopping takes some seconds, and whoever closes a window or shuts Windows down does not wait that long.
        """
        with contextlib.closing(steps):
            while True:
                try:
                    event = next(steps)
                except StopIteration as end:
                    ended: BuildRun = end.value
                    return ended
                if isinstance(event, events.Stopping) and self.consent.cancel.is_set() and self.lent is not None:
                    self.lent.end_quietly()
                yield event

    def _build(self, slot: Slot, place: Place, cache: str, *, keep: bool) -> Generator[BenchEvent, None, BuildRun]:
        steps = build(self.plan, slot, place, cache, keep_cache=keep, consent=self.consent)
        run = yield from self._file_back_first(steps)
        if run.stopped_by is StoppedBy.CANCELLED or self.consent.cancel.is_set():
            raise Stopped(CANCELLED)
        self._add(run)
        yield events.RunEnded(run, self.folder)
        if (problem := history.note(self.paths.state_dir, self.plan, run)) is not None:
            yield events.Remarked(Caution("history-not-kept", problem.cause))
        if run.strays:
            yield events.Remarked(left_running(run.strays))
        if run.verdict.ending in OWN_FAULTS:
            raise Stopped(
                Text("the build fails for reasons other than memory: {headline}", headline=run.verdict.headline)
            )
        return run

    def _add(self, run: BuildRun) -> None:
        seen = self.result.environment
        if not self.result.runs:
            seen = environment.guest_side(seen, run)
        self.result = replace(self.result, runs=(*self.result.runs, run), environment=seen)
        self._save()

    def _note(self, state: SideState) -> None:
        others = [known for known in self.result.sides if known.side != state.side]
        order = list(self.result.names)
        sides = sorted([*others, state], key=lambda known: order.index(known.side))
        self.result = replace(self.result, sides=tuple(sides))

    def _save(self) -> None:
        reports.save(self.result, "json", self.folder / "bench.json")


class _Search(_Benchmark):
    """A search for the least memory=: each block decides which one comes next."""

    def _blocks(self, lent: LentConfig) -> Steps:
        names = [side.name for side in self.plan.sides]
        while True:
            known = floor.tried(self.result)
            open_legs = [index for index, leg in enumerate(self.plan.legs) if leg.side not in known]
            if not open_legs:
                name = floor.next_side(names, known, self.plan.floor)
                if name is None:
                    return
                self.plan = replace(self.plan, legs=(*self.plan.legs, Leg(name, self.plan.floor_runs, 0)))
                self.result = replace(self.result, plan=self.plan)
                open_legs = [len(self.plan.legs) - 1]
            index = open_legs[0]
            yield from self._leg(index, self.plan.legs[index], lent)
