"""Small programs that stand in for those of Windows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# No test is timed: a machine with other work may take long over one example.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Where a program of Windows is played by a script, a POSIX shell has to run it."""
    if "program" in getattr(item, "fixturenames", ()):
        item.add_marker(pytest.mark.posix_only(reason="a program of Windows is played by a script of a Linux shell"))


@pytest.fixture
def program(tmp_path: Path) -> Callable[..., Path]:
    """Write an executable shell script and give its path: `program("wslpath", 'echo "$2"')`."""

    def write(name: str, text: str, shell: str = "/bin/sh") -> Path:
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!{shell}\n{text}\n")
        path.chmod(0o755)
        return path

    return write
