"""Sizing a Go project without a toolchain: a walk over its files. What the build would leave out is counted too."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wslmem.cautions import Caution
from wslmem.errors import CancelledError
from wslmem.machine.project import go_mod, module_cache, plain
from wslmem.machine.project.go_files import c_units
from wslmem.machine.project.go_mod import Directives
from wslmem.machine.project.source import c_source, cgo, glance, go_source, go_standard
from wslmem.sizing.project import GoPackage, GoProject
from wslmem.text import Text

if TYPE_CHECKING:
    import threading

LIMIT = 200_000
"""Files after which a walk stops: no Go build compiles more."""
_C = (".c", *c_source.CXX)
_PASSED_OVER = frozenset({"testdata", "node_modules", "vendor"})

Progress = Callable[[Text], None]


class _Folder(NamedTuple):
    names: list[str]
    """Of its files of Go, C and C++."""
    folders: list[str]
    is_module: bool


@dataclass(slots=True)
class Walk:
    """What one walk gathers."""

    cancel: threading.Event | None = None
    on_progress: Progress | None = None
    files: int = 0
    unreadable: list[str] = field(default_factory=list)
    packages: dict[str, GoPackage] = field(default_factory=dict)
    truncated: bool = False

    def module(self, folder: Path, path: str) -> None:
        """Add the packages of the module `path` that lies in `folder`; nested modules are other modules."""
        waiting = [(str(folder), path)]
        while waiting and not self.truncated:
            here, import_path = waiting.pop()
            found = self._look(here)
            if found.is_module and import_path != path:
                continue
            self.package(here, import_path or ".", found.names)
            prefix = f"{import_path}/" if import_path else ""
            waiting += [(f"{here}{os.sep}{name}", prefix + name) for name in reversed(found.folders)]

    def needed(self, roots: Iterable[str], folders: Mapping[str, str]) -> None:
        """Add the packages that `roots` need, from the folders of modules by their paths; those alone are read."""
        waiting, seen = [*roots], set(self.packages)
        while waiting and not self.truncated:
            for path in self.packages[waiting.pop()].imports:
                if path not in seen:
                    seen.add(path)
                    if self._found(path, folders):
                        waiting.append(path)

    def _found(self, import_path: str, folders: Mapping[str, str]) -> bool:
        """Add the package of this path from the module with the longest path that has it; False where none has."""
        for module in _prefixes(import_path):
            if module in folders:
                rest = import_path[len(module) :].lstrip("/")
                here = folders[module] + (f"{os.sep}{rest}" if rest else "")
                found = self._look(here, quietly=True)
                if not (found.is_module and rest):
                    self.package(here, import_path, found.names)
                if import_path in self.packages:
                    return True
        return False

    def package(self, folder: str, import_path: str, names: Sequence[str]) -> None:
        """Add the package in one folder, where its files make one."""
        texts, paths, clauses, generated = list[bytes](), set[bytes](), set[bytes](), False
        for name in names:
            text = self._read(f"{folder}{os.sep}{name}") if name.endswith(".go") else b""
            head = go_source.head(text) if text else None
            if head is not None:
                texts.append(text)
                paths.update(head.imports)
                clauses.add(head.package)
                generated |= head.generated
        if not texts:
            return
        calls_c = b"C" in paths
        c_shape = c_source.together(c_units(folder, names)) if calls_c else c_source.NONE  # Go files may begin with C
        imports = {path.decode("utf-8", "replace") for path in paths}
        imports.update(cgo.imports(import_path) if calls_c else ())
        self.packages[import_path] = GoPackage(
            import_path=import_path,
            source_bytes=sum(map(len, texts)),
            files=len(texts),
            imports=tuple(sorted(imports)),
            cgo=calls_c,
            main=b"main" in clauses,
            generated=generated,
            **glance.at(texts, closely=calls_c)._asdict(),
            **c_shape._asdict(),
        )

    def _look(self, here: str, *, quietly: bool = False) -> _Folder:
        """What lies in a folder. Links to folders are not followed, as the go command does."""
        self._breathe(here)
        names, folders, is_module = list[str](), list[str](), False
        try:
            with os.scandir(here) as entries:
                for entry in entries:
                    name = entry.name
                    if entry.is_dir(follow_symlinks=False):
                        if is_source(name):
                            folders.append(name)
                    elif go_source.name_fits(name) or name.endswith(_C):
                        self._take(entry, names)
                    elif name == go_mod.MODULE_FILE:
                        is_module = True
        except OSError:
            if not quietly:
                self.unreadable.append(here)
        self.files += len(names)
        return _Folder(sorted(names), sorted(folders), is_module)

    def _take(self, entry: os.DirEntry[str], names: list[str]) -> None:
        """A file to be read; what is none is told, but for links to folders."""
        if entry.is_file():
            names.append(entry.name)
        elif not entry.is_dir():
            self.unreadable.append(entry.path)

    def _read(self, path: str) -> bytes:
        try:
            return plain.read_file(path)
        except OSError:
            self.unreadable.append(path)
            return b""

    def _breathe(self, here: str) -> None:
        if self.cancel is not None and self.cancel.is_set():
            raise CancelledError(Text("the scan was stopped"))
        if self.on_progress is not None and self.files % 50 == 0:
            self.on_progress(Text("{count} Go files, now in {folder}", count=self.files, folder=here))
        self.truncated = self.files > LIMIT


def _prefixes(import_path: str) -> Iterator[str]:
    """The paths of modules that may hold a package, the longest first; last the one without a path."""
    while import_path:
        yield import_path
        import_path = import_path.rpartition("/")[0]
    yield ""


def is_source(name: str) -> bool:
    """Whether the go command looks for packages in folders of this name."""
    return name[0] not in "._" and name not in _PASSED_OVER


def scan(
    root: Path,
    modules: dict[Path, Directives],
    *,
    cancel: threading.Event | None = None,
    on_progress: Progress | None = None,
) -> GoProject:
    """The project in `root` as its files show it.

    Own packages are read, and those that they need of the vendor folder or of what the module cache holds of the
    required modules; the standard library is taken from a table of Go 1.26. Never raises for what it finds; it
    says so in cautions.

    Args:
        root: the folder whose packages are built.
        modules: the main modules by their folder.
        cancel: set by another thread to stop.
        on_progress: gets a line now and then.

    Raises:
        CancelledError: asked to stop.
    """
    walk = Walk(cancel, on_progress)
    for folder, directives in modules.items():
        walk.module(folder, directives.module or "")
    tops = go_mod.tops(root, modules)
    roots = [path for path in sorted(walk.packages) if any(_inside(path, top, modules) for top in tops)]
    walk.packages.update((one.import_path, one) for one in go_standard.packages())
    vendor = next((folder / "vendor" for folder in modules if (folder / "vendor").is_dir()), None)
    walk.needed([*walk.packages], module_cache.required(modules) if vendor is None else {"": str(vendor)})
    return _project(walk, root, modules, closure(walk.packages, roots), vendored=vendor is not None)


def closure(known: dict[str, GoPackage], roots: Iterable[str]) -> tuple[GoPackage, ...]:
    """The packages that `roots` need, themselves included, each after what it imports; imports that are unknown go."""
    found: dict[str, GoPackage] = {}
    visited: set[str] = set()
    stack = [(path, False) for path in reversed(list(roots))] + [("runtime", False)]
    while stack:
        path, done = stack.pop()
        if done:
            found[path] = known[path]
        elif path in known and path not in visited:
            visited.add(path)
            stack.append((path, True))
            stack += [(needed, False) for needed in reversed(known[path].imports)]
    return tuple(found.values())


def _inside(path: str, top: Path, modules: dict[Path, Directives]) -> bool:
    """Whether the own package `path` is at or below `top`."""
    for folder, directives in modules.items():
        module = directives.module or ""
        if path == module or path.startswith(f"{module}/") or not module:
            return folder == top or (folder / path[len(module) :].lstrip("/")).is_relative_to(top)
    return False


def _project(
    walk: Walk, root: Path, modules: dict[Path, Directives], packages: tuple[GoPackage, ...], *, vendored: bool
) -> GoProject:
    return GoProject(
        root=str(root),
        in_guest=False,
        modules=go_mod.paths(modules),
        packages=packages,
        exact=False,
        go_version=None,
        wanted_go=go_mod.wanted_go(modules),
        vendored=vendored,
        cautions=tuple(_cautions(walk, modules, packages)),
    )


def _cautions(walk: Walk, modules: dict[Path, Directives], packages: tuple[GoPackage, ...]) -> Iterator[Caution]:
    if walk.unreadable:
        first = walk.unreadable[0]
        yield Caution(
            "unreadable",
            Text(
                "{unreadable} files or folders could not be read, one of them: {first}",
                unreadable=len(walk.unreadable),
                first=first,
            ),
        )
    if walk.truncated:
        yield Caution(
            "walk-stopped",
            Text("the scan stopped after {limit} Go files; the others are not counted", limit=LIMIT),
        )
    if not all(directives.module for directives in modules.values()):
        yield Caution("broken-go-mod", Text("no module line in go.mod: the build fails before it needs any memory"))
    known = set(walk.packages) | {"C"}
    missing = {path for package in packages for path in package.imports if path not in known}
    if missing:
        yield Caution(
            "dependencies-not-found",
            Text(
                "{count} imported packages are neither in vendor nor in the module cache, so the estimate is low; one "
                "of them: {first}",
                count=len(missing),
                first=min(missing),
            ),
        )
