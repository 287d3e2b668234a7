"""The advice: from host, VM, current settings and estimate to memory=, swap= and processors=, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from wslmem.sizing import caps, cautions, swap_advice, vm
from wslmem.sizing.estimate import Estimate
from wslmem.sizing.guest import GuestMemory
from wslmem.sizing.host import HostMemory
from wslmem.sizing.levers import levers
from wslmem.sizing.memory_sum import MemorySum, memory_sum
from wslmem.sizing.outlook import left_for_windows, need, outlook
from wslmem.sizing.recommendation import Advice, AdvisedSetting, Line, Outlook, Recommendation
from wslmem.units import Bytes, parse_size, show_size, spell_size
from wslmem.wslconfig.effective import Effective, default_swap

__all__ = ["left_for_windows", "need", "outlook", "recommend"]


@dataclass(frozen=True, slots=True)
class _Case:
    """Everything that a recommendation rests on."""

    host: HostMemory
    guest: GuestMemory | None
    memory: Bytes
    """memory= as it counts now."""
    set_swap: Bytes | None
    """swap= where it is set; WSL's own default follows memory=."""
    parallelism: int
    estimate: Estimate
    sum: MemorySum
    cap: Line
    """The smallest limit that the host sets."""
    free_disk: Bytes | None

    @property
    def least(self) -> Bytes:
        """The smallest memory= with which the build fits."""
        return need(self.sum.build, residents=self.residents)

    @property
    def residents(self) -> Bytes:
        return vm.residents(self.guest)

    def swap(self, memory: Bytes) -> Bytes:
        """swap= as it counts beside `memory`."""
        return Bytes(default_swap(memory)) if self.set_swap is None else self.set_swap

    def outlook(self, memory: Bytes) -> Outlook:
        return outlook(self.sum.build, memory, self.swap(memory), residents=self.residents)


def recommend(
    host: HostMemory,
    guest: GuestMemory | None,
    current: Effective,
    estimate: Estimate | None,
    *,
    parallelism: int | None = None,
    free_disk: Bytes | None = None,
) -> Recommendation:
    """The settings for a build like the estimated one on this host.

    Args:
        host: what it has.
        guest: the running VM; None where none runs.
        current: what the file gives now.
        estimate: what the build needs; None without a project: then everything is left as it is.
        parallelism: `-p` of the build; None for the go command's own choice, the processors of the VM.
        free_disk: of the disk that the swap file lies on; None is unknown.
    """
    memory = current.vm_memory or Bytes(host.total // 2)
    swap = Bytes(default_swap(memory) if current.swap.value is None else current.swap.value)
    if estimate is None:
        return _without_project(host, guest, memory, swap)
    set_swap = None if current.swap.source == "default" else swap
    at = parallelism or current.processors.value or host.processors
    cap = caps.memory_caps(host)[0]
    case = _Case(host, guest, memory, set_swap, at, estimate, memory_sum(estimate, at, guest), cap, free_disk)
    if case.least > cap.size:
        return _host_cannot(case)
    return _enough(case) if _suffices(case) else _change(case)


def _suffices(case: _Case) -> bool:
    return case.outlook(case.memory) is Outlook.FITS and not _starves_windows(case)


def _starves_windows(case: _Case) -> bool:
    return case.memory > caps.physical(case.host).size


def _enough(case: _Case) -> Recommendation:
    headline = (
        f"Enough already: memory is {show_size(case.memory)}, and the build at -p {case.parallelism}, with all that "
        f"lives beside it, fits into {show_size(case.least)}."
    )
    keep = AdvisedSetting("wsl2.memory", None, "it suffices as it is")
    return _recommendation(case, Advice.ENOUGH, headline, keep, swap_advice.keep(case.swap(case.memory)))


def _change(case: _Case) -> Recommendation:
    if case.outlook(case.memory) is Outlook.FITS:
        advised = caps.physical(case.host).size
        why = f"{show_size(case.memory)} leaves Windows too little, and the build needs less"
        because = "the most that leaves Windows enough"
    else:
        advised = Bytes(min(case.sum.total, case.cap.size))
        why = f"with {show_size(case.memory)} the build {_fate(case)}"
        because = f"{show_size(case.least)} to fit the build, {_the_rest(case, advised)}"
    memory = AdvisedSetting("wsl2.memory", spell_size(advised), because)
    headline = f"Set memory to {spell_size(advised)}: {why}."
    return _recommendation(case, Advice.CHANGE, headline, memory, swap_advice.net(case.swap(advised), case.free_disk))


def _the_rest(case: _Case, advised: Bytes) -> str:
    return "the rest keeps it fast" if advised == case.sum.total else "and what more the host can give"


def _host_cannot(case: _Case) -> Recommendation:
    given = _all_there_is(case)
    value = None if given == case.memory else spell_size(given)
    memory = AdvisedSetting("wsl2.memory", value, f"all that the host can give: {case.cap.because}")
    held = Bytes(min(given, case.cap.size))  # beyond it Windows refuses, whatever memory= says
    missing = case.sum.build - max(0, vm.guest_total(held) - case.residents)
    before = case.swap(case.memory)
    swap = swap_advice.for_missing(Bytes(missing), case.swap(given), case.free_disk, before=before)
    total_swap = Bytes(max(case.swap(given), parse_size(swap.value or "") or 0))
    swaps = outlook(case.sum.build, held, total_swap, residents=case.residents) is Outlook.SWAPS
    headline = (
        f"This host cannot hold the build at -p {case.parallelism}: it needs {show_size(case.least)} in the VM, "
        f"the host can give {show_size(case.cap.size)}. "
        + ("With swap it completes, slowly; the levers lower what it needs." if swaps else "Only the levers help.")
    )
    return _recommendation(case, Advice.HOST_CANNOT, headline, memory, swap)


def _all_there_is(case: _Case) -> Bytes:
    """A memory= above what may be committed is no harm in itself, so it is not lowered for that."""
    if case.cap.name == caps.COMMIT:
        return Bytes(max(case.cap.size, min(case.memory, caps.physical(case.host).size)))
    return case.cap.size


def _fate(case: _Case) -> str:
    return "completes only by swapping" if case.outlook(case.memory) is Outlook.SWAPS else "is killed or stalls"


_PROCESSORS = AdvisedSetting(
    "wsl2.processors", None, "it is no matter of memory alone: a build takes fewer at a time with -p"
)


def _recommendation(
    case: _Case, advice: Advice, headline: str, memory: AdvisedSetting, swap: AdvisedSetting
) -> Recommendation:
    return Recommendation(
        advice=advice,
        headline=headline,
        build=case.sum.build,
        settings=(memory, swap, _PROCESSORS),
        lines=(*case.sum.lines, *caps.memory_caps(case.host)),
        levers=levers(case.estimate, case.parallelism) if advice is Advice.HOST_CANNOT else (),
        cautions=(
            *cautions.of_estimate(case.estimate, case.parallelism),
            *cautions.of(case.host, case.estimate, case.memory, case.swap(case.memory), memory.value),
        ),
    )


def _without_project(host: HostMemory, guest: GuestMemory | None, memory: Bytes, swap: Bytes) -> Recommendation:
    room = max(0, vm.guest_total(memory) - vm.residents(guest))
    because = "no project was named, so nothing is known that it does not suffice for"
    return Recommendation(
        advice=Advice.ENOUGH,
        headline=(
            f"Nothing to change without a project: memory is {show_size(memory)}, "
            f"of which a build may take {show_size(room)}."
        ),
        build=Bytes(0),
        settings=tuple(AdvisedSetting(f"wsl2.{name}", None, because) for name in ("memory", "swap", "processors")),
        lines=(
            Line("residents", vm.residents(guest), "what lives in the VM besides a build"),
            Line("vm", Bytes(memory - vm.guest_total(memory)), "what the kernel keeps of memory="),
            *caps.memory_caps(host),
        ),
        cautions=tuple(cautions.of(host, None, memory, swap, None)),
    )
