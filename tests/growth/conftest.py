"""Lets the tests of this folder share their own modules; tests are no packages."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

collect_ignore_glob = ["test_*.py"] if sys.platform == "win32" else []
"""Patterns and readers are the same on both sides, and the emulator among them imports what only POSIX has."""
