"""Build the folder that runs without an installed Python: `.ci/windows-zip [FOLDER]`, by default into dist/."""

from __future__ import annotations

import sys
from pathlib import Path

import install
import wheel
import wine

BUILDER = Path(__file__).parents[1] / "folder"
LIMIT = 10 * 60
"""Seconds for the builder."""


def main(target: Path) -> int:
    """Build the zip into the folder `target`, and print its path."""
    cache = install.cache_folder()
    with install.alone(cache):
        parts = install.install(cache)
        site = wheel.unpacked(cache / "wheel")
        target.mkdir(parents=True, exist_ok=True)
        path = target.resolve() / f"{site.name.partition('-py')[0]}-windows-x64.zip"
        there = wine.windows_path
        argv = [there(parts.python), "-I", there(BUILDER), *arguments(parts, site), there(path)]
        code = wine.run(argv, cache / install.PREFIX, {}, cwd=wheel.ROOT, limit=LIMIT)
    print(path if code == 0 else "not built")
    return code


def arguments(parts: install.Installed, site: Path) -> list[str]:
    """The parts, as the builder wants them, which runs on Windows."""
    return [wine.windows_path(path) for path in (parts.program, site, parts.tests)]


if __name__ == "__main__":
    sys.exit(main(Path(*sys.argv[1:] or ["dist"])))
