"""What `go list -deps` tells of a build's dependency closure."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wslmem.cautions import Caution
from wslmem.sizing.project import GoPackage

FIELDS = "ImportPath,Name,Dir,GoFiles,CgoFiles,Imports,ImportMap,Standard,DepOnly,Error"
"""All that is asked for: each further field costs time, and all of them four times as much (measured, docs/sizing)."""

LARGE_FILE = 64 * 1024
"""Only files of at least this many bytes are opened to see whether a program wrote them."""

Sizes = Mapping[str, int]
"""Bytes of files by their path."""


@dataclass(frozen=True, slots=True)
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


def listing(
    told: list[dict[str, Any]],
    sizes_of: Callable[[str, list[str]], list[int]],
    is_generated: Callable[[str], bool],
) -> Listing:
    """The packages in what `go list` told.

    Args:
        told: the objects of `parse`.
        sizes_of: bytes of each named file of a folder, 0 for one that is not there.
        is_generated: whether a program wrote the file at a path; asked of large files only.
    """
    closure = {entry["ImportPath"] for entry in told}
    packages = tuple(_package(entry, closure, sizes_of, is_generated) for entry in told)
    return Listing(packages, tuple(_cautions(told)))


def _package(
    entry: dict[str, Any],
    closure: set[str],
    sizes_of: Callable[[str, list[str]], list[int]],
    is_generated: Callable[[str], bool],
) -> GoPackage:
    folder, cgo = entry.get("Dir", ""), entry.get("CgoFiles", [])
    files = [*entry.get("GoFiles", []), *cgo]
    sizes = sizes_of(folder, files) if folder else []
    renamed = entry.get("ImportMap", {})
    imports = (renamed.get(path, path) for path in entry.get("Imports", []))
    return GoPackage(
        import_path=entry["ImportPath"],
        source_bytes=sum(sizes),
        files=len(files),
        imports=tuple(path for path in imports if path in closure),
        standard=entry.get("Standard", False),
        cgo=bool(cgo),
        main=entry.get("Name") == "main" and not entry.get("DepOnly", False),
        generated=any(
            size >= LARGE_FILE and is_generated(os.path.join(folder, name))  # noqa: PTH118  three times as fast
            for name, size in zip(files, sizes, strict=True)
        ),
    )


def _cautions(told: list[dict[str, Any]]) -> Iterable[Caution]:
    broken = [entry for entry in told if entry.get("Error")]
    if broken:
        first = " ".join(str(broken[0]["Error"].get("Err", "")).split())[:200]
        yield Caution(
            "packages-not-loaded",
            f"{len(broken)} of {len(told)} packages could not be loaded, so the estimate is too low: {first}",
        )
