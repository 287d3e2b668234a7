"""What go.mod and go.work say, read leniently: a broken line is passed over, for the go command will complain of it."""

from __future__ import annotations

import os
import re
from pathlib import Path

from wslmem.machine.project import plain
from wslmem.records import record

MODULE_FILE = "go.mod"
WORK_FILE = "go.work"


@record
class Directives:
    """The directives of one go.mod or go.work that tell where packages are."""

    module: str | None = None
    go: str | None = None
    """The `go` line: the toolchain the project wants, `1.26.0`."""
    requires: tuple[tuple[str, str], ...] = ()
    """(module path, version)"""
    replaces: tuple[tuple[str, str], ...] = ()
    """(module path, folder or `path version`)"""
    uses: tuple[str, ...] = ()
    """Folders of a workspace."""


def read(path: Path) -> Directives:
    """The directives in a file; those of a file that cannot be read are none."""
    try:
        return parse(plain.read(path).decode("utf-8", "replace"))
    except OSError:
        return Directives()


def parse(text: str) -> Directives:
    """The directives in the text of a go.mod or go.work (go.dev/ref/mod#go-mod-file-grammar)."""
    lines = _directives(text)

    def of(verb: str) -> list[list[str]]:
        return [words for name, *words in lines if name == verb and words]

    return Directives(
        module=next((words[0] for words in of("module")), None),
        go=next((words[0] for words in of("go")), None),
        requires=tuple((words[0], words[1]) for words in of("require") if len(words) > 1),
        replaces=tuple(
            (words[0], " ".join(words[words.index("=>") + 1 :])) for words in of("replace") if "=>" in words[:-1]
        ),
        uses=tuple(words[0] for words in of("use")),
    )


def _directives(text: str) -> list[list[str]]:
    """Each directive as its words, those in a block with the block's verb in front."""
    found: list[list[str]] = []
    block: str | None = None
    for line in text.splitlines():
        words = [word.strip('"`') for word in line.partition("//")[0].split()]
        if block is None and len(words) > 1 and words[1] == "(":
            block = words[0]
        elif block is not None and words == [")"]:
            block = None
        elif words:
            found.append(words if block is None else [block, *words])
    return found


def home(folder: Path) -> Path | None:
    """The nearest folder at or above `folder` with a go.mod or go.work, None where there is none."""
    for candidate in (folder, *folder.parents):
        if any(os.path.isfile(candidate / name) for name in (MODULE_FILE, WORK_FILE)):  # noqa: PTH113 - never raises
            return candidate
    return None


def main_modules(folder: Path) -> dict[Path, Directives]:
    """The modules that are built together: those of the workspace at or above `folder`, else the one that holds it."""
    root = home(folder)
    if root is None:
        return {}
    work = next((above for above in (root, *root.parents) if (above / WORK_FILE).is_file()), None)
    folders = [root] if work is None else [work / use for use in read(work / WORK_FILE).uses]
    return {module.resolve(): read(module / MODULE_FILE) for module in folders if (module / MODULE_FILE).is_file()}


EVERYTHING = ("./...",)
"""All packages at and below a folder: what `go build ./...` builds."""


def tops(folder: Path, modules: dict[Path, Directives]) -> tuple[Path, ...]:
    """The folders at and below which everything is built, where `folder` is named and no package.

    It is the folder itself; of a workspace's folder that is in none of its modules, the modules below, or where none
    is, all of them.
    """
    if any(folder.is_relative_to(module) for module in modules):
        return (folder,)
    return tuple(module for module in modules if module.is_relative_to(folder)) or tuple(modules)


def patterns(folder: Path, modules: dict[Path, Directives]) -> tuple[str, ...]:
    """What builds everything at and below `folder`, as the go command takes it there.

    In a folder of a workspace that is in none of its modules `./...` matches nothing, so each module is named.
    """
    found = tops(folder, modules)
    return EVERYTHING if found == (folder,) else tuple(_pattern(folder, top) for top in found)


def _pattern(folder: Path, top: Path) -> str:
    """Everything at and below `top`, seen from `folder`; with its own path where no other leads there."""
    try:
        path = os.path.relpath(top, folder).replace(os.sep, "/")
    except ValueError:  # on another drive
        return f"{top}{os.sep}..."
    return f"{path}/..." if path.startswith(".") else f"./{path}/..."


def paths(modules: dict[Path, Directives]) -> tuple[str, ...]:
    """Module paths: the main modules first, then what they require."""
    main = tuple(directives.module or str(folder) for folder, directives in modules.items())
    needed = {path for directives in modules.values() for path, _ in directives.requires}
    return (*main, *sorted(needed - set(main)))


def wanted_go(modules: dict[Path, Directives]) -> str | None:
    """The newest `go` line of the main modules, None where none has one."""
    wanted = [directives.go for directives in modules.values() if directives.go]
    return max(wanted, key=order, default=None)


def order(name: str) -> tuple[int, ...]:
    """The numbers of a Go version, comparable: `go1.26.8` and `1.26.8` give `(1, 26, 8)`, `1.27rc1` gives `(1, 27, 0)`.

    >>> order("go1.26.8") < order("1.27rc1")
    True
    """
    release = re.match(r"(?:go)?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?", name)
    return tuple(int(number or 0) for number in release.groups()) if release else (0, 0, 0)
