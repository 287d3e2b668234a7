"""From host, VM, current settings and estimate to memory=, swap= and processors=, each with its reason."""

from __future__ import annotations

from wslmem.records import record
from wslmem.sizing import caps, cautions, swap_advice, vm
from wslmem.sizing.estimate import Estimate
from wslmem.sizing.guest import GuestMemory
from wslmem.sizing.host import HostMemory
from wslmem.sizing.memory_sum import MemorySum, memory_sum
from wslmem.sizing.options import options
from wslmem.sizing.outlook import left_for_windows, need, outlook
from wslmem.sizing.recommendation import Advice, AdvisedSetting, Line, Outlook, Recommendation, Term
from wslmem.sizing.vm import OtherProcesses
from wslmem.text import Text, verbatim
from wslmem.units import MIB, Bytes, parse_size, show_size, spell_size
from wslmem.wslconfig.effective import Effective, EffectiveValue, default_swap

__all__ = ["left_for_windows", "need", "outlook", "recommend"]


@record(kw_only=True)
class _Case:
    """Everything that a recommendation is based on."""

    host: HostMemory
    others: OtherProcesses
    devices: Bytes
    """What a buffer for devices takes of the VM."""
    memory: Bytes
    """memory= as it counts now."""
    now: Text
    """The same as a part of a sentence."""
    set_swap: Bytes | None
    """swap= where it is set; WSL's own default follows memory=."""
    parallelism: int
    estimate: Estimate
    sum: MemorySum
    cap: Line
    """The smallest limit that the host sets."""
    free_disk: Bytes | None

    def swap(self, memory: Bytes) -> Bytes:
        """swap= as it counts beside `memory`."""
        return Bytes(default_swap(memory)) if self.set_swap is None else self.set_swap

    def outlook(self, memory: Bytes) -> Outlook:
        return outlook(self.sum.build, memory, self.swap(memory), others=self.beside)

    @property
    def beside(self) -> Bytes:
        """What the build cannot have although the kernel leaves it."""
        return Bytes(self.others.size + self.devices)


def recommend(
    host: HostMemory,
    guest: GuestMemory | None,
    current: Effective,
    estimate: Estimate | None,
    *,
    parallelism: int | None = None,
    free_disk: Bytes | None = None,
    earlier: Bytes | None = None,
) -> Recommendation:
    """The settings for a build like the estimated one on this host.

    Args:
        host: what it has.
        guest: the running VM; None where none runs.
        current: what the file gives now.
        estimate: what the build needs; None without a project: then everything is left as it is.
        parallelism: `-p` of the build; None for the go command's own choice.
        free_disk: of the disk that the swap file is on; None is unknown.
        earlier: what other processes held when a VM was last seen that had run for a while; None where none was.
    """
    memory = current.vm_memory or Bytes(host.total // 2)
    swap = Bytes(default_swap(memory) if current.swap.value is None else current.swap.value)
    others = vm.other_processes(guest, earlier)
    if estimate is None:
        return _without_project(host, others, current, memory, swap)
    at = parallelism or estimate.jobs or current.processors.value or host.processors
    case = _Case(
        host=host,
        others=others,
        devices=current.devices,
        memory=memory,
        now=shown_memory(current.memory, memory),
        set_swap=None if current.swap.source == "default" else swap,
        parallelism=at,
        estimate=estimate,
        sum=memory_sum(estimate, at, others, current.devices),
        cap=caps.memory_caps(host)[0],
        free_disk=free_disk,
    )
    gist = advice(case.sum.need, case.cap.size, case.outlook(case.memory), memory, caps.physical(host).size)
    return _SAYS[gist](case)


def advice(need: Bytes, cap: Bytes, expected: Outlook, memory: Bytes, physical: Bytes) -> Advice:
    """The gist.

    Args:
        need: the smallest memory= with which the build fits.
        cap: the most that the host can give now.
        expected: what becomes of the build with the settings as they are.
        memory: memory= as it is.
        physical: the most that leaves Windows enough.
    """
    if need > cap:
        return Advice.HOST_CANNOT
    return Advice.ENOUGH if expected is Outlook.FITS and memory <= physical else Advice.CHANGE


def shown_memory(value: EffectiveValue, memory: Bytes) -> Text:
    """The limit that counts now, as a part of a sentence: written as in the file where it is the file's."""
    if value.source == "default":
        return Text("WSL's default of {size}", size=show_size(memory))
    if value.source == "clamped":
        return Text("the {size} that WSL caps memory= at", size=show_size(memory))
    return verbatim(f"memory={spell_size(memory)}")


def _enough(case: _Case) -> Recommendation:
    headline = Text(
        "{memory} is enough: {build} and everything else in the VM need {need}.",
        memory=case.now, build=case.estimate.build(case.parallelism), need=show_size(case.sum.need),
    )  # fmt: skip
    keep = AdvisedSetting("wsl2.memory", None, Text("already enough"))
    return _recommendation(case, Advice.ENOUGH, headline, keep, swap_advice.keep(case.swap(case.memory)))


def _change(case: _Case) -> Recommendation:
    if case.outlook(case.memory) is Outlook.FITS:
        advised = caps.physical(case.host).size
        because = Text("the most that leaves Windows enough")
    else:
        advised = Bytes(min(case.sum.total, case.cap.size))
        because = _fits_with(case, advised)
    memory = AdvisedSetting("wsl2.memory", spell_size(advised), because)
    swap = swap_advice.net(case.swap(advised), case.free_disk)
    return _recommendation(case, Advice.CHANGE, _why_change(case, spell_size(advised)), memory, swap)


def _why_change(case: _Case, value: str) -> Text:
    fields = {"value": value, "memory": case.now}
    if case.outlook(case.memory) is Outlook.FITS:
        return Text("Set memory={value}: {memory} leaves Windows too little, and the build does not need it.", **fields)
    if case.outlook(case.memory) is Outlook.SWAPS:
        return Text("Set memory={value}: with {memory} the build completes only with swap.", **fields)
    return Text("Set memory={value}: with {memory} the build is killed or stalls.", **fields)


def _fits_with(case: _Case, advised: Bytes) -> Text:
    need = show_size(case.sum.need)
    if advised == case.sum.total:
        return Text("{need} for the build to fit, the rest for page cache", need=need)
    return Text("{need} for the build to fit, plus all this computer can spare", need=need)


def _host_cannot(case: _Case) -> Recommendation:
    given = _all_there_is(case)
    value = None if given == case.memory else spell_size(given)
    because = Text("the most this computer can give: {because}", because=case.cap.because)
    memory = AdvisedSetting("wsl2.memory", value, because)
    held = Bytes(min(given, case.cap.size))  # beyond it Windows refuses, whatever memory= says
    missing = case.sum.build - max(0, vm.guest_total(held) - case.beside)
    before = case.swap(case.memory)
    swap = swap_advice.for_missing(Bytes(missing), case.swap(given), case.free_disk, before=before)
    total_swap = Bytes(max(case.swap(given), parse_size(swap.value or "") or 0))
    swaps = outlook(case.sum.build, held, total_swap, others=case.beside) is Outlook.SWAPS
    return _recommendation(case, Advice.HOST_CANNOT, _why_not(case, swaps=swaps), memory, swap)


def _why_not(case: _Case, *, swaps: bool) -> Text:
    build = case.estimate.build(case.parallelism)
    fields = {"build": build, "need": show_size(case.sum.need), "cap": show_size(case.cap.size)}
    if not case.estimate.go:
        return Text(
            "This computer has too little memory for {build}: the VM needs {need}, it can get {cap}. Let it do less at "
            "once (-j, CARGO_BUILD_JOBS, MAX_JOBS).",
            **fields,
        )
    if swaps:
        return Text(
            "This computer has too little memory for {build}: the VM needs {need}, it can get {cap}. With swap it "
            "completes, slowly; the options below reduce what it needs.",
            **fields,
        )
    return Text(
        "This computer has too little memory for {build}: the VM needs {need}, it can get {cap}. Swap cannot make up "
        "for it; use one of the options below.",
        **fields,
    )


def _all_there_is(case: _Case) -> Bytes:
    """A memory= above what may be committed is no harm in itself, so it is not lowered for that."""
    if case.cap.name is Term.COMMIT:
        return Bytes(max(case.cap.size, min(case.memory, caps.physical(case.host).size)))
    return case.cap.size


_SAYS = {Advice.ENOUGH: _enough, Advice.CHANGE: _change, Advice.HOST_CANNOT: _host_cannot}
_UNCHANGED = Text("not needed for memory")
_UNCHANGED_GO = Text("not needed for memory; to run fewer compiles at once, build with -p")


def _recommendation(
    case: _Case, advice: Advice, headline: Text, memory: AdvisedSetting, swap: AdvisedSetting
) -> Recommendation:
    processors = AdvisedSetting("wsl2.processors", None, _UNCHANGED_GO if case.estimate.go else _UNCHANGED)
    return Recommendation(
        advice=advice,
        headline=headline,
        build=case.sum.build,
        other_processes=case.others,
        need=case.sum.need,
        settings=(memory, swap, processors),
        lines=(*case.sum.lines, *caps.memory_caps(case.host)),
        options=options(case.estimate, case.parallelism) if case.estimate.go and advice is Advice.HOST_CANNOT else (),
        cautions=(
            *cautions.of_estimate(case.estimate, case.parallelism),
            *cautions.of(case.host, case.estimate, case.memory, case.swap(case.memory), memory.value),
        ),
    )


def _without_project(
    host: HostMemory, others: OtherProcesses, current: Effective, memory: Bytes, swap: Bytes
) -> Recommendation:
    total = max(0, vm.guest_total(memory) - current.devices)
    room = max(0, total - others.size)
    because = Text("no project given, so no reason to change it")
    return Recommendation(
        advice=Advice.ENOUGH,
        headline=_room(room, shown_memory(current.memory, memory)),
        build=Bytes(0),
        other_processes=others,
        need=Bytes(0),
        settings=tuple(AdvisedSetting(f"wsl2.{name}", None, because) for name in ("memory", "swap", "processors")),
        lines=(
            Line(Term.OTHERS, others.size, Text("everything in the VM except the build")),
            Line(
                Term.KERNEL,
                Bytes(-(-(memory - total) // MIB) * MIB),
                Text("the kernel's share of memory="),
            ),
            *caps.memory_caps(host),
        ),
        cautions=tuple(cautions.of(host, None, memory, swap, None)),
    )


def _room(room: int, memory: Text) -> Text:
    """What a build may take, whatever it is."""
    if not room:
        return Text(
            "No project given. Of {memory} a build can use nothing: the kernel and other processes need all of it.",
            memory=memory,
        )
    return Text("No project given. A build can use {room} of {memory}.", room=show_size(room), memory=memory)
