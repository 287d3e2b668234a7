"""A folder that stands in for a Windows machine: emulated wsl.exe, a lived-in .wslconfig, a Go project."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

import wslmem
from wslmem.errors import CannotCreateError, UnavailableError
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own import sample_module, trust
from wslmem.machine.system import process
from wslmem.records import record
from wslmem.text import Text
from wslmem.units import Seconds

EMULATOR = Path(wslmem.__file__).parent / "emulator"
"""The emulator is a program; it is reached by its path and never imported."""

LIVED_IN = (
    b"# Settings for WSL. Copied from a blog in 2023, edited since.\r\n"
    b"[wsl2]\r\n"
    b"memory=512MB   # was 8GB, but Chrome got slow\r\n"
    b"swap=0   # to spare the SSD\r\n"
    b"processors=2\r\n"
    b"localhostForwarding=true\r\n"
    b"\r\n"
    b"[experimental]\r\n"
    b"sparseVhd=false\r\n"
)
"""CRLF, comments, other keys, a memory= that no large build survives, no swap."""

MARK = "wslmem-sandbox.json"
"""Says that a folder is a sandbox of ours, and who made it."""
RELEASE = "3.0.1"
"""The WSL that the demo plays: the newest that the emulator knows."""
PREFIX = "wslmem-demo-"
LIMIT = Seconds(60)


@record
class Sandbox:
    """Where everything in a sandbox is."""

    folder: Path
    paths: MachinePaths
    project: Path
    report: Path
    """Folder for what the demo writes about itself."""


def make(folder: Path, *, project: Path | None, go: Path) -> Sandbox:
    """Make a sandbox in `folder`, which must be empty, missing, or an older sandbox.

    Args:
        folder: made if it is missing.
        project: a Go project to build; None writes a small one of our own.
        go: the toolchain's `go`, which the emulated guest finds on its PATH.

    Raises:
        CannotCreateError: the folder holds something else, or cannot be written.
        UnavailableError: the emulator cannot run here; says which right is missing.
    """
    _claim(folder)
    machine = folder / "machine"
    _emulator("make", machine)
    knobs = {"guest_path": [str(go.parent)], "profile": RELEASE}
    (machine / "knobs.json").write_text(json.dumps(knobs), encoding="ascii")
    (machine / "profile" / ".wslconfig").write_bytes(LIVED_IN)
    report = folder / "report"
    report.mkdir(exist_ok=True)
    return Sandbox(folder, _paths(folder), project or sample_module.write(folder / "project"), report)


def _claim(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            if not (folder / MARK).exists():
                raise CannotCreateError(
                    Text("the folder is not empty and is not a wslmem sandbox"),
                    place=str(folder),
                    on_disk=Text("unchanged"),
                    next_step=Text("name an empty folder: --dir DIR"),
                )
            end(folder)
        (folder / MARK).write_text(json.dumps({"pid": os.getpid()}), encoding="ascii")
    except OSError as error:
        raise CannotCreateError(
            Text("cannot create the sandbox: {strerror}", strerror=error.strerror), place=str(folder)
        ) from error


def _paths(folder: Path) -> MachinePaths:
    return MachinePaths(
        side="linux",
        wslconfig=folder / "machine" / "profile" / ".wslconfig",
        wsl_exe=folder / "machine" / "wsl.exe",
        powershell_exe=None,
        state_dir=folder / "state",
        config_toml=folder / "state" / "config.toml",
    )


def end(folder: Path) -> None:
    """End the emulated VM of a sandbox, whatever a killed run left of it; its files stay."""
    if (folder / "machine").exists():
        _emulator("clean", folder / "machine")


def temporary() -> Path:
    """A new temporary folder for a sandbox."""
    return Path(tempfile.mkdtemp(prefix=PREFIX))


def remove(folder: Path) -> None:
    """Remove a temporary sandbox whose VM has been ended."""
    shutil.rmtree(folder)


def abandoned() -> list[Path]:
    """Temporary sandboxes of ours whose maker is gone; what they left running can be ended.

    What another user laid into the folder for temporary files is passed over: whoever ends a sandbox believes it.
    """
    found = []
    for mark in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/{MARK}"):
        try:
            if trust.doubt(mark.parent) or trust.doubt(mark):
                continue
            maker = int(json.loads(mark.read_text(encoding="ascii"))["pid"])
        except (OSError, ValueError, LookupError, TypeError, OverflowError, RecursionError):
            continue
        if not Path(f"/proc/{maker}").exists():
            found.append(mark.parent)
    return found


def warm(go: Path) -> None:
    """Read the toolchain's programs once, so that the emulated VM is not charged for loading them.

    A real VM holds its programs in its own page cache from an earlier build; the emulated one is a fresh group that
    would count every page it is the first to read.
    """
    root = process.run([str(go), "env", "GOTOOLDIR"], timeout=LIMIT, check=True).stdout.decode().strip()
    for program in (go, *sorted(Path(root).glob("*"))):
        if program.is_file():
            with program.open("rb") as stream:
                while stream.read(1 << 20):
                    pass


def _emulator(verb: str, machine: Path) -> None:
    done = process.run([sys.executable, str(EMULATOR), verb, str(machine)], timeout=LIMIT)
    if done.returncode != 0:
        told = (done.stderr or done.stdout).decode("utf-8", "replace").strip()
        raise UnavailableError(Text("the emulated WSL cannot run here: {told}", told=told), place=str(machine))
