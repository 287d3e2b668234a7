"""What an apply would refuse or warn of, found without writing: the one look ahead of `--check` and of the real run."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.cautions import Caution
from wslmem.errors import WslmemError
from wslmem.machine.files import writing
from wslmem.machine.files.files import FileContent
from wslmem.machine.host import host_memory, swap_disk
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.wsl import wsl_errors
from wslmem.machine.wsl.wsl import Wsl
from wslmem.records import record
from wslmem.sizing.host import HostMemory
from wslmem.text import Text
from wslmem.workflows.apply import at_work, guards
from wslmem.workflows.apply.events import ApplyRequest, Shutdown
from wslmem.wslconfig import document as wslconfig
from wslmem.wslconfig.edits import EditPlan
from wslmem.wslconfig.effective import Effective, effective

NO_VM = frozenset({"virtualization-off", "disabled"})
"""What keeps every VM from starting, whatever the file says: no reason to write it, restart and roll back."""


@record
class Foretold:
    """An apply that can work, as far as a look can tell."""

    host: HostMemory
    distribution: str | None
    """Which one to start for the proof; None where nothing is restarted or asked."""
    cautions: tuple[Caution, ...]


def look_ahead(request: ApplyRequest, paths: MachinePaths, content: FileContent, edit: EditPlan, wsl: Wsl) -> Foretold:
    """Whatever can be found wrong with an apply of `edit`, before a byte is written.

    Raises:
        UsageError: a plan that cannot work on this host.
        UnavailableError, NotFoundError: a restart is wanted, and there is no WSL or no such distribution.
        UnsafeFileError, NotPermittedError: the file cannot be replaced.
        BusyError: a benchmark has lent the file its settings.
    """
    try:
        if not request.of_benchmark:
            at_work.refuse_lent(paths)
        host = host_memory.read(paths)
        refuse(request, paths, edit, host)
        if not edit.empty:
            writing.refuse_what_cannot_be_kept(content)
        distribution = _distribution(request, wsl)
    except WslmemError as error:
        error.on_disk = error.on_disk or Text("nothing changed: {path}", path=paths.wslconfig)
        raise
    return Foretold(host, distribution, tuple(cautions(edit, host, paths)))


def cautions(edit: EditPlan, host: HostMemory, paths: MachinePaths) -> Iterator[Caution]:
    """What may go wrong with a plan that can work."""
    wanted = limits(edit.after, host)
    yield from guards.cautions(wanted, host)
    yield from guards.swap_cautions(wanted, swap_disk.flaw(paths, _swap_file(edit)))


def refuse(request: ApplyRequest, paths: MachinePaths, edit: EditPlan, host: HostMemory) -> None:
    """Stop changes that cannot work; what the file said before is not ours to refuse.

    Raises:
        UsageError: says which, and what would work.
    """
    wanted = limits(edit.after, host)
    changed = {change.key for change in edit.changes}
    if "wsl2.memory" in changed:
        guards.refuse_memory(wanted, host, accept_small=request.accept_small)
    if "wsl2.processors" in changed:
        guards.refuse_processors(wanted, host)
    if "wsl2.swap" in changed:
        guards.refuse_swap(wanted, swap_disk.free(paths, _swap_file(edit)))


def _swap_file(edit: EditPlan) -> str | None:
    reading = wslconfig.read(edit.after).readings.get("wsl2.swapFile")
    return reading.raw if reading else None


def limits(data: bytes, host: HostMemory) -> Effective:
    """What a VM started with this file would have on this host."""
    return effective(wslconfig.read(data), host_total=host.total, processors=host.processors)


def _distribution(request: ApplyRequest, wsl: Wsl) -> str | None:
    if request.shutdown is Shutdown.NOW:
        problem = wsl.problem()
        if problem is not None and problem.code in NO_VM:
            raise wsl_errors.error(problem)
    elif not request.require_effective:
        return None
    return wsl.pick_distribution(request.distribution).name
