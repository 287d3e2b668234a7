"""Scanning a Go project that lies in the VM: one script over stdin, with the guest's own toolchain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from wslmem.cautions import Caution
from wslmem.errors import NotFoundError, UnavailableError, UnsafeFileError
from wslmem.machine.guest import load
from wslmem.machine.project import collecting, go_list, go_mod, go_toolchain, instead
from wslmem.machine.project.on_drive import ON_A_DRIVE
from wslmem.machine.project.source import c_source, go_functions, go_outline, go_source
from wslmem.machine.project.source.c_source import CShape, Units
from wslmem.machine.project.source.c_text import CFile, CPart
from wslmem.machine.project.source.go_text import Source
from wslmem.records import record
from wslmem.sizing.project import GoProject
from wslmem.text import Text
from wslmem.units import Seconds, whole

if TYPE_CHECKING:
    import threading

    from wslmem.machine.wsl.guest_result import GuestResult
    from wslmem.machine.wsl.wsl import Wsl

LIMIT = Seconds(300)
"""Time limit; the guest may have to download modules first."""


def scan_in_guest(
    wsl: Wsl,
    distribution: str,
    root: str,
    *,
    timeout: Seconds = LIMIT,
    cancel: threading.Event | None = None,
    on_progress: Callable[[Text], None] | None = None,
    patterns: Sequence[str] = go_mod.EVERYTHING,
    tags: str = "",
    tests: bool = False,
) -> GoProject:
    """The Go project in the folder `root` of the guest. Boots the VM if need be.

    Args:
        wsl: the door.
        distribution: where the project lies.
        root: the folder, as the guest spells it.
        timeout: seconds until it is given up.
        cancel: set by another thread to stop.
        on_progress: gets a line now and then.
        patterns: what is built, as the go command takes it.
        tags: build tags, comma-separated.
        tests: whether `go test` builds it.

    Raises:
        NotFoundError: no such folder, or no Go project in it.
        UnsafeFileError: something there has the name of a Go file and is none that can be read.
        UnavailableError: no toolchain in the guest, or `go list` failed there; says what it said.
        WslUnavailableError, GuestLostError, ProcessError: as `Wsl.script`.
    """
    if on_progress is not None:
        on_progress(
            Text("asking Go in {distribution} for the packages of {root}...", distribution=distribution, root=root)
        )
    text = load.script("find_go.sh") + load.script("scan.sh")
    arguments = [root, go_list.FIELDS, tags, "-test" if tests else "", *patterns]
    result = wsl.script(distribution, text, arguments, timeout=timeout, cancel=cancel)
    if result.exit_code != 0:
        raise _failure(result, root, distribution)
    try:
        with collecting.paused():
            found = project(sections(result.stdout), root, tests=tests)
    except (ValueError, LookupError) as error:
        raise UnavailableError(
            Text("the answer of Go in {distribution} is no list of packages", distribution=distribution),
            place=f"{distribution}:{root}",
            next_step=Text("check what `go` is there: run `go version` in the project"),
        ) from error
    if not any(not package.standard for package in found.packages):
        if tuple(patterns) != go_mod.EVERYTHING:
            raise instead.nothing_named(f"{distribution}:{root}", patterns)
        raise NotFoundError(
            Text("no Go files to build here"),
            place=f"{distribution}:{root}",
            next_step=Text("give the folder of another module"),
        )
    return found


def sections(output: bytes) -> dict[str, bytes]:
    """The parts of what the script printed, by name."""
    parts: dict[str, bytes] = {}
    for part in (b"\n" + output).split(b"\n== ")[1:]:
        name, _, body = part.partition(b"\n")
        parts.setdefault(name.decode("ascii", "replace").strip(), body)  # what files hold is printed last
    return parts


def project(parts: dict[str, bytes], root: str, *, tests: bool = False) -> GoProject:
    """The project that the parts tell of; `tests` as for `go_list.listing`.

    Raises:
        ValueError, LookupError: a part is incomplete, or missing.
    """
    directives = go_mod.parse(parts["mods"].decode("utf-8", "replace"))
    have, _, goflags = parts["version"].decode("utf-8", "replace").partition("\n")
    sizes, shapes = _sizes(parts["sizes"]), _shapes(parts["shapes"])
    files = _Files(sizes, shapes, _selectors(parts["selectors"]), _outlines(parts["outlines"]), _c(parts["c"]))
    found = go_list.listing(go_list.parse(parts["list"]), files, tests=tests)
    old = go_toolchain.remark(have, directives.go)
    return GoProject(
        root=root,
        in_guest=True,
        modules=tuple(filter(None, (directives.module, *sorted(path for path, _ in directives.requires)))),
        packages=found.packages,
        exact=True,
        go_version=have,
        wanted_go=directives.go,
        vendored=parts["mods"].startswith(b"vendored\n"),
        cautions=(*found.cautions, *_place(root), *([old] if old else [])),
        goflags=goflags.strip(),
        jobs=whole(parts.get("jobs", b"").decode("ascii", "replace").strip()) or None,
    )


@record
class _Files:
    """What the script told of files, by path, and of selectors, by folder: of a package those of its tests as well."""

    sizes: dict[str, int]
    shapes: dict[str, go_source.Shape]
    selectors: dict[str, list[bytes]]
    texts: dict[str, bytes]
    c: dict[str, CFile]

    def c_shape(self, folder: str, names: Sequence[str], flags: Sequence[str]) -> CShape:
        units = Units(self.c.get, folder, flags)
        return c_source.together(units.unit(name) for name in names)

    def source(self, folder: str, names: Sequence[str]) -> Source:
        paths = [f"{folder}/{name}" for name in names]
        texts = [self.texts.get(path, b"") for path in paths]
        selectors = self.selectors.get(folder, ()) if any(path in self.sizes for path in paths) else ()
        return Source(
            sum(self.sizes.get(path, 0) for path in paths),
            go_source.together([self.shapes.get(path, _UNKNOWN) for path in paths]),
            go_outline.outline(texts, go_functions.split(go_functions.together(texts))),
            go_outline.uses(texts, selectors),
        )


def _sizes(part: bytes) -> dict[str, int]:
    rows = (line.partition(" ") for line in part.decode("utf-8", "replace").splitlines())
    return {path: size for digits, _, path in rows if (size := whole(digits)) is not None}


def _shapes(part: bytes) -> dict[str, go_source.Shape]:
    rows = (line.split(" ", _COLUMNS - 1) for line in part.decode("utf-8", "replace").splitlines())
    return {row[-1]: _shape(row) for row in rows if len(row) == _COLUMNS}


def _shape(row: list[str]) -> go_source.Shape:
    code, dots, lines, branches, longest = (whole(figure) or 0 for figure in row[:5])
    return go_source.Shape(code, dots, lines, branches, longest, generated=row[5] == "1")


def _c(part: bytes) -> dict[str, CFile]:
    """By path; a line for each directive and what follows it."""
    files = (file.split(b"\n") for file in (b"\n" + part).split(b"\n= ")[1:])
    return {file[0].decode("utf-8", "replace"): tuple(_part(line) for line in file[1:] if line) for file in files}


def _part(line: bytes) -> CPart:
    size, tables, directive, argument = (*line.split(b" ", 3), b"", b"", b"")[:4]
    return CPart(directive, argument, *(whole(one.decode("ascii", "replace")) or 0 for one in (size, tables)))


_UNKNOWN = go_source.Shape(0, 0, 0, 0, 0, generated=False)
"""Of a file that could not be read."""
_COLUMNS = 7
"""Code, dots, lines, branches, longest function, whether generated, path."""


def _selectors(part: bytes) -> dict[str, list[bytes]]:
    """By folder."""
    found: dict[str, list[bytes]] = defaultdict(list)
    for line in part.splitlines():
        folder, _, selector = line.rpartition(b" ")
        found[folder.decode("utf-8", "replace")].append(selector)
    return found


def _outlines(part: bytes) -> dict[str, bytes]:
    """By path; each begins with the end of the line that names it."""
    files = (file.partition(b"\n") for file in (b"\n" + part).split(b"\n//= ")[1:])
    return {path.decode("utf-8", "replace"): newline + text for path, newline, text in files}


def _place(root: str) -> tuple[Caution, ...]:
    return (ON_A_DRIVE,) if root.startswith("/mnt/") else ()


def _failure(result: GuestResult, root: str, distribution: str) -> NotFoundError | UnavailableError | UnsafeFileError:
    said = " ".join(result.stderr.decode("utf-8", "replace").split())[:300]
    if result.exit_code == NotFoundError.exit:
        return NotFoundError(Text("no Go project at this path in the distribution"), place=f"{distribution}:{root}")
    if result.exit_code == UnsafeFileError.exit:
        return UnsafeFileError(
            Text("a Go file that is no regular file, or too large: the go command would wait for it"),
            place=f"{distribution}:{said}",
            next_step=Text("remove it, or give it another name"),
        )
    if result.exit_code == UnavailableError.exit:
        return UnavailableError(
            Text("no Go toolchain in {distribution}", distribution=distribution),
            place=f"{distribution}:{root}",
            next_step=Text("install Go there; the build needs it too"),
        )
    return UnavailableError(
        Text("`go list` failed in {distribution}: {said}", distribution=distribution, said=said),
        place=f"{distribution}:{root}",
    )
