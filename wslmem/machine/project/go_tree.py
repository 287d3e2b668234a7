"""Sizing a Go project without a toolchain: a walk over its files. What the build would leave out is counted too."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from wslmem.cautions import Caution
from wslmem.errors import CancelledError
from wslmem.machine.project import go_mod, plain
from wslmem.machine.project.go_files import c_file
from wslmem.machine.project.go_mod import Directives
from wslmem.machine.project.source import c_source, go_source, go_standard
from wslmem.machine.project.source.go_source import Shape
from wslmem.records import record
from wslmem.sizing.project import GoPackage, GoProject
from wslmem.text import Text

if TYPE_CHECKING:
    import threading

LIMIT = 200_000
"""Files after which a walk stops: no Go build compiles more."""
_C = (".c", *c_source.CXX)
_PASSED_OVER = frozenset({"testdata", "node_modules", "vendor"})

Progress = Callable[[Text], None]


@record
class _File:
    size: int
    head: go_source.Head
    shape: Shape


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
        for here, names in self._folders(folder):
            relative = os.path.relpath(here, folder).replace(os.sep, "/")
            self.package(here, path if relative == "." else f"{path}/{relative}" if path else relative, names)

    def package(self, folder: str, import_path: str, names: Iterable[str]) -> None:
        """Add the package in one folder, where its files make one."""
        texts = [text for name in names if name.endswith(".go") and (text := self._read(folder, name)) is not None]
        files = [file for text in texts if (file := _file(text)) is not None]
        if not files:
            return
        cgo = any("C" in file.head.imports for file in files)
        c_shape = c_source.together(c_file(folder, name) for name in names if cgo and name.endswith(_C))
        self.packages[import_path] = GoPackage(
            import_path=import_path,
            source_bytes=sum(file.size for file in files),
            files=len(files),
            imports=tuple(sorted({path for file in files for path in file.head.imports})),
            cgo=cgo,
            main=any(file.head.package == "main" for file in files),
            generated=any(file.shape.generated for file in files),
            code_bytes=sum(file.shape.code for file in files),
            dots=sum(file.shape.dots for file in files),
            lines=sum(file.shape.lines for file in files),
            branches=sum(file.shape.branches for file in files),
            largest_function=max(file.shape.largest_function for file in files),
            largest_c=c_shape.largest_c,
            c_tables=c_shape.c_tables,
            largest_cxx=c_shape.largest_cxx,
        )

    def _folders(self, top: Path) -> Iterator[tuple[str, list[str]]]:
        """Each folder with the names of its Go files. Links to folders are not followed, as the go command does."""

        def note(error: OSError) -> None:
            self.unreadable.append(str(error.filename))

        for here, folders, names in os.walk(top, onerror=note):
            self._breathe(here)
            if self.truncated:
                return
            folders[:] = sorted(name for name in folders if self._enter(here, name))
            mine = [name for name in names if go_source.name_fits(name) or name.endswith(_C)]
            self.files += len(mine)
            yield here, mine

    def _enter(self, here: str, name: str) -> bool:
        return is_source(name) and not os.path.exists(os.path.join(here, name, go_mod.MODULE_FILE))  # noqa: PTH110, PTH118  hot

    def _read(self, folder: str, name: str) -> bytes | None:
        path = os.path.join(folder, name)  # noqa: PTH118  hot
        try:
            return plain.read(path)
        except OSError:
            self.unreadable.append(path)
            return None

    def _breathe(self, here: str) -> None:
        if self.cancel is not None and self.cancel.is_set():
            raise CancelledError(Text("the scan was stopped"))
        if self.on_progress is not None and self.files % 50 == 0:
            self.on_progress(Text("{count} Go files, now in {folder}", count=self.files, folder=here))
        self.truncated = self.files > LIMIT


def is_source(name: str) -> bool:
    """Whether the go command looks for packages in folders of this name."""
    return name[0] not in "._" and name not in _PASSED_OVER


def _file(text: bytes) -> _File | None:
    """What a file is, None where a Linux build leaves it out."""
    head = go_source.head(text)
    return None if head is None else _File(len(text), head, go_source.shape(text))


def scan(
    root: Path,
    modules: dict[Path, Directives],
    *,
    cancel: threading.Event | None = None,
    on_progress: Progress | None = None,
) -> GoProject:
    """The project in `root` as its files show it.

    Own packages, the vendor folder, and what the module cache holds of the required modules are read; the standard
    library is taken from a table of Go 1.26. Never raises for what it finds; it says so in cautions.

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
    own = frozenset(walk.packages)
    vendor = next((folder / "vendor" for folder in modules if (folder / "vendor").is_dir()), None)
    if vendor is not None:
        walk.module(vendor, "")
    else:
        _dependencies(walk, modules)
    walk.packages.update((one.import_path, one) for one in go_standard.packages())
    roots = [path for path in sorted(own) if _inside(path, root, modules)]
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


def _dependencies(walk: Walk, modules: dict[Path, Directives]) -> None:
    """Read the required modules, from where `replace` points or from the module cache."""
    cache = module_cache()
    for folder, directives in modules.items():
        replaced = dict(directives.replaces)
        for path, version in directives.requires:
            target = replaced.get(path, f"{path} {version}")
            local = folder / target if target.startswith(".") else cache / "@".join(map(escaped, target.split()))
            if local.is_dir():
                walk.module(local, path)


def module_cache(environ: dict[str, str] | None = None) -> Path:
    """Where downloaded modules lie (go.dev/ref/mod#module-cache)."""
    variables = os.environ if environ is None else environ
    given = variables.get("GOMODCACHE")
    if given:
        return Path(given)
    gopath = variables.get("GOPATH", "").split(os.pathsep)[0]
    return Path(gopath or Path.home() / "go") / "pkg" / "mod"


def escaped(path: str) -> str:
    """A module path as the module cache spells it: capitals as `!` and the small letter.

    >>> escaped("github.com/BurntSushi/toml")
    'github.com/!burnt!sushi/toml'
    """
    return "".join(f"!{letter.lower()}" if letter.isupper() else letter for letter in path)


def _inside(path: str, root: Path, modules: dict[Path, Directives]) -> bool:
    """Whether the own package `path` is at or below `root`."""
    for folder, directives in modules.items():
        module = directives.module or ""
        if path == module or path.startswith(f"{module}/") or not module:
            return (folder / path[len(module) :].lstrip("/")).is_relative_to(root)
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
