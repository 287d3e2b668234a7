"""What `go list -deps` tells of a build's dependency closure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from wslmem.cautions import Caution
from wslmem.machine.project import order_of_tests
from wslmem.machine.project.source import c_source, cgo, go_reads
from wslmem.machine.project.source.c_source import CShape
from wslmem.machine.project.source.go_outline import Outline
from wslmem.machine.project.source.go_package import Package
from wslmem.machine.project.source.go_text import Source
from wslmem.records import record
from wslmem.sizing.project import GoPackage
from wslmem.text import Text

FIELDS = (
    "ImportPath,Name,Dir,GoFiles,CgoFiles,CFiles,CXXFiles,CgoCPPFLAGS,CgoCFLAGS,CgoCXXFLAGS,"
    "Imports,ImportMap,Standard,DepOnly,Error"
)
"""All that is asked for: each further field costs time, and all of them four times as much (measured, docs/sizing)."""
_ASKED = frozenset(FIELDS.split(","))


HURRY = {"GOGC": "400"}
"""What `go list` is told unless the user says otherwise: collecting less often saves an eighth of its processor time
and costs 10 MB of memory (measured on a monorepo of 3,000 packages)."""


class Files(Protocol):
    """The files that are compiled, on this side or in the guest."""

    def source(self, folder: str, names: Sequence[str]) -> Source:
        """What these Go files of a package hold."""

    def c_shape(self, folder: str, names: Sequence[str], flags: Sequence[str]) -> CShape:
        """What these C and C++ files of a package are made of, compiled with these flags."""


class Memory(Protocol):
    """What earlier scans found."""

    def key(self, entry: Mapping[str, Any], below: Iterable[str]) -> str:
        """What a package of `go list` and all that it needs is known by; `below` are the keys of what it imports."""

    def figures(self, entry: Mapping[str, Any], key: str) -> Figures | None:
        """What was found of it, None where it is new."""

    def outline(self, entry: Mapping[str, Any]) -> Outline | None:
        """What it declares, None where nobody looked."""

    def keep(self, entry: Mapping[str, Any], key: str, figures: Figures, outline: Outline) -> None:
        """Remember what was found."""


class Figures(NamedTuple):
    """What is found of a package in its files and in those of the packages that it needs, as in `GoPackage`."""

    source_bytes: int
    files: int
    generated: bool
    code_bytes: int
    dots: int
    lines: int
    branches: int
    largest_function: int
    interface_methods: int
    generic_reached: int
    instances: int
    wrappers: int
    largest_c: int
    c_tables: int
    c_headers: int
    largest_cxx: int
    cxx_headers: int
    cxx_standard: int
    cxx_library: int
    c_files: tuple[int, ...]
    cxx_files: tuple[int, ...]


@record
class Listing:
    """The packages of a closure, and what is wrong with some of them."""

    packages: tuple[GoPackage, ...]
    cautions: tuple[Caution, ...]
    only_tests: bool = False
    """Whether some package has files, and none but those of tests."""


def arguments(patterns: Iterable[str], tags: str, *, tests: bool = False) -> list[str]:
    """The command line after `go`; with `tests` for what `go test` builds of the patterns."""
    given = [*([f"-tags={tags}"] if tags else []), *(["-test"] if tests else [])]
    return ["list", "-e", "-deps", f"-json={FIELDS}", *given, "--", *patterns]


def parse(output: bytes) -> list[dict[str, Any]]:
    """The objects that `go list -json` printed one behind the other.

    No file's name holds a zero byte or half a character, and Go prints none: a `?` is in its place.

    Raises:
        ValueError: the output is not complete, or of something else that is called `go`.
    """
    one = output.strip().replace(b"\n}\n{", b"\n},\n{").replace(rb"\u0000", b"?")
    try:
        objects: list[dict[str, Any]] = json.loads(b"[" + one + b"]")
        if b"\\ud" in output.lower():
            objects = json.loads(json.dumps(objects, ensure_ascii=False).encode("utf-8", "replace"))
    except RecursionError as error:
        raise ValueError(str(error)) from error
    if not all(map(_is_package, objects)):
        raise ValueError("no package of `go list`")
    return objects


_KINDS = {
    "ImportPath": str,
    "Name": str,
    "Dir": str,
    "ImportMap": dict,
    "Error": dict,
    "Standard": bool,
    "DepOnly": bool,
}
"""Of what is asked for; the others are lists of texts."""


def _is_package(entry: object) -> bool:
    return isinstance(entry, dict) and "ImportPath" in entry and all(map(_fits, entry.items()))


def _fits(given: tuple[str, Any]) -> bool:
    name, value = given
    if name not in _ASKED:
        return True
    kind = _KINDS.get(name)
    if kind is not None:
        return isinstance(value, kind)
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def listing(told: list[dict[str, Any]], files: Files, memory: Memory | None = None, *, tests: bool = False) -> Listing:
    """The packages in what `go list` told, the objects of `parse`; without `memory` all are looked at.

    With `tests` only the programs that run tests are linked, as `go test` does.
    """
    built = [entry for entry in told if not _matched_nothing(entry) and not _of_tests(entry)]
    scan = _Scan({entry["ImportPath"]: entry.get("Name", "") for entry in told}, files, memory)
    found = tuple(scan.package(entry) for entry in built)
    if tests:
        found = order_of_tests.ordered(found)
    return Listing(found, tuple(_cautions(told)), only_tests=any(map(_of_tests, told)))


def _matched_nothing(entry: dict[str, Any]) -> bool:
    """Whether this is a pattern that `-e` tells as if it were a package."""
    return "..." in entry["ImportPath"]


def _of_tests(entry: dict[str, Any]) -> bool:
    """Whether a build passes it over: it has a name, so files, and none of them is built."""
    named = bool(entry.get("Name")) and not entry.get("Error") and not entry.get("Standard")
    return named and not any(entry.get(kind) for kind in ("GoFiles", "CgoFiles", "CFiles", "CXXFiles"))


class _Scan:
    def __init__(self, names: Mapping[str, str], files: Files, memory: Memory | None) -> None:
        self._names = names
        self._files = files
        self._memory = memory
        self._closure = go_reads.Closure()
        self._keys: dict[str, str] = {}

    def package(self, entry: dict[str, Any]) -> GoPackage:
        """One package, those that it needs having been asked for before."""
        path, imports = entry["ImportPath"], _imports(entry, self._names)
        return GoPackage(
            import_path=path,
            imports=imports,
            standard=entry.get("Standard", False),
            cgo=bool(entry.get("CgoFiles")),
            main=entry.get("Name") == "main" and not entry.get("DepOnly", False),
            **self._figures(entry, imports)._asdict(),
        )

    def _figures(self, entry: dict[str, Any], imports: tuple[str, ...]) -> Figures:
        path = entry["ImportPath"]
        if self._memory is None:
            return self._found(entry, imports)[0]
        key = self._keys[path] = self._memory.key(entry, [self._keys[one] for one in imports if one in self._keys])
        known = self._memory.figures(entry, key)
        if known is not None:
            self._closure.add(path, lambda: self._recalled(entry, imports))
            return known
        figures, outline = self._found(entry, imports)
        self._memory.keep(entry, key, figures, outline)
        return figures

    def _found(self, entry: dict[str, Any], imports: tuple[str, ...]) -> tuple[Figures, Outline]:
        source = self._files.source(entry.get("Dir", ""), go_files(entry))
        package = self._calling(entry, imports, source.outline)
        self._closure.add(package.path, lambda: package)
        reads = self._closure.reads(package, source.uses)
        c_files = c_files_of(entry)
        c_shape = self._files.c_shape(entry.get("Dir", ""), c_files, c_flags_of(entry)) if c_files else c_source.NONE
        figures = Figures(
            source_bytes=source.size,
            files=len(go_files(entry)),
            generated=source.shape.generated,
            code_bytes=source.shape.code,
            dots=source.shape.dots,
            lines=source.shape.lines,
            branches=source.shape.branches,
            largest_function=source.shape.largest_function,
            interface_methods=reads.interface_methods,
            generic_reached=reads.generic_reached,
            instances=reads.instances,
            wrappers=reads.wrappers,
            **c_shape._asdict(),
        )
        return figures, source.outline

    def _recalled(self, entry: dict[str, Any], imports: tuple[str, ...]) -> Package:
        outline = self._memory.outline(entry) if self._memory is not None else None
        if outline is None:
            outline = self._files.source(entry.get("Dir", ""), go_files(entry)).outline
        return self._calling(entry, imports, outline)

    def _calling(self, entry: dict[str, Any], imports: tuple[str, ...], outline: Outline) -> Package:
        renamed = entry.get("ImportMap", {})
        aliases = {alias: renamed.get(path, path) for alias, path in outline.aliases.items()}
        return Package(entry["ImportPath"], {self._names[path].encode(): path for path in imports} | aliases, outline)


def go_files(entry: Mapping[str, Any]) -> list[str]:
    """The names of the Go files that a package is compiled from."""
    return [*entry.get("GoFiles", ()), *entry.get("CgoFiles", ())]


def c_files_of(entry: Mapping[str, Any]) -> list[str]:
    """The names of the files with C and C++ that its build compiles, in its order: first Go that begins with C."""
    kinds = ("CgoFiles", "CFiles", "CXXFiles")
    return [name for kind in kinds for name in entry.get(kind, ())] if entry.get("CgoFiles") else []


def c_flags_of(entry: Mapping[str, Any]) -> list[str]:
    """The flags that it gives its C and C++ compilers."""
    flags = (entry.get(kind, ()) for kind in ("CgoCPPFLAGS", "CgoCFLAGS", "CgoCXXFLAGS"))
    return list(dict.fromkeys(flag for kind in flags for flag in kind))


def _imports(entry: dict[str, Any], closure: Mapping[str, str]) -> tuple[str, ...]:
    renamed = entry.get("ImportMap", {})
    imports = [renamed.get(path, path) for path in entry.get("Imports", [])]
    if entry.get("CgoFiles"):
        imports += cgo.imports(entry["ImportPath"])
    return tuple(path for path in dict.fromkeys(imports) if path in closure)


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
