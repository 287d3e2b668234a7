"""One build of a benchmark: started in the VM, watched, stopped on request, and made into a run."""

from __future__ import annotations

from collections.abc import Generator

from wslmem.bench.measured import Slot, measured
from wslmem.bench.plan import BenchPlan, Side
from wslmem.bench.run import BuildRun, Cache
from wslmem.bench.trace import Trace
from wslmem.diagnosis.build_end import StoppedBy
from wslmem.errors import CancelledError, NotFoundError, UnavailableError, WslmemError
from wslmem.machine.guest import guest_memory
from wslmem.machine.guest.build import BuildRequest, GuestBuild
from wslmem.machine.system import clock
from wslmem.machine.wsl.wsl import Wsl
from wslmem.records import record
from wslmem.sizing.guest import GuestMemory
from wslmem.text import Text
from wslmem.units import Seconds
from wslmem.workflows.bench.events import BenchEvent, RunStarted, Sampled, Stopping
from wslmem.workflows.consent import Consent

ANSWER = Seconds(120)
"""For a VM that may have to start first."""
LATE = Seconds(30)
"""How long after its limit a build may still run before the host steps in: the watchdog in the guest is first."""


@record
class Place:
    """Where builds run."""

    wsl: Wsl
    distribution: str
    guest: GuestMemory
    """The VM at the start of the leg."""


def build(
    plan: BenchPlan, slot: Slot, place: Place, cache: str, *, keep_cache: bool, consent: Consent
) -> Generator[BenchEvent, None, BuildRun]:
    """Run the build of `slot`; the value is the run, also of a build that was stopped.

    Args:
        plan: what is built and its limits.
        slot: the place in the plan.
        place: the VM.
        cache: name of the GOCACHE folder.
        keep_cache: whether the next build goes on with it.
        consent: its cancel event stops the build.

    Raises:
        NotFoundError: the folder or the command does not exist in the guest.
        UnavailableError: the guest lacks what the sampler needs.
        WslmemError: WSL itself failed before anything was built.
    """
    request = _request(plan, plan.side(slot.side), place, cache, keep=keep_cache, warm=slot.cache is Cache.WARM)
    started = clock.now()
    yield RunStarted(
        leg=slot.leg,
        side=slot.side,
        index=slot.index,
        discarded=slot.discarded,
        cache=slot.cache,
        mem_total=place.guest.total,
    )
    trace = Trace(request.nonce)
    running = GuestBuild(place.wsl, request)
    try:
        stopped = yield from _watch(running, trace, plan.time_limit, consent)
    finally:
        running.close()
    lost = running.lost()
    if trace.failure is not None and stopped is not None:
        raise CancelledError(Text("stopped before the build was started"))
    if trace.failure is not None:
        raise _not_built(trace.failure, plan)
    if lost is not None and not trace.samples:
        raise lost
    vm = "same" if trace.complete or stopped else _what_became_of(place)
    return measured(trace, slot, plan.command, started=started, stopped=stopped, vm=vm)


def _request(plan: BenchPlan, side: Side, place: Place, cache: str, *, keep: bool, warm: bool) -> BuildRequest:
    return BuildRequest(
        distribution=place.distribution,
        project=plan.project,
        command=writing_nothing(plan.command),
        time_limit=plan.time_limit,
        pressure_limit=plan.pressure_limit,
        cache=cache,
        keep_cache=keep,
        goflags=side.goflags,
        environment=(*plan.cold.variables, *side.environment),
        aside=plan.cold.aside,
        prepare="" if warm else plan.cold.prepare,
    )


def _watch(
    running: GuestBuild, trace: Trace, limit: Seconds, consent: Consent
) -> Generator[BenchEvent, None, StoppedBy | None]:
    """Tell what the guest tells, to the end of the build; the value is why the host stopped it, or None."""
    began = clock.monotonic()
    stopped = None
    for chunk in running.chunks():
        for sample in trace.feed(chunk):
            yield Sampled(sample)
        late = clock.monotonic() - began > limit + LATE
        if stopped is None and (consent.cancel.is_set() or late):
            stopped = StoppedBy.CANCELLED if consent.cancel.is_set() else StoppedBy.TIME_LIMIT
            yield Stopping(stopped)
            _stop(running, stopped)
    return stopped


def _stop(running: GuestBuild, reason: str) -> None:
    try:
        running.stop(reason)
    except WslmemError:
        # The VM answers nobody: the first call has been ended, and the verdict tells what is known.
        return


def _not_built(failure: str, plan: BenchPlan) -> WslmemError:
    what, _, name = failure.partition(" ")
    if what == "no-project":
        return NotFoundError(
            Text("no folder {project} in the distribution", project=plan.project), on_disk=Text("unchanged")
        )
    if what == "not-prepared":
        code, _, said = name.partition(" ")
        return WslmemError(
            Text("the command given with --prepare failed with exit code {code}: {said}", code=code, said=said or "-"),
            place=plan.cold.prepare,
            on_disk=Text("no build was started"),
            next_step=Text("try it in the project folder inside the distribution"),
        )
    if what == "no-command":
        return NotFoundError(
            Text("the distribution has no command {name} on the PATH of the login shell", name=repr(name)),
            next_step=Text("install it there, or give its path: --command PATH"),
        )
    return UnavailableError(
        Text("the distribution lacks what the sampler needs: {failure}", failure=failure),
        next_step=Text("setsid comes with util-linux; the folders are ~/.cache/wslmem and TMPDIR"),
    )


def _what_became_of(place: Place) -> str:
    """Of the VM in which a build vanished. Looking boots what does not run."""
    try:
        alive = place.distribution in place.wsl.running()
        boot_id = guest_memory.read(place.wsl, place.distribution, timeout=ANSWER).memory.boot_id
    except WslmemError:
        return "unknown"
    if boot_id != place.guest.boot_id:
        return "gone"
    return "same" if alive else "distribution-gone"


def writing_nothing(command: tuple[str, ...]) -> tuple[str, ...]:
    """`go build` would leave a program in the project where exactly one main package fits: its output is thrown away.

    >>> writing_nothing(("go", "build", "./..."))
    ('go', 'build', '-o', '/dev/null', './...')
    """
    named = any(word == "-o" or word.startswith(("-o=", "--o")) for word in command)
    return (*command[:2], "-o", "/dev/null", *command[2:]) if command[:2] == ("go", "build") and not named else command
