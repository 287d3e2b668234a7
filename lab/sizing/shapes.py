"""Keep the shapes of the measured projects beside the measurements, so that the model can be fitted without them.

    python -m lab.sizing.shapes WORKDIR [NAME ...]

Packages that several projects share are kept once. Of what each imports only that is kept which does not follow from
the rest, of its files whether there are any, and figures are kept to 7 binary digits, so to 1 %. Versions of a package
stand side by side, and figures that grow with another as what they differ from it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from lab.sizing import packed, projects
from wslmem.machine.project import project_scan
from wslmem.records import replace
from wslmem.sizing import tasks
from wslmem.sizing.project import GoPackage, GoProject

KEPT = Path(__file__).with_name("data") / "projects.json.xz"
LEFT_OUT = ("import_path", "imports", "generated")
"""Columns that are kept in another way, or not at all: what the model does not ask for."""
BESIDE = (("source_bytes", "code_bytes"), ("code_bytes", "lines"), ("dots", "lines"))
"""Columns, and the one that each grows with."""


def scanned(project: projects.Project, workdir: Path, state_dir: Path | None = None) -> GoProject:
    """One project as its build sees it."""
    os.environ.update(projects.environment(project, GOFLAGS="-mod=mod -buildvcs=false"))
    shape = project_scan.scan(
        workdir / project.name, go=Path(project.tool), patterns=project.patterns, state_dir=state_dir
    )
    if not shape.exact:
        raise SystemExit(f"{project.name}: {shape.cautions[0].text}")
    return shape


def keep(shapes: Mapping[str, GoProject]) -> None:
    """Put the shapes of projects, by name, among those that are kept."""
    packed.write(KEPT, _table(kept() | dict(shapes)))


def kept() -> dict[str, GoProject]:
    """Every project whose shape is kept, by name."""
    table = packed.read(KEPT) if KEPT.exists() else {"projects": {}}
    packages = _packages(table) if table["projects"] else []
    return {name: _project(name, row, packages) for name, row in table["projects"].items()}


def _columns() -> list[str]:
    return [field.name for field in fields(GoPackage) if field.name not in LEFT_OUT]


def _table(shapes: Mapping[str, GoProject]) -> dict[str, Any]:
    """Columns of all different packages, and of each project the packages that it has, in its order."""
    paths: dict[str, int] = {}
    for name in sorted({package.import_path for shape in shapes.values() for package in shape.packages}):
        paths[name] = len(paths)
    rows: dict[tuple[Any, ...], int] = {}
    told = {}
    for name in sorted(shapes):
        shape = shapes[name]
        members = [rows.setdefault(row, len(rows)) for row in _rows(shape, paths)]
        told[name] = {"go": shape.go_version, "module": shape.modules[0], "packages": packed.steps(members)}
    path = [row[0] for row in rows]
    _, imports, *columns = zip(*sorted(rows, key=lambda row: row[0]), strict=True)
    named = {name: list(column) for name, column in zip(_columns(), columns, strict=True)}
    for name, other in BESIDE:
        named[name] = _apart(named[name], named[other], -1)
    return {
        "paths": packed.rests(list(paths)),
        "path": packed.steps(path),
        "imports": [packed.steps(one) for one in imports],
        "columns": named,
        "projects": told,
    }


def _apart(column: Sequence[int | None], other: Sequence[int | None], sign: int) -> list[int | None]:
    """A column without what it shares with the other, or (`sign` 1) with it again."""
    return [one if one is None else one + sign * (two or 0) for one, two in zip(column, other, strict=True)]


def _rows(shape: GoProject, paths: Mapping[str, int]) -> Iterator[tuple[Any, ...]]:
    reach = tasks.reach(shape)
    bits = {package.import_path: bit for bit, package in enumerate(shape.packages)}
    for package in shape.packages:
        needed = [bits[path] for path in dict.fromkeys(package.imports) if path in bits]
        own = [one for one in needed if not any(reach[other] >> one & 1 for other in needed if other != one)]
        whether = replace(package, files=min(package.files, 1))
        figures = (getattr(whether, name) for name in _columns())
        yield (
            paths[package.import_path],
            tuple(sorted(paths[shape.packages[bit].import_path] for bit in own)),
            *(None if figure is None else packed.coarse(int(figure)) for figure in figures),
        )


def _packages(table: Mapping[str, Any]) -> list[GoPackage]:
    path = list(packed.sums(table["path"]))
    found = dict[int, GoPackage]()
    for row, package in zip(sorted(range(len(path)), key=path.__getitem__), _by_path(table, sorted(path)), strict=True):
        found[row] = package
    return [found[row] for row in range(len(path))]


def _by_path(table: Mapping[str, Any], path: Sequence[int]) -> Iterator[GoPackage]:
    """The packages as the columns have them."""
    paths, columns = packed.names(table["paths"]), dict(table["columns"])
    for name, other in reversed(BESIDE):
        columns[name] = _apart(columns[name], columns[other], 1)
    kinds = {field.name: field.type for field in fields(GoPackage)}
    for row, (own, imports) in enumerate(zip(path, table["imports"], strict=True)):
        figures: dict[str, Any] = {
            name: None if column[row] is None else packed.exact(column[row]) for name, column in columns.items()
        }
        figures |= {name: bool(figure) for name, figure in figures.items() if kinds[name] == "bool"}
        yield GoPackage(import_path=paths[own], imports=tuple(paths[one] for one in packed.sums(imports)), **figures)


def _project(name: str, row: Mapping[str, Any], packages: Sequence[GoPackage]) -> GoProject:
    return GoProject(
        root=name,
        in_guest=False,
        modules=(row["module"],),
        packages=tuple(packages[one] for one in packed.sums(row["packages"])),
        exact=True,
        go_version=row["go"],
    )


def main() -> None:
    workdir, *names = sys.argv[1:]
    known = projects.known()
    shapes = {}
    for name in names or [name for name in known if (Path(workdir) / name).is_dir()]:
        shape = shapes[name] = scanned(known[name], Path(workdir), Path(workdir) / ".state")
        print(name, len(shape.packages), f"{shape.source_bytes / 1e6:.1f} MB", flush=True)
    keep(shapes)


if __name__ == "__main__":
    main()
