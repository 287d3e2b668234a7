"""Keep the shapes of the measured projects beside the measurements, so that the model can be fitted without them.

python -m lab.sizing.shapes WORKDIR [NAME ...]
"""

from __future__ import annotations

import gzip
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from lab.sizing import projects
from wslmem.cautions import Caution
from wslmem.machine.project import project_scan
from wslmem.sizing.project import GoPackage, GoProject

FOLDER = Path(__file__).with_name("data") / "projects"


def keep(project: projects.Project, workdir: Path) -> GoProject:
    """Scan one project as its build sees it, and write its shape."""
    os.environ.update(projects.environment(project, GOFLAGS="-mod=mod -buildvcs=false"))
    shape = project_scan.scan(workdir / project.name, go=Path(project.tool), patterns=project.patterns)
    if not shape.exact:
        raise SystemExit(f"{project.name}: {shape.cautions[0].text}")
    values = asdict(shape) | {"root": project.name}
    FOLDER.mkdir(parents=True, exist_ok=True)
    text = json.dumps(values, separators=(",", ":")).encode()
    (FOLDER / f"{project.name}.json.gz").write_bytes(gzip.compress(text, mtime=0))
    return shape


def load(name: str) -> GoProject:
    """The shape of one project as it was kept."""
    values = json.loads(gzip.decompress((FOLDER / f"{name}.json.gz").read_bytes()))
    packages = tuple(GoPackage(**row | {"imports": tuple(row["imports"])}) for row in values.pop("packages"))
    cautions = tuple(Caution(**row) for row in values.pop("cautions"))
    return GoProject(**values | {"modules": tuple(values["modules"])}, packages=packages, cautions=cautions)


def kept() -> dict[str, GoProject]:
    """Every project whose shape is kept, by name."""
    return {path.name.partition(".")[0]: load(path.name.partition(".")[0]) for path in sorted(FOLDER.glob("*.json.gz"))}


def main() -> None:
    workdir, *names = sys.argv[1:]
    known = projects.known()
    for name in names or [name for name in known if (Path(workdir) / name).is_dir()]:
        shape = keep(known[name], Path(workdir))
        print(name, len(shape.packages), f"{shape.source_bytes / 1e6:.1f} MB", flush=True)


if __name__ == "__main__":
    main()
