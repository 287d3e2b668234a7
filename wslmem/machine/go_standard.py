"""The standard library of Go 1.26 on Linux: what a walk assumes where no toolchain tells."""

from __future__ import annotations

import json
from importlib.resources import files

from wslmem.sizing.project import GoPackage

TABLE = "go_standard.json"
"""`{import path: [source, code, functions, longest function, files, cgo, imports]}`; see docs/sizing."""


def packages() -> tuple[GoPackage, ...]:
    """Every package of the standard library, with its imports."""
    table = json.loads(files(__package__).joinpath(TABLE).read_bytes())
    return tuple(
        GoPackage(
            path,
            size,
            count,
            tuple(imports),
            standard=True,
            cgo=bool(cgo),
            code_bytes=code,
            functions=functions,
            largest_function=longest,
        )
        for path, (size, code, functions, longest, count, cgo, imports) in table.items()
    )
