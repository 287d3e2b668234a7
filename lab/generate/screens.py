"""The pictures of README and docs/app.md: the app on emulated machines with real Go projects and real builds."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

from lab.generate.generator import ROOT
from lab.screens import browser, shop
from lab.screens.scenes import LOG, SCENES, drawn
from wslmem.machine.own import sample_module

FOLDER = ROOT / "docs" / "screens"
ONLY = "WSLMEM_SCREENS"
"""Names of the pictures to draw, where not all of them."""
REPORT = (1000, 760)
"""Pixels of the report that are shown."""


def made() -> dict[Path, bytes]:
    """Every picture by its path; takes some minutes, Linux, root or a session of systemd, Go and Chromium."""
    only = os.environ.get(ONLY, "").split()
    pictures = {}
    with tempfile.TemporaryDirectory() as folder:
        projects = Path(folder)
        shop.write(projects / "shop")
        sample_module.write(projects / "sample")
        (projects / "build.log").write_text(LOG, encoding="utf-8")
        for scene in SCENES:
            if not only or scene.name in only:
                began = time.monotonic()
                svg = asyncio.run(drawn(scene, projects))
                pictures[FOLDER / f"{scene.name}.png"] = browser.terminal(svg, scene.size)
                print(f"{scene.name}: {time.monotonic() - began:.0f} s", file=sys.stderr)
    if not only or "report" in only:
        page = (ROOT / "docs" / "reports" / "example.html").read_text(encoding="utf-8")
        pictures[FOLDER / "report.png"] = browser.picture(page, REPORT, dark=True)
    return pictures
