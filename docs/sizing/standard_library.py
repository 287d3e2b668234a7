"""Write the table of the standard library that a walk without a toolchain uses.

python docs/sizing/standard_library.py > wslmem/machine/go_standard.json
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

from wslmem.machine.go_source import GIANT, LARGE, shape, small

FIELDS = "ImportPath,Dir,GoFiles,CgoFiles,Imports,ImportMap"


def main() -> None:
    environment = os.environ | {"GOTOOLCHAIN": "local", "GOOS": "linux", "GOARCH": "amd64", "CGO_ENABLED": "1"}
    command = [shutil.which("go") or "go", "list", "-deps", f"-json={FIELDS}", "std"]
    told = subprocess.run(command, env=environment, cwd="/", capture_output=True, check=True).stdout
    table = {}
    for entry in json.loads(b"[" + told.strip().replace(b"\n}\n{", b"\n},\n{") + b"]"):
        files = [*entry.get("GoFiles", []), *entry.get("CgoFiles", [])]
        texts = [(Path(entry["Dir"]) / name).read_bytes() for name in files]
        least = 0 if sum(map(len, texts)) >= GIANT else LARGE
        shapes = [shape(text) if len(text) >= least else small(len(text)) for text in texts]
        figures = [
            sum(map(len, texts)),
            sum(one.code for one in shapes),
            sum(one.functions for one in shapes),
            sum(one.instances for one in shapes),
            sum(one.addresses for one in shapes),
            max([one.largest_function for one in shapes], default=0),
        ]
        imports = [entry.get("ImportMap", {}).get(path, path) for path in entry.get("Imports", [])]
        table[entry["ImportPath"]] = [*figures, len(files), int(bool(entry.get("CgoFiles"))), imports]
    lines = ",\n".join(f" {json.dumps(path)}: {json.dumps(row)}" for path, row in sorted(table.items()))
    print(f"{{\n{lines}\n}}")


if __name__ == "__main__":
    main()
