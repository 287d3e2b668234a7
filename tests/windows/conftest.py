"""Tests of Windows' own code: collected where this Python is for Windows, and nowhere else."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

HERE = Path(__file__).parent

collect_ignore_glob = [] if sys.platform == "win32" else ["test_*.py"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The main job takes longest by far: it begins first, or one of two workers would idle beside it at the end."""
    items.sort(key=lambda item: item.path.parent != HERE)


@pytest.fixture
def held() -> Callable[..., AbstractContextManager[None]]:
    """Have a file open as editors and scanners do that share it with nobody, or with `share` for reading alone."""

    @contextlib.contextmanager
    def hold(path: Path, share: int = 0) -> Iterator[None]:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateFileW.restype = ctypes.c_void_p
        read, existing = 0x80000000, 3
        handle = kernel.CreateFileW(str(path), read, share, None, existing, 0, None)
        try:
            yield
        finally:
            kernel.CloseHandle(ctypes.c_void_p(handle))

    return hold


@pytest.fixture(scope="session")
def lane_parts() -> list[str]:
    """What the lane has for the builder of the folder: unpacked packages."""
    return os.environ["WSLMEM_LANE_FOLDER"].split(";")
