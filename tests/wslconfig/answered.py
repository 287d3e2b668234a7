"""Files that WSL's own parser answered: made to be difficult, and published; and posted ones, which a person read."""

from __future__ import annotations

import base64
import json
import lzma
from pathlib import Path

HERE = Path(__file__).parent
VECTORS = json.loads(lzma.decompress((HERE / "vectors.json.xz").read_bytes()))
REAL = json.loads(lzma.decompress((HERE / "real_files.json.xz").read_bytes()))
"""150 files of public repositories, each with the repository it is from. Both are packed: nobody edits them."""
POSTED = json.loads(lzma.decompress((HERE / "posted_files.json.xz").read_bytes()))
"""Files made after what people post, with what one reader says of each; to add one: `xz -d`, write it, `xz -9e`."""


def data_of(case):
    return base64.b64decode(case["input_base64"])


def named(cases):
    return [case["name"] for case in cases]
