"""Results of scans, remembered until a file of the project changes."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from wslmem.cautions import Caution
from wslmem.errors import WslmemError
from wslmem.machine.files import files
from wslmem.machine.project import go_mod
from wslmem.machine.project.go_mod import Directives
from wslmem.machine.project.source import c_source
from wslmem.records import record
from wslmem.sizing.project import GoPackage, GoProject
from wslmem.text import verbatim

FORMAT = 21
"""Raised when what is stored changes its meaning; older files are then overwritten."""
_PLAIN = tuple(name for name in GoProject.__match_args__ if name not in ("packages", "cautions", "goflags", "jobs"))
"""Fields that are stored as they are; flags and limits are asked for each time."""
_BUILT = (".go", *c_source.FILES)
_LISTED = frozenset({go_mod.MODULE_FILE, go_mod.WORK_FILE, "go.sum", "go.work.sum"})


@record
class Memory:
    """What is remembered of one project."""

    path: Path | None
    """The file; None remembers nothing."""
    fingerprint: str
    """Another one means that the project, the question or the toolchain changed."""

    def recall(self) -> GoProject | None:
        """The project as it was scanned before, None where that no longer holds or was never done."""
        if self.path is None:
            return None
        try:
            stored = json.loads(self.path.read_bytes())
            return _project(stored) if stored["fingerprint"] == self.fingerprint else None
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            return None  # absent, or not ours: the scan is done again and overwrites it

    def keep(self, project: GoProject) -> None:
        """Remember `project`. A disk that refuses costs the next scan its time, nothing else."""
        if self.path is None:
            return
        stored = {
            "fingerprint": self.fingerprint,
            "project": _row(project, _PLAIN),
            "packages": [_row(one, GoPackage.__match_args__) for one in project.packages],
            "cautions": [(one.code, str(one.text)) for one in project.cautions],
        }
        text = json.dumps(stored, separators=(",", ":"))
        try:
            files.write_state(self.path, text.encode())
        except WslmemError:
            return


def open_for(
    state_dir: Path | None,
    root: Path,
    modules: dict[Path, Directives],
    question: Sequence[str],
    settings: Sequence[str] = (),
) -> Memory:
    """The memory of the project in `root`.

    Args:
        state_dir: the folder of our own files; None remembers nothing.
        root: the project's folder.
        modules: its main modules by their folder.
        question: what `go list` is asked; each question has a file of its own.
        settings: the toolchain and what else decides the answer.
    """
    if state_dir is None:
        return Memory(None, "")
    name = hashlib.sha256("\0".join([str(root), *question]).encode()).hexdigest()[:16]
    return Memory(state_dir / "scans" / f"{name}.json", _fingerprint(modules, [*settings, *question]))


def _fingerprint(modules: dict[Path, Directives], question: Sequence[str]) -> str:
    digest = hashlib.sha256(json.dumps([FORMAT, *question]).encode())
    for folder in modules:
        for line in _entries(str(folder)):
            digest.update(line)
    return digest.hexdigest()


def _entries(top: str) -> Iterator[bytes]:
    """A line for each file that decides what is built; vendored ones change with vendor/modules.txt."""
    waiting = [top]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as here:
                entries = sorted(here, key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name == "vendor":
                    yield from _line(Path(entry.path) / "modules.txt")
                elif entry.name[0] not in "._" and entry.name not in ("testdata", "node_modules"):
                    waiting.append(entry.path)
            elif entry.name.endswith(_BUILT) or entry.name in _LISTED:
                yield from _line(Path(entry.path))


def _line(path: Path) -> Iterator[bytes]:
    try:
        status = os.stat(path)  # noqa: PTH116  hot
    except OSError:
        return
    yield f"{path}\0{status.st_mtime_ns}\0{status.st_size}\n".encode("utf-8", "surrogateescape")


def _row(one: GoPackage | GoProject, fields: Sequence[str]) -> list[object]:
    return [getattr(one, name) for name in fields]


def _project(stored: dict[str, Any]) -> GoProject:
    packages = tuple(GoPackage(*_frozen(row)) for row in stored["packages"])
    cautions = tuple(Caution(code, verbatim(text)) for code, text in stored["cautions"])
    return GoProject(**dict(zip(_PLAIN, _frozen(stored["project"]), strict=True)), packages=packages, cautions=cautions)


def _frozen(row: list[Any]) -> list[Any]:
    return [tuple(value) if isinstance(value, list) else value for value in row]
