"""The size of a Go project, and what its build will need."""

from __future__ import annotations

from wslmem.cautions import Caution
from wslmem.records import record
from wslmem.sizing.estimate import Estimate
from wslmem.units import Bytes

SCHEMA = "wslmem/scan/1"


@record
class LargePackage:
    """One of the largest packages."""

    import_path: str
    source_bytes: Bytes


@record(kw_only=True)
class ScanDocument:
    """A Go project and the estimated peak of its build; sizes in bytes."""

    root: str
    in_guest: bool
    """Whether the project is in the VM."""
    exact: bool
    """Whether `go list` told the packages; otherwise files were scanned."""
    modules: tuple[str, ...]
    packages: int
    source_bytes: Bytes
    largest: tuple[LargePackage, ...]
    mains: tuple[str, ...]
    """Import paths of the programs that are linked."""
    cgo: bool
    """Whether a package needs a C compiler."""
    vendored: bool
    go_version: str | None
    """Of the toolchain that listed the packages."""
    wanted_go: str | None
    """What go.mod asks for."""
    estimate: Estimate
    cautions: tuple[Caution, ...]
