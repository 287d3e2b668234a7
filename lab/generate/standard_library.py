"""What is known of the standard library before a scan, from the Go toolchains here.

The table that a walk without a toolchain uses is of the one on PATH, and of each one there is what scans would find.
"""

from __future__ import annotations

import json
import lzma
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from wslmem.machine.project import go_list, package_memory, standard
from wslmem.machine.project.go_files import Files
from wslmem.machine.project.package_memory import PackageMemory, Places
from wslmem.machine.project.shelves import Shelves
from wslmem.machine.project.source import go_standard
from wslmem.sizing.project import GoPackage

_OWN = {"internal", "vendor"}
"""Folders whose packages nobody else may import: of them counts only what the others need."""


def made() -> dict[Path, bytes]:
    """The table and what comes of each release, by their paths."""
    go = shutil.which("go") or "go"
    beside = Path(sys.executable).with_name("go")
    found = go_list.listing(go_list.parse(_told(go, *go_list.arguments(["std"], ""))), Files())
    rows = sorted((package.import_path, row(package)) for package in found.packages)
    text = "{\n" + ",\n".join(f" {json.dumps(path)}: {json.dumps(values)}" for path, values in rows) + "\n}\n"
    kept = dict(release(one) for one in (go, str(beside)) if shutil.which(one))
    return {Path(go_standard.__file__).with_name("go_standard.json"): text.encode(), standard.FILE: packed(kept)}


def packed(kept: Mapping[str, bytes]) -> bytes:
    """The file that comes with the program, the newest release first."""
    newest = sorted(kept, key=lambda name: [int(figure) for figure in re.findall(r"\d+", name)], reverse=True)
    index = json.dumps([(name, len(kept[name])) for name in newest]).encode()
    return lzma.compress(b"\n".join([index, b"".join(kept[name] for name in newest)]), preset=9 | lzma.PRESET_EXTREME)


def release(go: str) -> tuple[str, bytes]:
    """The release of a toolchain, and what a scan keeps of its standard library."""
    root, version = _told(go, "env", "GOROOT", "GOVERSION").decode().split()
    files = Files()
    with tempfile.TemporaryDirectory() as folder, closing(Shelves(Path(folder) / package_memory.FILE)) as shelves:
        places = Places("", os.path.join(root, "src", ""), "")  # noqa: PTH118  with a separator behind it; no release: no use of what came before
        memory = PackageMemory(shelves, Path(folder), places, files)
        listed = [path for path in _told(go, "list", "std").decode().split() if not _OWN.intersection(path.split("/"))]
        go_list.listing(go_list.parse(_told(go, *go_list.arguments(listed, ""))), files, memory)
        memory.write()
        return version, shelves.body(package_memory.standard_of(""))


def _told(go: str, *arguments: str) -> bytes:
    environment = os.environ | {"GOTOOLCHAIN": "local", "GOOS": "linux", "GOARCH": "amd64", "CGO_ENABLED": "1"}
    return subprocess.run([go, *arguments], env=environment, cwd="/", capture_output=True, check=True).stdout


def row(package: GoPackage) -> list[object]:
    """What wslmem/machine/project/source/go_standard.py reads."""
    return [
        *(package.source_bytes, package.code_bytes, package.dots, package.lines, package.branches),
        package.largest_function,
        *(package.interface_methods, package.instances, package.generic_reached, package.wrappers),
        *(package.files, int(package.cgo), package.imports),
    ]
