"""What cgo adds to a package that calls C."""

from __future__ import annotations

_BELOW_SYSCALL = frozenset(("runtime/race", "runtime/msan", "runtime/asan"))


def imports(import_path: str) -> tuple[str, ...]:
    """What the package imports that no file of it names (cmd/go/internal/load, Package.load).

    >>> imports("example.com/calls-c"), imports("runtime/cgo")
    (('runtime/cgo', 'syscall'), ())
    """
    if import_path == "runtime/cgo":
        return ()
    return ("runtime/cgo",) if import_path in _BELOW_SYSCALL else ("runtime/cgo", "syscall")
