"""From what is shown to a PNG, by a headless Chromium with the fonts of this machine and without a network."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from rich.cells import cell_len

from lab.screens.png import reduced

FONTS = '"DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace'
"""Of the Debian packages fonts-dejavu-core and fonts-noto-cjk."""
CELL = (12.2, 24.4)
"""Pixels of one cell in Rich's export."""
FRAME = (9, 41)
"""Pixels left of and above the terminal in Rich's export, which draws a window around it."""
SCALE = 0.9
"""Of the size that Rich gives a cell: still easy to read, and a fifth fewer bytes."""
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-component-update",
    "--disable-background-networking", "--disable-sync", f"--force-device-scale-factor={SCALE}", "--disable-lcd-text",
)  # fmt: skip
LIMIT = 60_000
"""Bytes of a picture: it stays in every clone for ever."""
TEXT = re.compile(r'(<text [^>]*)textLength="[^"]*"([^>]*>)([^<]*)</text>')
PATIENCE = 120.0
"""Seconds until a browser that shows nothing is given up."""


def terminal(svg: str, size: tuple[int, int]) -> bytes:
    """A PNG of a terminal of so many columns and rows, from the SVG that Textual exports of it."""
    # One pixel less each way: Rich cuts the last one off.
    width, height = (round(cells * pixels) - 1 for cells, pixels in zip(size, CELL, strict=True))
    plain = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL).replace("Fira Code, monospace", FONTS)
    plain = TEXT.sub(_by_cells, plain)
    inner = f"width:{width + 1 + 2 * FRAME[0]}px;display:block;margin:-{FRAME[1]}px 0 0 -{FRAME[0]}px"
    page = (
        f'<!doctype html><meta charset="utf-8"><body style="margin:0"><div style="width:{width}px;height:{height}px;'
        f'overflow:hidden"><div style="{inner}">{plain}</div></div>'
    )
    return picture(page, (width, height))


def _by_cells(text: re.Match[str]) -> str:
    """A piece of text as wide as its cells: Rich counts characters, of which a Chinese one takes two cells."""
    width = CELL[0] * cell_len(html.unescape(text[3]))
    return f'{text[1]}textLength="{width:.1f}"{text[2]}{text[3]}</text>'


def picture(page: str, size: tuple[int, int], *, dark: bool = False) -> bytes:
    """A PNG with a palette of the upper left part of an HTML page, so many pixels wide and high.

    Raises:
        SystemExit: there is no Chromium, or no font of `FONTS`, or it drew nothing.
    """
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None or not all(map(_has, re.findall('"(.*?)"', FONTS))):
        raise SystemExit("The pictures need Chromium (Debian: chromium, fonts-dejavu-core, fonts-noto-cjk).")
    with tempfile.TemporaryDirectory() as folder:
        source, drawn = Path(folder) / "page.html", Path(folder) / "page.png"
        source.write_text(page, encoding="utf-8")
        command = [
            program, *FLAGS, f"--user-data-dir={folder}/profile", f"--window-size={size[0]},{size[1]}",
            *(["--blink-settings=preferredColorScheme=0"] if dark else []), f"--screenshot={drawn}", source.as_uri(),
        ]  # fmt: skip
        said = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
        if not drawn.exists():
            raise SystemExit(f"Chromium drew nothing: {said.stderr[-500:]}")
        return reduced(drawn.read_bytes(), LIMIT)


def _has(font: str) -> bool:
    """Whether the font is installed: without one Chromium draws boxes for its letters, and says nothing."""
    return bool(subprocess.run(["fc-list", font], capture_output=True, check=True).stdout)
