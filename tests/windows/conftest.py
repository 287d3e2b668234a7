"""Tests of Windows' own code: collected where this Python is for Windows, and nowhere else."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent

collect_ignore_glob = [] if sys.platform == "win32" else ["test_*.py"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The main job takes longest by far: it begins first, or one of two workers would idle beside it at the end."""
    items.sort(key=lambda item: item.path.parent != HERE)


@pytest.fixture(scope="session")
def lane_parts() -> list[str]:
    """What the lane has for the builder of the folder: unpacked packages."""
    return os.environ["WSLMEM_LANE_FOLDER"].split(";")
