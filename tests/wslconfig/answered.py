"""Files that WSL's own parser answered: made to be difficult (`vectors.json`), and published (`real_files.json`)."""

from __future__ import annotations

import base64
import json
from pathlib import Path

HERE = Path(__file__).parent
VECTORS = json.loads((HERE / "vectors.json").read_text(encoding="utf-8"))
REAL = json.loads((HERE / "real_files.json").read_text(encoding="utf-8"))
"""150 files of public repositories, each with the repository it is from."""


def data_of(case):
    return base64.b64decode(case["input_base64"])


def named(cases):
    return [case["name"] for case in cases]
