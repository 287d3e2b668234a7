"""Keep the shapes of the measured projects beside the measurements, so that the model can be fitted without them.

python -m lab.sizing.shapes WORKDIR [NAME ...]
"""

from __future__ import annotations

import json
import lzma
import os
import sys
from dataclasses import asdict
from pathlib import Path

from lab.sizing import projects
from wslmem.cautions import Caution
from wslmem.machine.project import project_scan
from wslmem.sizing.project import GoPackage, GoProject

KEPT = Path(__file__).with_name("data") / "projects.jsonl.xz"


def scanned(project: projects.Project, workdir: Path) -> GoProject:
    """One project as its build sees it."""
    os.environ.update(projects.environment(project, GOFLAGS="-mod=mod -buildvcs=false"))
    shape = project_scan.scan(workdir / project.name, go=Path(project.tool), patterns=project.patterns)
    if not shape.exact:
        raise SystemExit(f"{project.name}: {shape.cautions[0].text}")
    return shape


def keep(name: str, shape: GoProject) -> None:
    """Put the shape of one project among those that are kept."""
    lines = {json.loads(line)["root"]: line for line in _lines()}
    lines[name] = json.dumps(asdict(shape) | {"root": name}, separators=(",", ":"))
    KEPT.write_bytes(lzma.compress("".join(f"{lines[one]}\n" for one in sorted(lines)).encode(), preset=9))


def kept() -> dict[str, GoProject]:
    """Every project whose shape is kept, by name."""
    return {project.root: project for project in map(_project, _lines())}


def _lines() -> list[str]:
    """The JSON of each."""
    return lzma.decompress(KEPT.read_bytes()).decode().splitlines() if KEPT.exists() else []


def _project(line: str) -> GoProject:
    values = json.loads(line)
    packages = tuple(GoPackage(**row | {"imports": tuple(row["imports"])}) for row in values.pop("packages"))
    cautions = tuple(Caution(**row) for row in values.pop("cautions"))
    return GoProject(**values | {"modules": tuple(values["modules"])}, packages=packages, cautions=cautions)


def main() -> None:
    workdir, *names = sys.argv[1:]
    known = projects.known()
    for name in names or [name for name in known if (Path(workdir) / name).is_dir()]:
        shape = scanned(known[name], Path(workdir))
        keep(name, shape)
        print(name, len(shape.packages), f"{shape.source_bytes / 1e6:.1f} MB", flush=True)


if __name__ == "__main__":
    main()
