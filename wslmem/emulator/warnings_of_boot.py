"""The warnings about `.wslconfig`, in words, on the client that boots the VM (WSL: ExecutionContext.cpp)."""

from __future__ import annotations

from .config.read import Warning_
from .folder import WINDOWS_PROFILE
from .session import Session

PATH = f"{WINDOWS_PROFILE}\\.wslconfig"
SWAP_DISK = f"{WINDOWS_PROFILE}\\AppData\\Local\\Temp\\swap.vhdx"


def tell(session: Session, warnings: list[Warning_], *, swap_lost: bool) -> None:
    """Print them in order."""
    for warning in warnings:
        session.console.warn(_words(session, warning))
    if swap_lost:
        session.console.warn(session.text("SwapDisk", SWAP_DISK, session.text("disk-full")))


def _words(session: Session, warning: Warning_) -> str:
    if warning.kind == "FailedToOpen":
        return session.text("FailedToOpen", PATH, session.text(warning.values[0]))
    if not warning.line:
        return session.text(warning.kind, *warning.values)
    key, value, *listed = warning.values
    if warning.conflict:
        name, line = warning.conflict
        listed = [name, f"{PATH}:{line}"]
    return session.text(warning.kind, key, value, f"{PATH}:{warning.line}", *listed)
