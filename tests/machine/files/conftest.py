"""The sweeps' program and engine are plain modules beside the tests."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def thorough() -> bool:
    """Whether to run every point of every sweep (`WSLMEM_THOROUGH=1`) instead of a sample spread over all of them."""
    return bool(os.environ.get("WSLMEM_THOROUGH"))
