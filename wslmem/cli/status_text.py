"""`wslmem status` for a person."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.units import Bytes, show_size
from wslmem.workflows.apply.recovery import Interruption
from wslmem.workflows.survey import Pending, Survey
from wslmem.wslconfig.effective import EffectiveValue

PENDING = {
    Pending.IN_EFFECT: "the running VM shows what the file says",
    Pending.RESTART_NEEDED: "the running VM shows other limits than the file: restart with `wsl --shutdown`",
    Pending.NOT_RUNNING: "no VM runs; the next start of WSL reads the file",
    Pending.UNKNOWN: "unknown",
}


def as_text(known: Survey, interrupted: tuple[Interruption, ...]) -> str:
    """A dozen lines, worst first."""
    lines = [f"interrupted: {one.text}" for one in interrupted]
    lines += [*_host(known), *_wsl(known), *_file(known), *_vm(known)]
    lines += [f"advice       {known.recommendation.headline}"] if known.recommendation else []
    lines += [f"caution      {caution.text}" for caution in known.cautions]
    return "\n".join(lines)


def _host(known: Survey) -> Iterator[str]:
    host = known.host
    if host is None:
        return
    available = show_size(host.available)
    yield f"host         {show_size(host.total)} RAM, {available} available, {host.processors} processors"
    if host.commit_charge is not None and host.commit_limit is not None:
        yield f"committed    {show_size(host.commit_charge)} of {show_size(host.commit_limit)}"
    if host.vm_working_set is not None:
        yield f"{host.vm_process or 'vmmem':<12} {show_size(host.vm_working_set)} in use by the VM"


def _wsl(known: Survey) -> Iterator[str]:
    if known.wsl is None:
        return
    if known.wsl.problem is not None:
        yield f"WSL          {known.wsl.problem.text}"
        yield f"  next       {known.wsl.problem.next_step}"
        return
    names = ", ".join(f"{one.name} ({one.state.lower()})" for one in known.wsl.distributions)
    yield f"WSL          {known.wsl.version}: {names}"


def _file(known: Survey) -> Iterator[str]:
    there = "" if known.file.data is not None else " (does not exist: WSL's defaults hold)"
    yield f"file         {known.paths.wslconfig}{there}"
    yield f"  memory     {_limit(known.effective.memory)}"
    yield f"  swap       {_limit(known.effective.swap)}"
    yield f"  processors {known.effective.processors.value or 'all'} ({known.effective.processors.source})"
    for finding in known.findings:
        yield f"  line {finding.line:<5} {finding.severity}: {finding.text}"


def _limit(value: EffectiveValue) -> str:
    size = "unknown" if value.value is None else show_size(Bytes(value.value)) if value.value else "none"
    return f"{size} ({value.source})"


def _vm(known: Survey) -> Iterator[str]:
    guest = known.guest
    if guest is not None:
        swap = f", swap {show_size(guest.swap_total)}" if guest.swap_total else ", no swap"
        yield f"VM           MemTotal {show_size(guest.total)}, {show_size(guest.available)} available{swap}"
    yield f"pending      {PENDING[known.pending]}"
