"""The table of the standard library that a walk without a toolchain uses, from the Go toolchain on PATH."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

from wslmem.machine.project import go_list
from wslmem.machine.project.go_files import Files
from wslmem.machine.project.source import go_standard
from wslmem.sizing.project import GoPackage


def made() -> dict[Path, bytes]:
    """The table by its path."""
    environment = os.environ | {"GOTOOLCHAIN": "local", "GOOS": "linux", "GOARCH": "amd64", "CGO_ENABLED": "1"}
    command = [shutil.which("go") or "go", *go_list.arguments(["std"], "")]
    told = subprocess.run(command, env=environment, cwd="/", capture_output=True, check=True).stdout
    files = Files()
    found = go_list.listing(go_list.parse(told), files)
    rows = sorted((package.import_path, row(package)) for package in found.packages)
    text = "{\n" + ",\n".join(f" {json.dumps(path)}: {json.dumps(values)}" for path, values in rows) + "\n}\n"
    return {Path(go_standard.__file__).with_name("go_standard.json"): text.encode()}


def row(package: GoPackage) -> list[object]:
    """What wslmem/machine/project/source/go_standard.py reads."""
    return [
        *(package.source_bytes, package.code_bytes, package.dots, package.lines, package.branches),
        package.largest_function,
        *(package.interface_methods, package.instances, package.generic_reached, package.wrappers),
        *(package.files, int(package.cgo), package.imports),
    ]
