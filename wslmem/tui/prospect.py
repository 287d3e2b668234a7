"""What a draft leads to: the edit of the file, the VM's limits, and what becomes of the build."""

from __future__ import annotations

from dataclasses import dataclass

from wslmem.errors import WslmemError
from wslmem.sizing import vm
from wslmem.sizing.outlook import need, outlook
from wslmem.sizing.recommendation import Outlook
from wslmem.tui.budget import Budget, budget
from wslmem.tui.draft import Draft, as_now
from wslmem.units import Bytes
from wslmem.workflows.apply import guards
from wslmem.workflows.survey import Survey
from wslmem.wslconfig import document as wslconfig
from wslmem.wslconfig.edits import EditPlan, plan
from wslmem.wslconfig.effective import Effective, effective


@dataclass(frozen=True, slots=True)
class Prospect:
    """One draft, thought through."""

    draft: Draft
    plan: EditPlan | None
    """None where the file cannot be edited so; `problem` says why."""
    problem: str
    limits: Effective
    """What WSL would make of the edited file."""
    outlook: Outlook | None
    """None where host or project is not known."""
    need: Bytes | None
    """The memory= with which the build just fits, without swap; None where it is not known."""
    budget: Budget | None
    """None until the host has been read."""
    cautions: tuple[str, ...] = ()
    """What may go wrong although it can work."""


def prospect(known: Survey, draft: Draft | None = None) -> Prospect:
    """What `draft` leads to on this machine; None stands for the file as it is."""
    wanted = as_now(known.document) if draft is None else draft
    edit, problem = (None, "") if draft is None else _edit(known, draft)
    limits = known.effective if edit is None else _limits(known, edit)
    expected, least = _outlook(known, limits)
    told = () if known.host is None else tuple(str(one.text) for one in guards.cautions(limits, known.host))
    return Prospect(wanted, edit, problem, limits, expected, least, _budget(known, limits, least), told)


def _edit(known: Survey, draft: Draft) -> tuple[EditPlan | None, str]:
    try:
        return plan(known.document, draft.settings), ""
    except WslmemError as error:
        return None, str(error.cause)


def _limits(known: Survey, edit: EditPlan) -> Effective:
    host = known.host
    total, processors = (None, None) if host is None else (host.total, host.processors)
    return effective(wslconfig.read(edit.after), host_total=total, processors=processors)


def _budget(known: Survey, limits: Effective, need: Bytes | None) -> Budget | None:
    if known.host is None or limits.vm_memory is None:
        return None
    guest = known.guest
    used = Bytes(guest.total - guest.available) if guest is not None else Bytes(0)
    return budget(known.host, limits.vm_memory, used=used, need=need)


def _outlook(known: Survey, limits: Effective) -> tuple[Outlook | None, Bytes | None]:
    """What becomes of the build, and the memory= with which it just fits."""
    advice = known.recommendation
    if known.estimate is None or advice is None or limits.vm_memory is None:
        return None, None
    # As when the advice was made: what the VM holds while a build runs is not what it holds at rest.
    residents = next((line.size for line in advice.lines if line.name == "residents"), vm.RESIDENTS)
    swap = Bytes(limits.swap.value or 0)
    expected = outlook(advice.build, limits.vm_memory, swap, residents=residents)
    return expected, need(advice.build, residents=residents)
