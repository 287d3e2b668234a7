"""Measure what the C and C++ compilers take for the files of cgo packages, one file at a time.

python -m lab.sizing.c_compiles WORKDIR NAME [MOST]

Each file is compiled as the go command does it (`-g -O2 -fPIC`, and the package's own flags). A line goes to
`data/c_compiles.csv`: what the scan sees in the file and in what it includes, and the peak of the compiler's anonymous
memory, read every 5 ms.
With MOST only so many files of a package, spread over their sizes, are compiled.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from lab.sizing import projects
from lab.sizing.record import MIB, append
from wslmem.machine.project.go_files import c_units
from wslmem.machine.project.go_list import c_flags_of
from wslmem.machine.project.source.c_source import CXX

DATA = "c_compiles.csv"
FIGURES = ("size", "tables", "headers", "standard", "library")
"""What the scan sees, as in `CUnit`."""
COLUMNS = ("project", "package", "file", *FIGURES, "peak_mb", "seconds")
PERIOD = 0.005
FIELDS = "ImportPath,Dir,CgoFiles,CFiles,CXXFiles,CgoCFLAGS,CgoCPPFLAGS,CgoCXXFLAGS,Standard"


def packages(project: projects.Project, folder: Path) -> list[dict[str, Any]]:
    """The packages that have C or C++ files."""
    told = projects.go(project, folder, "list", "-deps", f"-json={FIELDS}", *project.patterns)
    found = json.loads("[" + told.strip().replace("\n}\n{", "\n},\n{") + "]")
    return [one for one in found if (one.get("CFiles") or one.get("CXXFiles")) and not one.get("Standard")]


def peak(pid: int) -> int:
    """Anonymous memory of a process and of those that it started, bytes."""
    total = 0
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        at = status.find("RssAnon:")
        total = int(status[at + 8 : at + 24].split()[0]) * 1024 if at >= 0 else 0
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return total
    return max([total, *(peak(int(child)) for child in children)])


def measured(package: dict[str, Any], name: str) -> tuple[int, float] | None:
    """The peak in bytes and the seconds of one compile, None where it fails."""
    cxx = name.endswith(CXX)
    flags = [*package.get("CgoCPPFLAGS", ()), *package.get("CgoCXXFLAGS" if cxx else "CgoCFLAGS", ())]
    compiler = ["g++" if cxx else "gcc", "-g", "-O2", "-fPIC", "-pthread", "-I", "."]
    command = [*compiler, *flags, "-c", name, "-o", "/dev/null"]
    start, most = time.monotonic(), 0
    child = subprocess.Popen(command, cwd=package["Dir"], stderr=subprocess.DEVNULL)
    while child.poll() is None:
        most = max(most, peak(child.pid))
        time.sleep(PERIOD)
    return (most, time.monotonic() - start) if child.returncode == 0 else None


def main() -> None:
    workdir, name, *most = sys.argv[1:]
    project = projects.known()[name]
    for package in packages(project, projects.fetch(project, Path(workdir))):
        names = [*package.get("CFiles", ()), *package.get("CXXFiles", ())]
        units = sorted(c_units(package["Dir"], names, c_flags_of(package)), key=lambda one: -one.size)
        for one in units[:: max(1, len(units) // int(most[0]))] if most else units:
            told = measured(package, one.name)
            if told is None:
                continue
            row = {"project": name, "package": package["ImportPath"], "file": one.name}
            row |= {figure: getattr(one, figure) for figure in FIGURES}
            append(DATA, COLUMNS, [row | {"peak_mb": round(told[0] / MIB, 1), "seconds": round(told[1], 2)}])
            print(row, round(told[0] / MIB, 1), flush=True)


if __name__ == "__main__":
    main()
