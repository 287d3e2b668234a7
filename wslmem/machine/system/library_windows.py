"""Loading a library of Windows."""

from __future__ import annotations

import ctypes
from typing import Any


def load(name: str) -> Any:  # noqa: ANN401 - a library's functions have no types of their own
    """The library `name` (`kernel32`), its calls keeping their error for `last_error`."""
    # Looked up by name, for the attribute exists on Windows only and the type checker runs everywhere.
    return vars(ctypes)["WinDLL"](name, use_last_error=True)


def last_error() -> OSError:
    """The error of the last failed call as an exception with its `winerror`."""
    error: OSError = vars(ctypes)["WinError"](vars(ctypes)["get_last_error"]())
    return error
