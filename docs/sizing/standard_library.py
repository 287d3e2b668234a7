"""Write the table of the standard library that a walk without a toolchain uses.

python docs/sizing/standard_library.py > wslmem/machine/go_standard.json
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess

from wslmem.machine.project import go_list
from wslmem.machine.project.project_scan import Files
from wslmem.sizing.project import GoPackage


def main() -> None:
    environment = os.environ | {"GOTOOLCHAIN": "local", "GOOS": "linux", "GOARCH": "amd64", "CGO_ENABLED": "1"}
    command = [shutil.which("go") or "go", *go_list.arguments(["std"], "")]
    told = subprocess.run(command, env=environment, cwd="/", capture_output=True, check=True).stdout
    files = Files()
    found = go_list.listing(go_list.parse(told), files)
    rows = sorted((package.import_path, row(package)) for package in found.packages)
    print("{\n" + ",\n".join(f" {json.dumps(path)}: {json.dumps(values)}" for path, values in rows) + "\n}")


def row(package: GoPackage) -> list[object]:
    """What wslmem/machine/project/source/go_standard.py reads."""
    return [
        *(package.source_bytes, package.code_bytes, package.dots, package.lines, package.branches),
        package.largest_function,
        *(package.interface_methods, package.instances, package.generic_reached, package.wrappers),
        *(package.files, int(package.cgo), package.imports),
    ]


if __name__ == "__main__":
    main()
