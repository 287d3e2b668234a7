"""What this computer is called."""

from __future__ import annotations

import os


def read() -> str:
    """The name that the system goes by; empty where it does not tell."""
    if hasattr(os, "uname"):
        return os.uname().nodename
    return os.environ.get("COMPUTERNAME", "")
