"""Shapes of projects, estimates and hosts, as the tests of this room need them."""

from __future__ import annotations

from wslmem.sizing.estimate import Estimate, Part, Peak
from wslmem.sizing.guest import GuestMemory
from wslmem.sizing.host import HostMemory
from wslmem.sizing.project import GoPackage, GoProject
from wslmem.text import Text
from wslmem.units import GIB, MIB, Bytes, Seconds
from wslmem.wslconfig import document
from wslmem.wslconfig.effective import Effective, effective

RUNTIME = GoPackage("runtime", 2_700_000, 180, standard=True)


def project(*packages: GoPackage, exact: bool = True, go: str | None = "go1.26.8") -> GoProject:
    return GoProject(
        "/src", in_guest=False, modules=("example.com/app",), packages=packages, exact=exact, go_version=go
    )


def package(name: str, kilobytes: int, *imports: str, main: bool = False, longest: int = 0) -> GoPackage:
    return GoPackage(
        f"example.com/{name}",
        kilobytes * 1000,
        10,
        imports,
        main=main,
        code_bytes=kilobytes * 600,
        largest_function=longest,
    )


def tool(width: int = 1, kilobytes: int = 200) -> GoProject:
    """A program with `width` packages of equal size that need only the runtime."""
    leaves = [package(f"leaf{index}", kilobytes, "runtime") for index in range(width)]
    main = package("main", 5, *(leaf.import_path for leaf in leaves), main=True)
    return project(RUNTIME, *leaves, main)


def estimate(mebibytes: float, source: str = "model", *, linking: float = 0.0) -> Estimate:
    """An estimate whose peak at -p 8 is `mebibytes`, and three quarters of it at -p 4, half at -p 1 and 2.

    A link needs `linking` MiB with the files that it maps, whatever -p is, of which two fifths are its own.
    """
    links = Part("link example.com/app", Bytes(round(linking * MIB))) if linking else None

    def at(parallelism: int, share: float) -> Peak:
        size = Bytes(round(mebibytes * share * MIB))
        parts = (Part("example.com/large", Bytes(size // 2)), Part("example.com/other", Bytes(size - size // 2)))
        return Peak(parallelism, size, Bytes(size * 8 // 7), Bytes(size * 3 // 4), Bytes(size * 8 // 5), parts, links)

    peaks = tuple(at(parallelism, share) for parallelism, share in ((1, 0.5), (2, 0.5), (4, 0.75), (8, 1.0)))
    return Estimate(peaks, Bytes(round((0.4 * linking or 100) * MIB)), source, Text("a test"))


def host(gib: float, *, available: float | None = None, commit: tuple[float, float] | None = None) -> HostMemory:
    """A host with 8 processors; `commit` is (charge, limit) in GiB."""
    charge, limit = commit or (None, None)
    return HostMemory(
        total=Bytes(round(gib * GIB)),
        available=Bytes(round((gib / 2 if available is None else available) * GIB)),
        processors=8,
        source="windows",
        commit_charge=None if charge is None else Bytes(round(charge * GIB)),
        commit_limit=None if limit is None else Bytes(round(limit * GIB)),
    )


def guest(gib: float, *, used: float) -> GuestMemory:
    total = Bytes(round(gib * GIB))
    return GuestMemory(
        "Ubuntu", total, Bytes(total - round(used * GIB)), Bytes(0), Bytes(0), 8, "id", Seconds(60.0), "6.18"
    )


def current(text: str, machine: HostMemory) -> Effective:
    """What WSL makes of the lines of `[wsl2]` in `text`."""
    lines = f"[wsl2]\n{text}\n".encode()
    return effective(document.read(lines), host_total=machine.total, processors=machine.processors)
