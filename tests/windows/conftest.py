"""Tests of Windows' own code: collected where this Python is for Windows, and nowhere else."""

from __future__ import annotations

import os
import sys

import pytest

collect_ignore_glob = [] if sys.platform == "win32" else ["test_*.py"]


@pytest.fixture(scope="session")
def lane_parts() -> list[str]:
    """What the lane has for the builder of the folder: unpacked packages."""
    return os.environ["WSLMEM_LANE_FOLDER"].split(";")
