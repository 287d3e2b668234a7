"""The settings of a build that change what its compiler and linker hold."""

from __future__ import annotations

from wslmem.records import record
from wslmem.units import Bytes


@record
class GoEnvironment:
    """What the toolchain is told. The defaults are those of the go command."""

    gogc: int | None = None
    """GOGC in percent; None is unset. Set to anything, 100 included, it takes the compiler's 128 MB starting heap away
    (cmd/compile/internal/gc/main.go, `Main`)."""
    gomemlimit: Bytes | None = None
    """GOMEMLIMIT of each process; None is unset. A soft limit, and it too takes the starting heap away."""
    one_thread: bool = False
    """`-gcflags=all=-c=1`: one compiler thread each; it takes the starting heap away as well."""
    no_dwarf: bool = False
    """`-ldflags=-w`, or `-s -w`: no debug information in the binary."""

    @property
    def starting_heap(self) -> bool:
        """Whether the compiler begins with a heap goal of 128 MB."""
        return self.gogc is None and self.gomemlimit is None and not self.one_thread
