"""Sizing a project where it lives: on this side, or inside the VM."""

from __future__ import annotations

import ntpath
import os
import re
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from wslmem.errors import UnavailableError
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.project import go_toolchain, project_scan
from wslmem.machine.project.project_scan import EVERYTHING
from wslmem.machine.wsl.wsl import Wsl
from wslmem.records import record
from wslmem.sizing.estimate import Estimate
from wslmem.sizing.model import estimate as predict
from wslmem.sizing.project import GoProject
from wslmem.text import Text
from wslmem.units import Seconds

SCAN_LIMIT = Seconds(300)

Progress = Callable[[Text], None]
_SHARE = re.compile(r"//wsl(?:\.localhost|\$)/+([^/]+)(/.*)?", re.IGNORECASE)
r"""`\\wsl.localhost\Ubuntu\home\me\app`, or `\\wsl$\...` as older Windows has it."""


_DRIVE = re.compile(r"[A-Za-z]:")
_LONG_UNC = "//?/UNC/"


@record
class Place:
    """Where a project lives, seen from Windows."""

    path: str
    """As the VM spells it."""
    in_guest: bool
    """Whether its files are the VM's own; otherwise they are on a Windows drive."""
    distribution: str | None
    """Named by the path; None where it names none."""


def place(project: str, *, resolve: Callable[[str], str] = os.path.realpath) -> Place:
    r"""Where the project at a path as Windows gives it lives.

    `/home/me/app` and `\\wsl.localhost\Ubuntu\home\me\app` lie in the VM; `C:\src\app` is `/mnt/c/src/app` in it. A
    relative path, and a drive letter that stands for a folder of the VM, are what they lead to.

    Args:
        project: the path.
        resolve: what a path of Windows leads to; given by tests only.

    Raises:
        UnavailableError: it lies on a share of another computer, which the VM does not see.
    """
    text = _slashed(project)
    if not _in_guest(text) and not _SHARE.fullmatch(text):  # to look at what is in the VM would start it
        text = _slashed(resolve(project))
    if _in_guest(text):
        return Place(text, in_guest=True, distribution=None)
    if shared := _SHARE.fullmatch(text):
        return Place(shared[2] or "/", in_guest=True, distribution=shared[1])
    drive, rest = ntpath.splitdrive(text)
    if not _DRIVE.fullmatch(drive):
        raise UnavailableError(
            Text("the VM does not see this folder: it is neither in the VM nor on a drive of this computer"),
            place=project,
            on_disk=Text("nothing changed"),
            next_step=Text("copy the project into the VM, or give its path there: /home/YOU/PROJECT"),
        )
    return Place(f"/mnt/{drive[0].lower()}{rest}", in_guest=False, distribution=None)


def _in_guest(text: str) -> bool:
    return text.startswith(("/", "~")) and not text.startswith("//")


def _slashed(path: str) -> str:
    r"""With `/` between names, and without the prefixes that lift limits: `\\?\` and `\\?\UNC\`."""
    text = path.replace("\\", "/")
    return "//" + text[len(_LONG_UNC) :] if text.upper().startswith(_LONG_UNC) else text.removeprefix("//?/")


def guest_path(paths: MachinePaths, project: str | Path) -> str:
    """The path of `project` as the VM spells it; beside a Linux process both see the same files."""
    return place(str(project)).path if paths.side == "windows" else str(Path(project).absolute())


def insist_here(paths: MachinePaths, project: str | Path, *, go: bool) -> None:
    """See that there is something to build, where this side can see it without starting the VM.

    Raises:
        NotFoundError: no such folder, or for the go command no Go project in it or above.
    """
    if paths.side != "windows" or not place(str(project)).in_guest:
        project_scan.find(Path(project)) if go else project_scan.folder(Path(project))


def scan(
    paths: MachinePaths,
    project: str | Path,
    *,
    distribution: str | None = None,
    cancel: threading.Event | None = None,
    on_progress: Progress | None = None,
    tags: str = "",
    patterns: Sequence[str] = (),
) -> GoProject:
    """Size the project where it lives: the packages of `patterns`, all where there are none.

    Raises:
        NotFoundError: there is no Go project.
        WslmemError: the toolchain or WSL failed.
    """
    found = place(str(project)) if paths.side == "windows" else None
    if found is not None and found.in_guest:
        wsl = Wsl.at(paths, cancel=cancel)
        name = wsl.pick_distribution(found.distribution or distribution).name
        return project_scan.scan_in_guest(
            wsl, name, found.path, timeout=SCAN_LIMIT, cancel=cancel, tags=tags, patterns=patterns or EVERYTHING
        )
    return project_scan.scan(
        Path(project),
        go=go_toolchain.find(),
        state_dir=paths.state_dir,
        cancel=cancel,
        on_progress=on_progress,
        tags=tags,
        patterns=patterns or EVERYTHING,
    )


def scan_and_estimate(
    paths: MachinePaths,
    project: str | Path,
    *,
    distribution: str | None = None,
    processors: int | None = None,
    on_progress: Progress | None = None,
) -> tuple[GoProject, Estimate]:
    """Size the project and predict the peak of its build.

    Raises:
        WslmemError: as `scan`.
    """
    from wslmem.machine.host import host_memory

    scanned = scan(paths, project, distribution=distribution, on_progress=on_progress)
    return scanned, estimate(scanned, processors or host_memory.read(paths).processors)


def estimate(project: GoProject, processors: int) -> Estimate:
    """The peak of a build that runs as many compiles at once as the VM has processors."""
    return predict(project, processors=processors)
