"""The warnings about `.wslconfig`, in words, on the client that boots the VM (WSL: ExecutionContext.cpp)."""

from __future__ import annotations

from .config.read import Complaint
from .folder import WINDOWS_PROFILE
from .session import Session

PATH = f"{WINDOWS_PROFILE}\\.wslconfig"
NETWORK_CODE = "CreateInstance/CreateVm/ConfigureNetworking/WSL_E_VMSWITCH_NOT_FOUND"
SWAP_DISK = f"{WINDOWS_PROFILE}\\AppData\\Local\\Temp\\swap.vhdx"


BY_THE_GUEST = (
    "wsl: Processing /etc/fstab with mount -a failed.\n"
    "wsl: Failed to start the systemd user session for 'root'. See journalctl for more details.\n"
)
"""What the guest's init says itself, in English and with LF, into the client's stderr (WSL: init.cpp)."""


def tell(session: Session, warnings: list[Complaint], *, swap_lost: bool) -> None:
    """Print them in order."""
    for warning in warnings:
        if warning.kind == "InvalidMacAddress":
            continue  # it ends the boot, and that is what is said
        session.console.warn(_words(session, warning))
    if "network-fallback" in session.knobs.faults:
        session.console.warn(session.text("NetworkFallback") + "\n" + session.text("error-code", NETWORK_CODE))
        session.console.warn(session.text("NetworkFallbackMode"))
    if swap_lost:
        session.console.warn(session.text("SwapDisk", SWAP_DISK, session.text("disk-full")))


def _words(session: Session, warning: Complaint) -> str:
    if warning.kind == "FailedToOpen":
        return session.text("FailedToOpen", PATH, session.text(warning.values[0]))
    if not warning.line:
        return session.text(warning.kind, *warning.values)
    key, value, *listed = warning.values
    if warning.conflict:
        name, line = warning.conflict
        listed = [name, f"{PATH}:{line}"]
    return session.text(warning.kind, key, value, f"{PATH}:{warning.line}", *listed)
