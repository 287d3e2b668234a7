"""The door to a Go project: what its build compiles, from `go list`, or from a walk where there is no toolchain."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from wslmem.cautions import Caution
from wslmem.errors import CancelledError, NotFoundError
from wslmem.machine.project import collecting, go_list, go_mod, go_toolchain, go_tree, scan_cache
from wslmem.machine.project.go_mod import Directives
from wslmem.machine.project.guest_scan import ON_A_DRIVE, scan_in_guest
from wslmem.machine.project.source import go_outline, go_source
from wslmem.machine.project.source.go_outline import Outline
from wslmem.machine.system import process
from wslmem.machine.system.background import Background
from wslmem.machine.system.side import side
from wslmem.records import record
from wslmem.sizing.project import GoProject
from wslmem.text import Text
from wslmem.units import Seconds

if TYPE_CHECKING:
    import threading

__all__ = ["EVERYTHING", "LIMIT", "scan", "scan_in_guest"]

EVERYTHING = ("./...",)
"""All packages at and below the project's folder: what `go build ./...` builds."""
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
    question = [go_toolchain.version(go), *go_list.arguments(patterns, tags)]
    memory = scan_cache.open_for(state_dir, root, modules, question)
    known = memory.recall()
    if known is not None:
        return known
    with collecting.paused():
        project = _exact(root, modules, go, question, watch)
    if project.exact:
        memory.keep(project)
    return project


_NO_TOOLCHAIN = Caution("no-toolchain", Text("no Go toolchain here: scanned the files instead (less exact)"))


def find(root: Path) -> tuple[Path, dict[Path, Directives]]:
    """The folder, and the modules that are built together in it.

    Raises:
        NotFoundError: no such folder, or no Go project in it.
    """
    found = folder(root)
    modules = go_mod.main_modules(found)
    if not modules:
        raise NotFoundError(
            Text("no Go project: no go.mod or go.work in this folder or above"),
            place=str(found),
            next_step=Text("give the folder that contains go.mod"),
        )
    return found, modules


def folder(root: Path) -> Path:
    """The folder that a path names.

    Raises:
        NotFoundError: there is none.
    """
    try:
        found = root.expanduser().resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise NotFoundError(
            Text("no such folder"), place=str(root), next_step=Text("give the folder that contains go.mod")
        ) from error
    if not found.is_dir():
        raise NotFoundError(
            Text("not a folder"), place=str(root), next_step=Text("give the folder that contains go.mod")
        )
    return found


def _exact(root: Path, modules: dict[Path, Directives], go: Path, question: list[str], watch: _Watch) -> GoProject:
    have, *arguments = question
    if watch.on_progress is not None:
        watch.on_progress(Text("asking {go} for the packages of {root}...", go=have, root=root))
    files, environment = Files(watch.cancel), go_list.HURRY | go_toolchain.environment()
    with files.ahead(modules):
        told = process.run([go, *arguments], timeout=LIMIT, cancel=watch.cancel, env=environment, cwd=root)
    wanted = go_mod.wanted_go(modules)
    old = go_toolchain.remark(have, wanted)
    if told.returncode != 0:
        reason = _first_line(told.stderr) or f"exit code {told.returncode}"
        failed = Caution(
            "go-list-failed", Text("`go list` failed, scanned the files instead (less exact): {reason}", reason=reason)
        )
        return _walk(root, modules, old or failed, watch)
    found = go_list.listing(go_list.parse(told.stdout), files)
    if not found.packages:
        raise NotFoundError(
            Text("no packages to build in this module"), place=str(root), next_step=_first_line(told.stderr)
        )
    return GoProject(
        root=str(root),
        in_guest=False,
        modules=go_mod.paths(modules),
        packages=found.packages,
        exact=True,
        go_version=have,
        wanted_go=wanted,
        vendored=any((folder / "vendor" / "modules.txt").is_file() for folder in modules),
        cautions=(*found.cautions, *([old] if old else []), *_from_windows()),
    )


def _walk(root: Path, modules: dict[Path, Directives], because: Caution, watch: _Watch) -> GoProject:
    project = go_tree.scan(root, modules, cancel=watch.cancel, on_progress=watch.on_progress)
    if not any(not package.standard for package in project.packages):
        raise NotFoundError(Text("no Go files to build here"), place=str(root))
    return replace(project, cautions=(because, *project.cautions, *([ON_A_DRIVE] if side() == "windows" else [])))


def _from_windows() -> tuple[Caution, ...]:
    """What is to be known of a project that the Go of Windows was asked about."""
    if side() != "windows":
        return ()
    text = Text("Windows' own Go listed the packages, for a build in WSL (GOOS=linux); the VM's Go may be another.")
    return (Caution("listed-by-windows", text), ON_A_DRIVE)


def _first_line(stream: bytes) -> str:
    return next(iter(stream.decode("utf-8", "replace").strip().splitlines()), "")[:300]


@record
class _File:
    size: int
    shape: go_source.Shape
    outline: go_outline.File


class Files:
    """The Go files of a build, each read once."""

    def __init__(self, cancel: threading.Event | None = None) -> None:
        """Files that are no longer read when `cancel` is set."""
        self._cancel = cancel
        self._known: dict[str, _File] = {}
        self._outlined: dict[tuple[str, ...], Outline] = {}
        """By folder and the names of files, sorted."""

    @contextmanager
    def ahead(self, folders: Iterable[Path]) -> Iterator[None]:
        """Meanwhile read the files in and below `folders`, for `go list` takes long just where these are many.

        Of most folders it will name all files that are read here.
        """
        reader = Background(lambda stop: self._read_all(folders, stop))
        try:
            yield
        finally:
            reader.abandon()
            reader.result()

    def _read_all(self, folders: Iterable[Path], stop: threading.Event) -> None:
        for folder in folders:
            for here, below, names in os.walk(folder):
                below[:] = [name for name in below if go_tree.is_source(name)]
                if stop.is_set():
                    return
                fitting = sorted(filter(go_source.name_fits, names))
                self._outlined[here, *fitting] = self._merged(here, fitting)

    def _file(self, path: str) -> _File:
        if path not in self._known:
            text = _read(path)
            self._known[path] = _File(len(text), go_source.shape(text), go_outline.file(text))
        return self._known[path]

    def outline(self, folder: str, names: list[str]) -> Outline:
        """What these files of `folder` declare and name.

        Raises:
            CancelledError: asked to stop.
        """
        if self._cancel is not None and self._cancel.is_set():
            raise CancelledError(Text("the scan was stopped"))
        return self._outlined.get((folder, *sorted(names))) or self._merged(folder, names)

    def _merged(self, folder: str, names: list[str]) -> Outline:
        return go_outline.outline(self._file(f"{folder}/{name}").outline for name in names)

    def size(self, path: str) -> int:
        """Bytes of the file, 0 of one that is not there."""
        return self._known[path].size if path in self._known else _size(path)

    def shape(self, path: str) -> go_source.Shape:
        """What the file is made of."""
        return self._file(path).shape


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def _read(path: str) -> bytes:
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123  hot
            return file.readall()
    except OSError:
        return b""
