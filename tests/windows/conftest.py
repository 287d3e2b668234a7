"""Tests of Windows' own code: collected where this Python is for Windows, and nowhere else."""

from __future__ import annotations

import sys

collect_ignore_glob = [] if sys.platform == "win32" else ["test_*.py"]
