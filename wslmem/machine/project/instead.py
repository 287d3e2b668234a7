"""What lies in a folder that is no Go project, and what to name instead."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from wslmem.errors import NotFoundError
from wslmem.machine.project import go_mod
from wslmem.text import Text, verbatim

DEPTH, MOST_FOLDERS, SHOWN = 4, 5000, 5
"""How deep and how far modules are looked for, and how many are named."""
PASSED_OVER = frozenset({"node_modules", "vendor", "testdata", "target", "build", "dist", "__pycache__"})
OTHERS = (
    ("Cargo.toml", "cargo build"),
    ("package.json", "npm run build"),
    ("pom.xml", "mvn -q package"),
    ("build.gradle", "./gradlew build"),
    ("build.gradle.kts", "./gradlew build"),
    ("CMakeLists.txt", "cmake --build build"),
    ("MODULE.bazel", "bazel build //..."),
    ("WORKSPACE", "bazel build //..."),
    ("meson.build", "ninja -C build"),
    ("pyproject.toml", "pip wheel ."),
    ("Makefile", "make"),
)
"""What a project of another kind is known by, and the usual command that builds it."""


def below(folder: Path, depth: int = DEPTH) -> tuple[Path, ...]:
    """Folders below with a go.mod or go.work, in order; not those inside another one, and only so far down."""
    return tuple(_below(folder, depth))


def beside(folder: Path) -> tuple[Path, ...]:
    """The module that `folder` is in and those around it: one that holds it, and those that lie beside it."""
    own = go_mod.home(folder)
    above = (own or folder).parent
    return (*(one for one in (own, go_mod.home(above)) if one is not None), *below(above, 1))


def _below(folder: Path, depth: int) -> Iterator[Path]:
    for seen, (here, folders, names) in enumerate(os.walk(folder)):
        place = Path(here)
        if seen >= MOST_FOLDERS:
            return
        if place != folder and (go_mod.MODULE_FILE in names or go_mod.WORK_FILE in names):
            yield place
            folders[:] = []
        deep = len(place.relative_to(folder).parts) >= depth
        folders[:] = (
            []
            if deep
            else sorted(name for name in folders if not name.startswith((".", "_")) and name not in PASSED_OVER)
        )


def error(folder: Path) -> NotFoundError:
    """Why this folder is not sized, and what to name instead."""
    modules = below(folder)
    if modules:
        shown = ", ".join(str(path) for path in modules[:SHOWN])
        many = Text("{paths} and {count} more", paths=shown, count=len(modules) - SHOWN)
        return NotFoundError(
            Text("no go.mod or go.work in this folder or above, but {count} below it", count=len(modules)),
            place=str(folder),
            next_step=Text("give one of them: {modules}", modules=many if len(modules) > SHOWN else shown),
        )
    work = folder / go_mod.WORK_FILE
    if work.is_file():
        return NotFoundError(
            Text("go.work names no module that is there"),
            place=str(work),
            next_step=Text("add one: {command}", command="go work use ./MODULE"),
        )
    for name, command in OTHERS:
        if (folder / name).is_file():
            return NotFoundError(
                Text("no Go project, but one with {name}: what its build takes can only be measured", name=name),
                place=str(folder),
                next_step=Text(
                    "run it once: {run}; then: {recommend}",
                    run=f"wslmem run -- {command}",
                    recommend=f'wslmem recommend --command "{command}"',
                ),
            )
    return NotFoundError(
        Text("no Go project: no go.mod or go.work in this folder or above"),
        place=str(folder),
        next_step=Text("give the folder that contains go.mod"),
    )


def of_file(path: Path) -> NotFoundError:
    """What to name instead of a file."""
    home = go_mod.home(path.parent)
    offer = verbatim(home) if home is not None else Text("the folder that contains go.mod")
    return NotFoundError(Text("a file, not a folder"), place=str(path), next_step=Text("give {folder}", folder=offer))


def only_tests(folder: Path) -> NotFoundError:
    """A module in which nothing but tests would be compiled."""
    return NotFoundError(
        Text("nothing to build: this module has only tests"),
        place=str(folder),
        next_step=Text("measure them: {command}", command="wslmem run -- go test ./..."),
    )


def nothing_named(place: str, patterns: Sequence[str]) -> NotFoundError:
    """What was named to be built there, and is no package."""
    return NotFoundError(
        Text("no Go files to build in {packages}", packages=" ".join(patterns)),
        place=place,
        next_step=Text("name packages as `go build` takes them, such as ./cmd/app"),
    )


def nothing_in(folder: Path) -> NotFoundError:
    """A module, or a part of one, without a package."""
    home = go_mod.home(folder)
    if home is None or home == folder:
        return NotFoundError(
            Text("no Go files to build here"), place=str(folder), next_step=Text("give the folder of another module")
        )
    cause = Text("no Go files to build in this part of the module")
    return NotFoundError(cause, place=str(folder), next_step=Text("give {folder}", folder=home))
