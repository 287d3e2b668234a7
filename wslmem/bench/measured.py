"""From the sampler's report of one build to the run that is saved, with its verdict."""

from __future__ import annotations

from wslmem.bench import overlay
from wslmem.bench.run import BuildRun, Cache
from wslmem.bench.trace import Trace
from wslmem.diagnosis.build_end import BuildEnd, StoppedBy
from wslmem.diagnosis.ending import judge
from wslmem.diagnosis.reading.cleaning import clean
from wslmem.records import record
from wslmem.units import KIB, Bytes, whole

PAGE = 4096
"""Bytes; what /proc/vmstat counts in, where the guest does not say another."""


@record(kw_only=True)
class Slot:
    """The place of a build in the plan."""

    leg: int
    side: str
    index: int
    discarded: bool
    cache: Cache


def measured(
    trace: Trace,
    slot: Slot,
    command: tuple[str, ...],
    *,
    started: str,
    stopped: StoppedBy | None = None,
    vm: str = "same",
) -> BuildRun:
    """The run that `trace` tells of.

    Args:
        trace: the whole report, or what came of it.
        slot: the place in the plan.
        command: what was built.
        started: UTC, ISO 8601.
        stopped: why the host stopped it, where the guest could not tell any more.
        vm: what became of the VM where the report is not complete; see `BuildEnd.vm`.
    """
    steps = overlay.actions(trace)
    running = overlay.running(steps, trace.peak_at, trace.running) if trace.peak_at is not None else ()
    end = _end(trace, stopped, vm, running)
    return BuildRun(
        leg=slot.leg,
        side=slot.side,
        index=slot.index,
        discarded=slot.discarded,
        cache=slot.cache,
        command=command,
        started=started,
        wall=trace.wall,
        user=trace.user,
        system=trace.system,
        exit_code=end.exit_code,
        stopped_by=end.stopped_by,
        mem_total=_kib(trace.at_start("MemTotal")),
        swap_total=_kib(trace.at_start("SwapTotal")),
        peak_anonymous=trace.peak_anonymous if trace.samples else None,
        peak_cgroup=_charged_peak(trace),
        lowest_available=trace.lowest_available,
        swap_in=_swapped(trace, "pswpin"),
        swap_out=_swapped(trace, "pswpout"),
        oom_kills=trace.rise("oom_kill"),
        kernel_lines=end.kernel_lines,
        output_tail="\n".join(clean(line.encode()) for line in trace.kept("O"))[-8192:],
        verdict=judge(end),
        samples=tuple(trace.samples),
        peak_at=trace.peak_at,
        peak_swap=trace.peak_swap,
        running_at_peak=running,
        actions=steps,
        strays=tuple(_stray(line) for line in trace.kept("L")),
        context=tuple(sorted(trace.context.items())),
    )


def _stray(line: str) -> str:
    """`gopls (4711)` of `4711 gopls`; a program gives itself its name, so it may hold anything."""
    number, _, name = line.partition(" ")
    return f"{clean(name.encode())} ({number})"


def _end(trace: Trace, stopped: StoppedBy | None, vm: str, running: tuple[str, ...]) -> BuildEnd:
    swapped = [pages for name in ("pswpin", "pswpout") if (pages := _swapped(trace, name)) is not None]
    return BuildEnd(
        complete=trace.complete,
        exit_code=trace.exit_code,
        stopped_by=trace.stopped_by or stopped,
        why_stopped=trace.why_stopped,
        output=tuple(line.encode() for line in dict.fromkeys((*trace.kept("V"), *trace.kept("O")))),
        kernel_lines=tuple(clean(line.encode()) for line in trace.kept("K")),
        kernel_readable=trace.kernel_readable,
        oom_kills=trace.rise("oom_kill"),
        group_oom_kills=trace.rise("cgroup_oom_kill"),
        names=trace.names,
        mem_total=_kib(trace.at_start("MemTotal")),
        lowest_available=trace.lowest_available,
        swap_traffic=Bytes(sum(swapped)) if swapped else None,
        package=running[0].partition(" ")[2] or None if running else None,
        vm=vm,
    )


def _charged_peak(trace: Trace) -> Bytes | None:
    """The group's own peak, where this build raised it; it counts from the group's birth."""
    return Bytes(trace.at_end("cgroup_peak") or 0) if trace.rise("cgroup_peak") else None


def _kib(figure: int | None) -> Bytes | None:
    return None if figure is None else Bytes(figure * KIB)


def _swapped(trace: Trace, name: str) -> Bytes | None:
    """What one of the counters of swapped pages rose by; a guest without swap may see those of its whole machine."""
    rise = trace.rise(name)
    if rise is None:
        return None
    size = whole(trace.context.get("page", "")) or PAGE
    return Bytes(0 if trace.at_start("SwapTotal") == 0 else rise * size)
