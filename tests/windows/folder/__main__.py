r"""Build `wslmem-VERSION-windows-x64.zip`, a folder that runs without an installed Python.

    python.exe tests\windows\folder PROGRAM WHEEL LAUNCHER ZIP

It runs on the very CPython for Windows that it packs (under Wine: `.ci/windows-zip`), so that compiled files and
compression are that version's, whatever the building machine has. The same parts give the same bytes: nothing of the
building machine, no time and no order of its file system goes in.
"""

from __future__ import annotations

import importlib
import importlib.util
import marshal
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import licences
import parts

INFO = "*.dist-info"
RESOURCE = "wslmem.dsc.resource.json"
"""By it `dsc` and `winget configure` find the resource, where the folder is on PATH."""
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time of every file: the earliest that a zip can tell."""
UNCHECKED = (1).to_bytes(4, "little")
"""Compiled files that name their source by its hash, and are not compared with it at each start (PEP 552)."""


def main(program: Path, wheel: Path, launcher: Path, target: Path) -> None:
    """Gather, compile, pack.

    Args:
        program: the wheels that wslmem needs, unpacked.
        wheel: wslmem's own, unpacked.
        launcher: where distlib is unpacked, whose launcher becomes wslmem.exe.
        target: the zip.

    Raises:
        SystemExit: a part has no licence.
    """
    metadata = (*program.glob(INFO), *wheel.glob(INFO), *launcher.glob(f"distlib-{INFO}"))
    files = dict(parts.files(Path(sys.executable).parent, (program, wheel), launcher))
    files |= licences.files(metadata)
    files[RESOURCE] = resource((program, wheel))
    files |= compiled(files)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{target.stem}/{name}", LONG_AGO)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, files[name])


def resource(packages: tuple[Path, ...]) -> bytes:
    """The manifest of the DSC resource, as the packed wslmem makes it."""
    sys.path += map(str, packages)
    manifest = importlib.import_module("wslmem.fleet.manifest")
    return bytes(manifest.text(manifest.NEWEST), "ascii")


def compiled(files: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Each module compiled, for a folder that may not be writable; tracebacks name files as they lie in the folder."""
    for name, source in sorted(files.items()):
        if name.endswith(".py"):
            code = compile(source, name, "exec", dont_inherit=True)
            head = importlib.util.MAGIC_NUMBER + UNCHECKED + importlib.util.source_hash(source)
            folder, _, own = name.rpartition("/")
            yield f"{folder}/__pycache__/{own[:-3]}.{sys.implementation.cache_tag}.pyc", head + marshal.dumps(code)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
