"""The standard library of Go 1.26 on Linux: what a walk assumes where no toolchain tells."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from wslmem.sizing.project import GoPackage

TABLE = "go_standard.json"
"""`{import path: [source, code, dots, lines, branches, longest, methods, instances, reached, wrappers, files, cgo,
imports]}`."""


def packages() -> tuple[GoPackage, ...]:
    """Every package of the standard library, with its imports."""
    table = json.loads(files(__package__).joinpath(TABLE).read_bytes())
    return tuple(_package(path, row) for path, row in table.items())


def _package(path: str, row: list[Any]) -> GoPackage:
    size, code, dots, lines, branches, longest, methods, instances, reached, wrappers, count, cgo, imports = row
    return GoPackage(
        import_path=path,
        source_bytes=size,
        files=count,
        imports=tuple(imports),
        standard=True,
        cgo=bool(cgo),
        code_bytes=code,
        dots=dots,
        lines=lines,
        branches=branches,
        largest_function=longest,
        interface_methods=methods,
        instances=instances,
        generic_reached=reached,
        wrappers=wrappers,
    )
