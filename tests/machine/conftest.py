"""Small programs that stand in for those of Windows."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ON_BOTH_SIDES = frozenset({"test_wsl.py", "test_guest_memory.py"})
"""Modules whose programs are all called wsl.exe; the other programs are those that wslmem asks from inside WSL."""


def pytest_itemcollected(item: pytest.Item) -> None:
    """From Windows a wsl.exe that is played by a script is reached over the bridge."""
    if "program" in getattr(item, "fixturenames", ()) and item.path.name not in ON_BOTH_SIDES:
        item.add_marker(pytest.mark.posix_only(reason="a program of Windows is played by a script of a Linux shell"))


@pytest.fixture
def program(tmp_path: Path, emulate: Callable[..., None]) -> Callable[..., Path]:
    """Write an executable shell script and give its path: `program("wslpath", 'echo "$2"')`."""

    def write(name: str, text: str, shell: str = "/bin/sh") -> Path:
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        if sys.platform == "win32":
            text = text.replace(str(tmp_path), tmp_path.as_posix().removeprefix("Z:"))  # as Linux has it
            (path.parent / "script").write_text(text, encoding="utf-8", newline="\n")
            emulate("script", path.parent)
            return path
        path.write_text(f"#!{shell}\n{text}\n")
        path.chmod(0o755)
        return path

    return write
