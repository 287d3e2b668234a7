"""wslmem's wheel, as its users get it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def unpacked(folder: Path) -> Path:
    """Build the wheel and unpack it below `folder`, where nothing else is, always at the same place.

    The compiled files lie apart (PYTHONPYCACHEPREFIX) by the path of their source; the checkout keeps its own.
    """
    shutil.rmtree(folder, ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "--quiet"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", str(folder / "dist"), str(ROOT)], check=True)
    (wheel,) = (folder / "dist").glob("*.whl")
    site = folder / wheel.stem
    subprocess.run([*pip, "install", "--no-deps", "--no-compile", "--target", str(site), str(wheel)], check=True)
    return site
