"""What a draft leads to: the edit of the file, the VM's limits, and what becomes of the build. Writes nothing."""

from __future__ import annotations

from wslmem.cautions import Caution
from wslmem.errors import WslmemError
from wslmem.records import record
from wslmem.sizing.budget import Budget, budget
from wslmem.sizing.outlook import outlook
from wslmem.sizing.recommendation import Outlook
from wslmem.text import Text
from wslmem.units import GIB, Bytes
from wslmem.workflows import draft as drafts
from wslmem.workflows.apply import guards
from wslmem.workflows.draft import Draft, as_now
from wslmem.workflows.survey import Survey
from wslmem.wslconfig import document as wslconfig
from wslmem.wslconfig.edits import EditPlan, plan
from wslmem.wslconfig.effective import Effective, effective

MOST_SWAP = 256 * GIB


@record(kw_only=True)
class Forecast:
    """One draft, thought through."""

    draft: Draft
    plan: EditPlan | None
    """None where the file cannot be edited so; `problem` says why."""
    problem: Text | None
    limits: Effective
    """What WSL would make of the edited file."""
    outlook: Outlook | None
    """None where host or project is not known."""
    need: Bytes | None
    """The memory= with which the build just fits, without swap; None where it is not known."""
    budget: Budget | None
    """None until the host has been read."""
    cautions: tuple[Caution, ...] = ()
    """What may go wrong although it can work."""

    @property
    def vm_memory(self) -> Bytes:
        """The VM's memory; 0 where it is not known."""
        return self.limits.vm_memory or Bytes(0)

    @property
    def swap(self) -> Bytes:
        """Its swap; 0 for none."""
        return Bytes(self.limits.swap.value or 0)


def forecast(known: Survey, draft: Draft | None = None) -> Forecast:
    """What `draft` leads to on this machine; None stands for the file as it is."""
    edit, problem = (None, None) if draft is None else _edit(known, draft)
    limits = known.effective if edit is None else _limits(known, edit)
    expected, need = _outlook(known, limits)
    return Forecast(
        draft=as_now(known.document) if draft is None else draft,
        plan=edit,
        problem=problem,
        limits=limits,
        outlook=expected,
        need=need,
        budget=_budget(known, limits, need),
        cautions=() if known.host is None else tuple(guards.cautions(limits, known.host)),
    )


def _edit(known: Survey, draft: Draft) -> tuple[EditPlan | None, Text | None]:
    try:
        return plan(known.document, draft.changes(as_now(known.document))), None
    except WslmemError as error:
        return None, error.cause


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
    found = known.recommendation
    if known.estimate is None or found is None or limits.vm_memory is None:
        return None, None
    # As when the recommendation was made: what the VM holds while a build runs is not what it holds at rest.
    swap = Bytes(limits.swap.value or 0)
    beside = Bytes(found.other_processes.size + limits.devices)
    return outlook(found.build, limits.vm_memory, swap, others=beside), found.need


def stepped(name: str, steps: int, known: Survey, found: Forecast) -> str:
    """The value of the field `name` that lies `steps` steps from the one in the draft, within what the host has."""
    host, now = known.host, getattr(found.limits, name).value or 0
    if name == "processors":
        most = host.processors if host is not None else now or 1
        return str(max(1, min(most, now + steps)))
    most = MOST_SWAP if name == "swap" else host.total if host is not None else None
    least = 0 if name == "swap" else GIB
    return drafts.stepped(getattr(found.draft, name), now, steps, drafts.step_of(now), most=most, least=least)
