"""What `go list -deps` tells of a build's dependency closure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from wslmem.cautions import Caution
from wslmem.machine.project.source import go_reads
from wslmem.machine.project.source.go_outline import Outline
from wslmem.machine.project.source.go_package import Package
from wslmem.machine.project.source.go_source import Shape
from wslmem.records import record
from wslmem.sizing.project import GoPackage
from wslmem.text import Text

FIELDS = "ImportPath,Name,Dir,GoFiles,CgoFiles,CFiles,CXXFiles,Imports,ImportMap,Standard,DepOnly,Error"
"""All that is asked for: each further field costs time, and all of them four times as much (measured, docs/sizing)."""


HURRY = {"GOGC": "400"}
"""What `go list` is told unless the user says otherwise: collecting less often saves an eighth of its processor time
and costs 10 MB of memory (measured on a monorepo of 3,000 packages)."""


class Files(Protocol):
    """The files that are compiled, on this side or in the guest."""

    def size(self, path: str) -> int:
        """Bytes of the file, 0 of one that is not there."""

    def shape(self, path: str) -> Shape:
        """What the file is made of."""

    def outline(self, folder: str, names: list[str]) -> Outline:
        """What these files of `folder` declare and name."""


@record
class Listing:
    """The packages of a closure, and what is wrong with some of them."""

    packages: tuple[GoPackage, ...]
    cautions: tuple[Caution, ...]


def arguments(patterns: Iterable[str], tags: str) -> list[str]:
    """The command line after `go`."""
    return ["list", "-e", "-deps", f"-json={FIELDS}", *([f"-tags={tags}"] if tags else []), "--", *patterns]


def parse(output: bytes) -> list[dict[str, Any]]:
    """The objects that `go list -json` printed one behind the other.

    Raises:
        ValueError: the output is not complete.
    """
    objects: list[dict[str, Any]] = json.loads(b"[" + output.strip().replace(b"\n}\n{", b"\n},\n{") + b"]")
    return objects


def listing(told: list[dict[str, Any]], files: Files) -> Listing:
    """The packages in what `go list` told, the objects of `parse`."""
    names = {entry["ImportPath"]: entry.get("Name", "") for entry in told}
    closure = go_reads.Closure()
    packages = []
    for entry in told:
        imports = _imports(entry, names)
        outlined = _outlined(entry, {names[path].encode(): path for path in imports}, files)
        packages.append(_package(entry, imports, files, closure.add(outlined)))
    return Listing(tuple(packages), tuple(_cautions(told)))


def _outlined(entry: dict[str, Any], imports: Mapping[bytes, str], files: Files) -> Package:
    outline = files.outline(entry.get("Dir", ""), _go_files(entry))
    renamed = entry.get("ImportMap", {})
    aliases = {alias: renamed.get(path, path) for alias, path in outline.aliases.items()}
    return Package(entry["ImportPath"], {**imports, **aliases}, outline)


def _go_files(entry: dict[str, Any]) -> list[str]:
    return [*entry.get("GoFiles", []), *entry.get("CgoFiles", [])]


def _imports(entry: dict[str, Any], closure: Mapping[str, str]) -> tuple[str, ...]:
    renamed = entry.get("ImportMap", {})
    imports = (renamed.get(path, path) for path in entry.get("Imports", []))
    return tuple(path for path in imports if path in closure)


def _package(entry: dict[str, Any], imports: tuple[str, ...], files: Files, reads: go_reads.Reads) -> GoPackage:
    folder, cgo = entry.get("Dir", ""), entry.get("CgoFiles", [])
    paths = [f"{folder}/{name}" for name in _go_files(entry)]
    shapes = [files.shape(path) for path in paths]
    c_files = [*entry.get("CFiles", []), *entry.get("CXXFiles", [])] if cgo else []
    return GoPackage(
        import_path=entry["ImportPath"],
        source_bytes=sum(files.size(path) for path in paths),
        files=len(paths),
        imports=imports,
        standard=entry.get("Standard", False),
        cgo=bool(cgo),
        main=entry.get("Name") == "main" and not entry.get("DepOnly", False),
        generated=any(shape.generated for shape in shapes),
        code_bytes=sum(shape.code for shape in shapes),
        dots=sum(shape.dots for shape in shapes),
        lines=sum(shape.lines for shape in shapes),
        branches=sum(shape.branches for shape in shapes),
        largest_function=max((shape.largest_function for shape in shapes), default=0),
        interface_methods=reads.interface_methods,
        generic_reached=reads.generic_reached,
        instances=reads.instances,
        wrappers=reads.wrappers,
        largest_c=max((files.size(f"{folder}/{name}") for name in c_files), default=0),
    )


def _cautions(told: list[dict[str, Any]]) -> Iterable[Caution]:
    broken = [entry for entry in told if entry.get("Error")]
    if broken:
        first = " ".join(str(broken[0]["Error"].get("Err", "")).split())[:200]
        yield Caution(
            "packages-not-loaded",
            Text(
                "{broken} of {told} packages did not load, so the estimate is low: {first}",
                broken=len(broken),
                told=len(told),
                first=first,
            ),
        )
