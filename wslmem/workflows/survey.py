"""One look at everything: host, file, WSL, VM, project, recommendation. Reads only; never starts the VM."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from wslmem.cautions import Caution
from wslmem.diagnosis.weighing.families import COMPILE
from wslmem.errors import CancelledError, WslmemError
from wslmem.machine.files import files
from wslmem.machine.files.files import FileContent
from wslmem.machine.guest import guest_memory
from wslmem.machine.host import host_memory, wslc_file
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.wsl.wsl import Distribution, Problem, Wsl
from wslmem.records import record, replace
from wslmem.sizing.estimate import Estimate
from wslmem.sizing.guest import GuestMemory
from wslmem.sizing.holders import Holders
from wslmem.sizing.host import HostMemory
from wslmem.sizing.project import GoProject
from wslmem.sizing.recommendation import Recommendation
from wslmem.sizing.two_vms import too_much
from wslmem.text import Text
from wslmem.units import Bytes, Seconds, parse_size, show_size
from wslmem.workflows import neighbours, sight
from wslmem.wslc import settings as wslc_settings
from wslmem.wslc.settings import WslcSettings
from wslmem.wslconfig import document as wslconfig
from wslmem.wslconfig.document import WslConfigDocument
from wslmem.wslconfig.effective import Effective, effective
from wslmem.wslconfig.findings import Finding, findings

UNSIZED = "project-unknown"
"""The code of the caution that a project could not be sized."""
GUEST_LIMIT = Seconds(15)
"""A running VM answers within a second; a survey does not wait for one that thrashes."""


class Pending(StrEnum):
    """Whether what the file says is what the VM has."""

    IN_EFFECT = "in-effect"
    RESTART_NEEDED = "restart-needed"
    NOT_RUNNING = "not-running"
    """The next start of WSL reads the file."""
    UNKNOWN = "unknown"


@record
class WslState:
    """What wsl.exe tells without starting anything."""

    version: str | None
    distributions: tuple[Distribution, ...]
    problem: Problem | None
    """Why WSL cannot be used, and what to do; None when it can."""


@record
class Wslc:
    """The other VM, of WSL's own containers."""

    path: Path
    """Its settings.yaml; it need not exist."""
    settings: WslcSettings
    memory: Bytes
    """What the VM of a session may take of this computer."""


@record
class Survey:
    """Everything known at one moment. What has not been read yet, or could not be, is None."""

    paths: MachinePaths
    file: FileContent
    document: WslConfigDocument
    effective: Effective
    findings: tuple[Finding, ...]
    host: HostMemory | None = None
    wsl: WslState | None = None
    guest: GuestMemory | None = None
    holders: Holders | None = None
    """Who holds the memory of the VM."""
    wsl_conf: bytes | None = None
    """/etc/wsl.conf of the distribution that was looked into."""
    wslc: Wslc | None = None
    """WSL's own containers; None where they were never used."""
    pending: Pending = Pending.UNKNOWN
    project: GoProject | None = None
    estimate: Estimate | None = None
    recommendation: Recommendation | None = None
    cautions: tuple[Caution, ...] = ()
    failures: tuple[WslmemError, ...] = ()
    """Why what is missing could not be read; each is among the cautions as well."""
    complete: bool = False
    """Nothing more will be read."""


def survey(
    paths: MachinePaths,
    *,
    project: str | Path | None = None,
    distribution: str | None = None,
    cancel: threading.Event | None = None,
) -> Iterator[Survey]:
    """Look at everything, quickest first; each value knows more than the one before, the last is complete.

    Args:
        paths: where everything is.
        project: the Go project to size; None for none.
        distribution: the one to look into; None for the default one.
        cancel: set it to stop.

    Raises:
        WslmemError: the file cannot be read. Whatever else fails becomes a caution.
    """
    known = read_file(paths)
    yield known
    for step in (_host, _wslc, _wsl, _guest):
        known = step(known, distribution, cancel)
        yield known
    if project is not None:
        known = container(known, project)
        known = _project(known, project, distribution, cancel)
        yield known
    yield replace(advise(known), complete=True)


def read_file(paths: MachinePaths) -> Survey:
    """The part of a survey that needs nothing but the file."""
    content = files.read_file(paths.wslconfig)
    document = wslconfig.read(content.data or b"")
    limits = effective(document, host_total=None, processors=None)
    return Survey(paths, content, document, limits, findings(document))


def earlier(known: Survey) -> Bytes | None:
    """What other processes used when a VM was last seen that had run for a while, or more since."""
    from wslmem.machine.own import settled

    found = settled.read(known.paths.state_dir)
    if found is None or (known.guest is not None and found.distribution != known.guest.distribution):
        return None
    return found.used


def _judged(known: Survey) -> Survey:
    """The survey with what the file means for the host and the WSL that are known now."""
    host, version = known.host, known.wsl.version if known.wsl else None
    around = sight.of(known.paths, known.document, version)
    total, processors = (host.total, host.processors) if host else (None, None)
    return replace(
        known,
        effective=effective(known.document, host_total=total, processors=processors, sight=around),
        findings=(
            *neighbours.found(known.paths, known.wsl_conf),
            *findings(known.document, host_total=total, processors=processors, sight=around),
        ),
    )


def advise(known: Survey, measured: Estimate | None = None) -> Survey:
    """The survey with the recommendation that its parts lead to."""
    from wslmem.sizing.recommend import recommend

    if known.host is None:
        return known
    estimate = measured or known.estimate
    advice = recommend(known.host, known.guest, known.effective, estimate, earlier=earlier(known))
    if known.wslc is not None:
        memory = parse_size(advice.value("wsl2.memory") or "") or known.effective.vm_memory or Bytes(0)
        if (over := too_much(known.host, memory, known.wslc.memory)) is not None:
            advice = replace(advice, cautions=(*advice.cautions, over))
    return replace(known, estimate=estimate, recommendation=advice)


def _host(known: Survey, _: str | None, cancel: threading.Event | None) -> Survey:
    del cancel
    try:
        host = host_memory.read(known.paths)
    except WslmemError as error:
        return _failed(known, "host-unknown", Text("this computer's memory could not be read"), error)
    return _judged(replace(known, host=host))


def _wslc(known: Survey, _: str | None, cancel: threading.Event | None) -> Survey:
    """What wslc may take beside the VM. Its file is looked for, and a YAML library imported only where there is one."""
    del cancel
    path = wslc_file.path(known.paths)
    if known.host is None or not (wslc_file.is_used(known.paths) or known.host.wslc_working_set):
        return known
    try:
        data = files.read_file(path).data
    except WslmemError as error:
        return _failed(known, "wslc-unknown", Text("wslc's settings could not be read"), error)
    found = wslc_settings.read(data)
    memory = found.given(known.host.total)
    over = too_much(known.host, known.effective.vm_memory or Bytes(known.host.total // 2), memory)
    cautions = (*known.cautions, over) if over is not None else known.cautions
    return replace(known, wslc=Wslc(path, found, memory), cautions=cautions)


def _wsl(known: Survey, _: str | None, cancel: threading.Event | None) -> Survey:
    try:
        wsl = Wsl.at(known.paths, cancel=cancel)
        problem = wsl.problem()
        if problem is not None:
            return replace(known, wsl=WslState(None, (), problem))
        return _judged(replace(known, wsl=WslState(str(wsl.version()), wsl.distributions(), None)))
    except CancelledError:
        raise
    except WslmemError as error:
        return _failed(known, "wsl-unknown", Text("wsl.exe could not be asked"), error)


def _guest(known: Survey, distribution: str | None, cancel: threading.Event | None) -> Survey:
    if known.wsl is None or known.wsl.problem is not None:
        return known
    try:
        wsl = Wsl.at(known.paths, cancel=cancel)
        alive = wsl.pick_running(distribution)
        if alive is None:
            return replace(known, pending=Pending.NOT_RUNNING)
        reading = guest_memory.read(wsl, alive.name, timeout=GUEST_LIMIT, who=True)
    except CancelledError:
        raise
    except WslmemError as error:
        return _failed(known, "vm-unknown", Text("the running VM could not be asked"), error)
    _note(known.paths, reading)
    known = replace(known, guest=reading.memory, holders=reading.holders, wsl_conf=reading.wsl_conf.encode())
    return _judged(replace(known, pending=_pending(known, reading.memory)))


def _note(paths: MachinePaths, reading: guest_memory.GuestReading) -> None:
    """Keep what lives in the VM, for when it has been restarted."""
    from wslmem.machine.own import settled

    held = reading.holders.families if reading.holders is not None else ()
    builds = sum(one.size for one in held if one.family == COMPILE)
    settled.note(paths.state_dir, reading.memory, Bytes(builds))


def _pending(known: Survey, guest: GuestMemory) -> Pending:
    if known.host is None:
        return Pending.UNKNOWN
    from wslmem.workflows.apply import proof

    proven = all(check.proven for check in proof.checks(known.effective, guest))
    return Pending.IN_EFFECT if proven else Pending.RESTART_NEEDED


def _project(known: Survey, root: str | Path, distribution: str | None, cancel: threading.Event | None) -> Survey:
    from wslmem.workflows import scan

    try:
        project = scan.scan(known.paths, root, distribution=distribution, cancel=cancel)
    except CancelledError:
        raise
    except WslmemError as error:
        return _failed(known, UNSIZED, Text("the project could not be sized"), error)
    processors = known.effective.processors.value or (known.host.processors if known.host else 1)
    return replace(known, project=project, estimate=scan.estimate(project, processors))


ENOUGH = 0.94
"""MemTotal is this share of memory= or a little more: the kernel keeps the rest."""


def container(known: Survey, root: str | Path) -> Survey:
    """What is known, with a caution where the VM has less than the project's development container asks for."""
    from wslmem.machine.project import devcontainer

    has = known.guest.total if known.guest else known.effective.vm_memory
    asked = devcontainer.memory(Path(root))
    if asked is None or has is None or has >= ENOUGH * asked[1]:
        return known
    text = Text(
        "{file} asks for {asked} (hostRequirements), the VM has {has}",
        file=asked[0].relative_to(root).as_posix(), asked=show_size(asked[1]), has=show_size(has),
    )  # fmt: skip
    return replace(known, cautions=(*known.cautions, Caution("devcontainer-memory", text)))


def _failed(known: Survey, code: str, what: Text, error: WslmemError) -> Survey:
    caution = Caution(code, Text("{what}: {why}", what=what, why=error.cause))
    return replace(known, cautions=(*known.cautions, caution), failures=(*known.failures, error))
