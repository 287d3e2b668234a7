"""The door to a Go project: what its build compiles, from `go list`, or from a walk where there is no toolchain."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wslmem.cautions import Caution
from wslmem.errors import CancelledError, NotFoundError
from wslmem.machine.project import (
    collecting,
    go_jobs,
    go_list,
    go_mod,
    go_toolchain,
    instead,
    package_memory,
    plain,
    scan_cache,
)
from wslmem.machine.project.go_files import Files
from wslmem.machine.project.go_list import Listing
from wslmem.machine.project.go_mod import Directives
from wslmem.machine.project.on_drive import ON_A_DRIVE
from wslmem.machine.project.package_memory import PackageMemory, Places
from wslmem.machine.project.shelves import Shelves
from wslmem.machine.system import process
from wslmem.machine.system.process_errors import Completed, ProcessTimeLimitError
from wslmem.machine.system.side import side
from wslmem.records import record, replace
from wslmem.sizing.project import GoProject
from wslmem.text import Text
from wslmem.units import Seconds

if TYPE_CHECKING:
    import threading

__all__ = ["EVERYTHING", "LIMIT", "scan"]

EVERYTHING = go_mod.EVERYTHING
LIMIT = Seconds(300)
"""Time limit of `go list`, which may have to download modules first."""

Progress = Callable[[Text], None]


@record
class _Watch:
    cancel: threading.Event | None
    on_progress: Progress | None


def scan(
    root: Path,
    *,
    go: Path | None,
    cancel: threading.Event | None = None,
    on_progress: Progress | None = None,
    state_dir: Path | None = None,
    patterns: Sequence[str] = EVERYTHING,
    tags: str = "",
    tests: bool = False,
) -> GoProject:
    """The Go project in the folder `root` of this side.

    Args:
        root: a folder in a module or workspace; its packages and those below it are what is built.
        go: the go command; None walks over the files instead, and says that the result is not exact.
        cancel: set by another thread to stop.
        on_progress: gets a line now and then.
        state_dir: where results are remembered until a file of the project changes; None remembers nothing.
        patterns: what is built, as the go command takes it.
        tags: build tags, comma-separated.
        tests: whether `go test` builds it: packages with tests once more, and a program for each. A walk leaves them
            out.

    Raises:
        NotFoundError: no such folder, or no Go project in it.
        CancelledError: asked to stop.
        TimeLimitError: `go list` took more than `LIMIT`.
    """
    root, modules = find(root)
    watch = _Watch(cancel, on_progress)
    if cancel is not None and cancel.is_set():  # a question this short may be answered before anybody looks
        raise CancelledError(Text("the scan was stopped"))
    if go is None:
        return _walk(root, modules, _NO_TOOLCHAIN, watch)
    if (odd := plain.odd(map(str, modules))) is not None:
        return _walk(root, modules, plain.caution(odd), watch)
    if not _is_text(root):
        return _walk(root, modules, _NO_TEXT, watch)
    settings = go_toolchain.settings(go, root)
    wanted = go_mod.patterns(root, modules) if patterns == EVERYTHING else patterns
    question = go_list.arguments(wanted, tags, tests=tests)
    memory = scan_cache.open_for(state_dir, root, modules, question, tuple(settings.values()))
    known = memory.recall()
    if known is not None:
        return _here(known, settings)
    files = Files(watch.cancel)
    with collecting.paused(), _packages(state_dir, root, settings, files) as packages:
        asked = _Asked(
            root, modules, go, settings["GOVERSION"], question, () if patterns == EVERYTHING else patterns, tests
        )
        project = _exact(asked, files, packages, watch)
    if project.exact:
        memory.keep(project)
    return _here(project, settings)


def _here(project: GoProject, settings: Mapping[str, str]) -> GoProject:
    """The project with what every build of this side gets."""
    return replace(project, goflags=settings["GOFLAGS"], jobs=go_jobs.own(project.go_version))


@contextmanager
def _packages(
    state_dir: Path | None, root: Path, settings: dict[str, str], files: Files
) -> Iterator[PackageMemory | None]:
    """What is remembered of single packages, written at the end of a scan that ended well.

    A toolchain in the making may change its own sources at any time.
    """
    if state_dir is None:
        yield None
        return
    cache, version = settings["GOMODCACHE"], settings["GOVERSION"]
    standard = "" if version.startswith("devel") else os.path.join(settings["GOROOT"], "src", "")  # noqa: PTH118  with a separator behind it
    places = Places(os.path.join(cache, "") if cache else "", standard, version)  # noqa: PTH118  with a separator behind it
    with closing(Shelves(state_dir / package_memory.FILE)) as shelves:
        memory = PackageMemory(shelves, root, places, files)
        yield memory
        memory.write()


_NO_TEXT = Caution(
    "folder-not-text",
    Text("the folder's name is not UTF-8, and Go tells of no file below it: scanned the files instead (less exact)"),
)
_NO_TOOLCHAIN = Caution("no-toolchain", Text("no Go toolchain here: scanned the files instead (less exact)"))


def _is_text(folder: Path) -> bool:
    """Whether its name can be told in JSON; `go list` puts U+FFFD in the place of every other byte."""
    try:
        str(folder).encode()
    except UnicodeEncodeError:
        return False
    return True


def find(root: Path) -> tuple[Path, dict[Path, Directives]]:
    """The folder, and the modules that are built together in it.

    Raises:
        NotFoundError: no such folder, or no Go project in it.
    """
    found = folder(root)
    modules = go_mod.main_modules(found)
    if not modules:
        raise instead.error(found)
    return found, modules


def folder(root: Path) -> Path:
    """The folder that a path names.

    Raises:
        NotFoundError: there is none.
    """
    try:
        found = root.expanduser().resolve(strict=True)
    except (OSError, RuntimeError, ValueError) as error:
        raise NotFoundError(
            Text("no such folder"), place=str(root), next_step=Text("give the folder that contains go.mod")
        ) from error
    if found.name in (go_mod.MODULE_FILE, go_mod.WORK_FILE) and found.is_file():
        return found.parent
    if not found.is_dir():
        raise instead.of_file(found)
    return found


@record
class _Asked:
    root: Path
    modules: dict[Path, Directives]
    go: Path
    version: str
    question: list[str]
    """The arguments of `go`."""
    named: Sequence[str]
    """The packages that somebody named; none for all."""
    tests: bool


def _exact(asked: _Asked, files: Files, packages: PackageMemory | None, watch: _Watch) -> GoProject:
    root, modules, have = asked.root, asked.modules, asked.version
    if watch.on_progress is not None:
        watch.on_progress(Text("asking {go} for the packages of {root}...", go=have, root=root))
    environment = go_list.HURRY | go_toolchain.environment()
    told = _answer([asked.go, *asked.question], root, environment, watch)
    wanted = go_mod.wanted_go(modules)
    old = go_toolchain.remark(have, wanted)
    entries, reason = _entries(told)
    if entries is None:
        failed = Caution(
            "go-list-failed", Text("`go list` failed, scanned the files instead (less exact): {reason}", reason=reason)
        )
        return _walk(root, modules, old or failed, watch)
    found = go_list.listing(entries, files, packages, tests=asked.tests)
    if not any(one.files and (one.main or not one.standard) for one in found.packages):
        raise _nothing(asked, found)
    return GoProject(
        root=str(root),
        in_guest=False,
        modules=go_mod.paths(modules),
        packages=found.packages,
        exact=True,
        go_version=have,
        wanted_go=wanted,
        vendored=any((folder / "vendor" / "modules.txt").is_file() for folder in modules),
        cautions=(*found.cautions, *_part_of(root, modules), *([old] if old else []), *_from_windows()),
    )


def _nothing(asked: _Asked, found: Listing) -> NotFoundError:
    """Why nothing would be built."""
    if found.only_tests:
        return instead.only_tests(asked.root)
    return instead.nothing_named(str(asked.root), asked.named) if asked.named else instead.nothing_in(asked.root)


def _entries(told: Completed) -> tuple[list[dict[str, Any]] | None, str | Text]:
    """What `go list` told; None where it told nothing of use, and why."""
    if told.returncode != 0:
        return None, _first_line(told.stderr) or f"exit code {told.returncode}"
    try:
        return go_list.parse(told.stdout), ""
    except ValueError:
        return None, Text("its answer is no list of packages")


def _answer(command: list[Path | str], root: Path, environment: dict[str, str], watch: _Watch) -> Completed:
    try:
        return process.run(command, timeout=LIMIT, cancel=watch.cancel, env=environment, cwd=root)
    except ProcessTimeLimitError as error:
        raise ProcessTimeLimitError(
            Text("`go list` did not name the packages of {root} within {seconds} s", root=root, seconds=f"{LIMIT:g}"),
            error.completed,
            next_step=Text("run `go mod download` there first, or name fewer packages"),
        ) from error


def _walk(root: Path, modules: dict[Path, Directives], because: Caution, watch: _Watch) -> GoProject:
    from wslmem.machine.project import go_tree

    with collecting.paused():
        project = go_tree.scan(root, modules, cancel=watch.cancel, on_progress=watch.on_progress)
    if not any(not package.standard for package in project.packages):
        raise instead.only_tests(root) if any(root.rglob("*_test.go")) else instead.nothing_in(root)
    return replace(
        project,
        cautions=(because, *_part_of(root, modules), *project.cautions, *([ON_A_DRIVE] if side() == "windows" else [])),
    )


def _part_of(root: Path, modules: dict[Path, Directives]) -> tuple[Caution, ...]:
    """That only a part of a module is sized, where a folder in it was named."""
    whole = next((module for module in modules if root != module and root.is_relative_to(module)), None)
    if whole is None or root in modules:
        return ()
    text = Text("Only what is in and below {folder} is sized; the whole module is {module}.", folder=root, module=whole)
    return (Caution("part-of-module", text),)


def _from_windows() -> tuple[Caution, ...]:
    """What is to be known of a project that the Go of Windows was asked about."""
    if side() != "windows":
        return ()
    text = Text("Windows' own Go listed the packages, for a build in WSL (GOOS=linux); the VM's Go may be another.")
    return (Caution("listed-by-windows", text), ON_A_DRIVE)


def _first_line(stream: bytes) -> str:
    return next(iter(stream.decode("utf-8", "replace").strip().splitlines()), "")[:300]
