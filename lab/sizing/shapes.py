"""Keep the shapes of the measured projects beside the measurements, so that the model can be fitted without them.

    python -m lab.sizing.shapes WORKDIR [NAME ...]

Packages that several projects share are kept once. Of what each imports only that is kept which does not follow from
the rest, of its files whether there are any, and figures are kept to 7 binary digits, so to 1 %. Versions of a package
stand side by side, of each but the first what it has more than the one before; and figures that grow with another are
kept as what they differ from it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from operator import itemgetter
from pathlib import Path
from typing import Any

from lab.sizing import packed, projects
from wslmem.machine.project import project_scan
from wslmem.records import replace
from wslmem.sizing import tasks
from wslmem.sizing.project import GoPackage, GoProject

KEPT = Path(__file__).with_name("data") / "projects.json.xz"
FILES = ("c_files", "cxx_files")
"""What is a list for each package, of most an empty one."""
LEFT_OUT = ("import_path", "imports", "generated", *FILES)
"""Columns that are kept in another way, or not at all: what the model does not ask for."""
BESIDE = (("source_bytes", "code_bytes"), ("code_bytes", "lines"), ("dots", "lines"))
"""Columns, and the one that each grows with."""
Column = Sequence[int | None]


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
    packages = list(_packages(table)) if table["projects"] else []
    return {name: _project(name, row, packages) for name, row in table["projects"].items()}


def _columns() -> list[str]:
    return [field.name for field in fields(GoPackage) if field.name not in LEFT_OUT]


def _table(shapes: Mapping[str, GoProject]) -> dict[str, Any]:
    """Columns of all different packages, and of each project the packages that it has, in its order."""
    names = sorted({package.import_path for shape in shapes.values() for package in shape.packages})
    paths = {name: at for at, name in enumerate(names)}
    members = {name: list(_rows(shapes[name], paths)) for name in sorted(shapes)}
    rows = sorted(dict.fromkeys(row for chosen in members.values() for row in chosen), key=itemgetter(0, 3))
    at = {row: number for number, row in enumerate(rows)}
    path, imports, files, *columns = zip(*rows, strict=True)
    named: dict[str, Column] = {name: list(column) for name, column in zip(_columns(), columns, strict=True)}
    for name, other in BESIDE:
        named[name] = _apart(named[name], named[other], -1)
    again = _again(path)
    return {
        "paths": packed.rests(names),
        "path": packed.characters(packed.steps(path)),
        "imports": [packed.characters(packed.steps(one)) for one in imports],
        "files": {row: [*map(packed.characters, one)] for row, one in enumerate(files) if any(one)},
        "columns": {name: [*map(packed.characters, _grown(column, again))] for name, column in named.items()},
        "projects": {
            name: {
                "go": shapes[name].go_version,
                "module": shapes[name].modules[0],
                "packages": packed.characters(packed.steps([at[row] for row in chosen])),
            }
            for name, chosen in members.items()
        },
    }


def _again(path: Sequence[int]) -> list[bool]:
    """Whether each row is of the same package as the one before it."""
    return [at > 0 and path[at - 1] == one for at, one in enumerate(path)]


def _grown(column: Column, again: Sequence[bool]) -> tuple[Column, Column]:
    """The figures of each package's first version, and what the others have more than the one before."""
    grown = _apart(column, [before if more else 0 for before, more in zip([0, *column], again, strict=False)], -1)
    first, others = (
        [one for one, more in zip(grown, again, strict=True) if more is chosen] for chosen in (False, True)
    )
    return first, others


def _whole(grown: Sequence[Column], again: Sequence[bool]) -> Column:
    """The column of which that was made."""
    first, others = map(iter, grown)
    found = list[int | None]()
    for more in again:
        found += _apart([next(others)], [found[-1]], 1) if more else [next(first)]
    return found


def _apart(column: Column, other: Column, sign: int) -> list[int | None]:
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
            tuple(tuple(map(packed.coarse, getattr(package, name))) for name in FILES),
            *(None if figure is None else packed.coarse(int(figure)) for figure in figures),
        )


def _packages(table: Mapping[str, Any]) -> Iterator[GoPackage]:
    """The packages as the columns have them."""
    paths, path = packed.names(table["paths"]), list(packed.sums(packed.whole(table["path"])))
    again = _again(path)
    columns = {name: _whole([*map(packed.numbers, grown)], again) for name, grown in table["columns"].items()}
    for name, other in reversed(BESIDE):
        columns[name] = _apart(columns[name], columns[other], 1)
    kinds = {field.name: field.type for field in fields(GoPackage)}
    for row, (own, imports) in enumerate(zip(path, table["imports"], strict=True)):
        figures: dict[str, Any] = {
            name: None if (one := column[row]) is None else packed.exact(one) for name, column in columns.items()
        }
        figures |= {name: bool(figure) for name, figure in figures.items() if kinds[name] == "bool"}
        for name, kept in zip(FILES, table["files"].get(str(row), ("", "")), strict=True):
            figures[name] = tuple(map(packed.exact, packed.whole(kept)))
        needed = packed.sums(packed.whole(imports))
        yield GoPackage(import_path=paths[own], imports=tuple(paths[one] for one in needed), **figures)


def _project(name: str, row: Mapping[str, Any], packages: Sequence[GoPackage]) -> GoProject:
    return GoProject(
        root=name,
        in_guest=False,
        modules=(row["module"],),
        packages=tuple(packages[one] for one in packed.sums(packed.whole(row["packages"]))),
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
