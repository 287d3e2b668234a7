"""The packages that `go list -deps -test` tells, in the order in which `go test` compiles them."""

from __future__ import annotations

from collections.abc import Sequence

from wslmem.records import replace
from wslmem.sizing.project import TEST, GoPackage

_OF_THE_PROGRAM = ("os", "reflect", "testing", "testing/internal/testdeps")
"""What a program that runs tests imports before the package (`TestMainDeps` of cmd/go/internal/load)."""


def ordered(packages: Sequence[GoPackage]) -> tuple[GoPackage, ...]:
    """The packages as `go test` comes to them, which links nothing but programs that run tests: depth first from these.

    `go list` begins with the packages that are tested, `go test` with what each such program imports itself: `testing`
    and all that it needs come before what only the tested package needs.
    """
    told = [replace(one, main=one.main and one.import_path.endswith(TEST)) for one in packages]
    known = {one.import_path: one for one in told}
    found: dict[str, GoPackage] = {}
    for root in (*(one for one in told if one.main), *told):
        own_first = sorted(root.imports, key=lambda path: path not in _OF_THE_PROGRAM) if root.main else root.imports
        waiting = [(root, iter(own_first))]
        while waiting:
            one, imports = waiting[-1]
            needed = next((path for path in imports if path in known and path not in found), None)
            if needed is not None:
                waiting.append((known[needed], iter(known[needed].imports)))
            else:
                found[one.import_path] = one
                waiting.pop()
    return tuple(found.values())
