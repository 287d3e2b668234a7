"""Sizing a project where it lives: on this side, or inside the VM."""

from __future__ import annotations

import ntpath
import os
import re
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from wslmem.bench.plan import BUILD
from wslmem.cautions import Caution
from wslmem.errors import UnavailableError
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.project import go_mod, go_toolchain, project_scan
from wslmem.machine.project.project_scan import EVERYTHING
from wslmem.machine.system import own_folders
from wslmem.patterns import lazy
from wslmem.records import record, replace
from wslmem.sizing.estimate import Estimate
from wslmem.sizing.go_flags import BuildFlags, within
from wslmem.sizing.model import PARALLELISMS
from wslmem.sizing.model import estimate as predict
from wslmem.sizing.project import GoProject
from wslmem.text import Text
from wslmem.units import Seconds

SCAN_LIMIT = Seconds(300)
PLAIN = BuildFlags()
"""A build as it comes."""

Progress = Callable[[Text], None]
_SHARE = lazy(r"//wsl(?:\.localhost|\$)/+([^/]+)(/.*)?", re.IGNORECASE)
r"""`\\wsl.localhost\Ubuntu\home\me\app`, or `\\wsl$\...` as older Windows has it."""


_DRIVE = lazy(r"[A-Za-z]:")
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
    return place(str(project)).path if paths.side == "windows" else own_folders.absolute(str(project))


def insist_here(paths: MachinePaths, project: str | Path, *, go: bool) -> None:
    """See that there is something to build, where this side can see it without starting the VM.

    Raises:
        NotFoundError: no such folder, or for the go command no Go project in it or above.
    """
    if paths.side != "windows" or not place(str(project)).in_guest:
        project_scan.find(Path(project)) if go else project_scan.folder(Path(project))


def of_all(paths: MachinePaths, project: str | Path, command: tuple[str, ...]) -> tuple[str, ...]:
    """`command`; where it is `go build ./...`, with what that means in this folder.

    In a folder of a workspace that is in none of its modules `./...` builds nothing, so the modules are named. Of a
    project in the VM, which Windows does not look into, it stays as it is.

    Raises:
        NotFoundError: no such folder, or no Go project in it.
    """
    if command != BUILD or (paths.side == "windows" and place(str(project)).in_guest):
        return command
    return (*BUILD[:-1], *go_mod.patterns(*project_scan.find(Path(project))))


def scan(
    paths: MachinePaths,
    project: str | Path,
    *,
    distribution: str | None = None,
    cancel: threading.Event | None = None,
    on_progress: Progress | None = None,
    tags: str = "",
    patterns: Sequence[str] = (),
    tests: bool = False,
) -> GoProject:
    """Size the project where it lives: the packages of `patterns`, all where there are none; `tests` of `go test`.

    Raises:
        NotFoundError: there is no Go project.
        WslmemError: the toolchain or WSL failed.
    """
    found = place(str(project)) if paths.side == "windows" else None
    if found is not None and found.in_guest:
        from wslmem.machine.project import guest_scan
        from wslmem.machine.wsl.wsl import Wsl

        wsl = Wsl.at(paths, cancel=cancel)
        name = wsl.pick_distribution(found.distribution or distribution).name
        sized = guest_scan.scan_in_guest(
            wsl,
            name,
            found.path,
            timeout=SCAN_LIMIT,
            cancel=cancel,
            tags=tags,
            patterns=patterns or EVERYTHING,
            tests=tests,
        )
    else:
        sized = project_scan.scan(
            Path(project),
            go=go_toolchain.find(),
            state_dir=paths.state_dir,
            cancel=cancel,
            on_progress=on_progress,
            tags=tags,
            patterns=patterns or EVERYTHING,
            tests=tests,
        )
    return _of_tests(sized) if tests else sized


def _of_tests(project: GoProject) -> GoProject:
    """The project with what its estimate leaves out."""
    if project.exact:
        text = Text(
            "What the tests themselves hold is not counted, only what `go test` builds; "
            "to measure all of it: wslmem run -- go test ./..."
        )
    else:
        text = Text("Without Go the tests are not sized, only the build; to measure them: wslmem run -- go test ./...")
    return replace(project, cautions=(*project.cautions, Caution("tests", text)))


def scan_and_estimate(
    paths: MachinePaths,
    project: str | Path,
    *,
    distribution: str | None = None,
    processors: int | None = None,
    on_progress: Progress | None = None,
    patterns: Sequence[str] = (),
) -> tuple[GoProject, Estimate]:
    """Size the project and predict the peak of its build; `patterns` as for `scan`.

    Raises:
        WslmemError: as `scan`.
    """
    from wslmem.machine.host import host_memory

    scanned = scan(paths, project, distribution=distribution, on_progress=on_progress, patterns=patterns)
    return scanned, estimate(scanned, processors or host_memory.read(paths).processors)


def estimate(project: GoProject, processors: int, flags: BuildFlags = PLAIN) -> Estimate:
    """The peak of a build with these flags on so many processors; it compiles as many packages at once as those.

    GOFLAGS holds where the flags say nothing, as does a limit on processors where the project is built.
    """
    flags = within(flags, project.goflags)
    jobs = flags.parallelism or project.jobs
    asked = (*PARALLELISMS, *([jobs] if jobs else []))
    found = predict(project, processors=processors, parallelisms=asked, environment=flags.environment)
    return replace(found, jobs=jobs)
