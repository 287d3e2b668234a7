"""An emulated machine that is lived in, for a picture."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lab.generate.generator import ROOT
from wslmem.machine.host.paths import MachinePaths

EMULATOR = ROOT / "wslmem" / "emulator"
FILE = (
    "# kept from 2023\r\n[wsl2]\r\nmemory={memory}   # was 8GB\r\nswap=0\r\npageReporting=true\r\n\r\n"
    "[experimental]\r\nautoMemoryReclaim=gradual\r\nsparseVhd=false\r\n"
)
HOLD = "import time; held = bytearray(b'x') * ({mib} << 20); time.sleep(9999)"
EAT = """
import time
while True:
    held = []
    for _ in range(15):
        held.append(b"x" * (160 << 20))
        time.sleep(0.6)
"""
"""Takes memory piece by piece and gives it back, so that a live chart has something to show."""


@dataclass(frozen=True, slots=True)
class Machine:
    """A folder with wsl.exe, a profile and a state folder."""

    folder: Path
    paths: MachinePaths

    def python(self, code: str) -> None:
        """Start a Python program in the VM, which starts with it; it ends with the VM."""
        command = [str(self.paths.wsl_exe), "--", sys.executable, "-c", code]
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def break_by(self, fault: str) -> None:
        """From now on its WSL has this fault."""
        (self.folder / "knobs.json").write_text(json.dumps({"faults": [fault]}), encoding="utf-8")


@contextmanager
def lived_in(memory: str = "4GB", held: int = 420) -> Iterator[Machine]:
    """A machine with a lived-in file, whose VM runs and holds so many MiB, as the server of an editor does."""
    with tempfile.TemporaryDirectory(prefix="pc-") as place:
        folder = Path(place) / "dev"
        _emulator("make", folder)
        state = folder / "wslmem"
        paths = MachinePaths(
            "linux", folder / "profile" / ".wslconfig", folder / "wsl.exe", None, state, state / "c.toml"
        )
        paths.wslconfig.write_bytes(FILE.format(memory=memory).encode())
        machine = Machine(folder, paths)
        machine.python(HOLD.format(mib=held))
        try:
            yield machine
        finally:
            (folder / "knobs.json").unlink(missing_ok=True)
            _emulator("clean", folder)


def _emulator(verb: str, folder: Path) -> None:
    subprocess.run([sys.executable, str(EMULATOR), verb, str(folder)], check=True, capture_output=True)
