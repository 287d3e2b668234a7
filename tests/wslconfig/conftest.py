"""Lets the tests of this folder share their own modules; tests are no packages."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

settings.register_profile("quick", deadline=None, max_examples=150)
settings.register_profile("thorough", deadline=None, max_examples=3_000)
settings.load_profile("thorough" if os.environ.get("WSLMEM_THOROUGH") else "quick")
