"""A generator: which files it makes, and what each is to hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[2]
"""The repository."""
Made = Mapping[Path, bytes]
"""What each file is to hold, by its path."""
LINES, COLUMNS = 20, 160
"""Of a difference that are shown."""


@dataclass(frozen=True, slots=True)
class Generator:
    """Files that one program makes."""

    name: str
    says: str
    """What it makes, from what."""
    module: str
    """Of `lab`; its function `made` gives a `Made`."""
    slow: bool = False
    """Runs only where it is named."""

    def made(self) -> Made:
        """What its files are to hold; writes nothing."""
        make: Callable[[], Made] = import_module(f"lab.{self.module}").made
        return make()


def stale(made: Made) -> Iterator[str]:
    """What is wrong in the repository, a text for each file that is missing or holds something else."""
    for path, wanted in made.items():
        name = path.relative_to(ROOT).as_posix()
        if not path.exists():
            yield f"{name} is missing"
        elif (found := path.read_bytes()) != wanted:
            yield "\n".join([f"{name} is not what it would be made to be now:", *_difference(found, wanted)])


def write(made: Made) -> Iterator[Path]:
    """Write the files that hold something else, and give their paths."""
    for path, wanted in made.items():
        if not path.exists() or path.read_bytes() != wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(wanted)
            yield path


def _difference(found: bytes, wanted: bytes) -> list[str]:
    try:
        now, then = found.decode().splitlines(), wanted.decode().splitlines()
    except UnicodeDecodeError:
        return [f"  {len(found)} bytes, would be {len(wanted)}"]
    lines = list(unified_diff(now, then, "now", "made", lineterm="", n=0))
    return [f"  {line[:COLUMNS]}" for line in lines[:LINES]] + (["  ..."] if len(lines) > LINES else [])
