"""The warnings about `.wslconfig`, in words, on the client that boots the VM (WSL: ExecutionContext.cpp)."""

from __future__ import annotations

from .config.read import Complaint
from .folder import WINDOWS_PROFILE
from .lean import dataclass
from .session import Session

PATH = f"{WINDOWS_PROFILE}\\.wslconfig"
NETWORK_CODE = "CreateInstance/CreateVm/ConfigureNetworking/WSL_E_VMSWITCH_NOT_FOUND"
SWAP_DISK = f"{WINDOWS_PROFILE}\\AppData\\Local\\Temp\\swap.vhdx"


BY_THE_GUEST = (
    "wsl: Processing /etc/fstab with mount -a failed.\n"
    "wsl: Failed to start the systemd user session for 'root'. See journalctl for more details.\n"
)
"""What the guest's init says itself, in English and with LF, into the client's stderr (WSL: init.cpp)."""


LATE = frozenset({"LocalhostMirrored"})
"""Said when the VM runs already, behind what is said of its swap disk."""


@dataclass(frozen=True, slots=True)
class Lost:
    """What the VM starts without."""

    swap: str = ""
    """Where the swap disk could not be made; empty where it was."""
    swap_why: str = "disk-full"
    network: tuple[str, str, tuple[str, ...]] | None = None
    """Sentence, code and values of the network's error."""


NOTHING = Lost()


def tell(session: Session, warnings: list[Complaint], lost: Lost = NOTHING) -> None:
    """Print them in order."""
    early = [one for one in warnings if one.kind not in LATE]
    for warning in early:
        if warning.kind != "InvalidMacAddress":  # it ends the boot, and that is what is said
            session.console.warn(_words(session, warning))
    if lost.swap:
        session.console.warn(session.text("SwapDisk", lost.swap, session.text(lost.swap_why)))
    for warning in warnings:
        if warning.kind in LATE:
            session.console.warn(_words(session, warning))
    _network(session, lost)


def _network(session: Session, lost: Lost) -> None:
    """Why there is no network, and that there is none."""
    if "network-fallback" in session.knobs.faults:
        session.console.warn(session.text("NetworkFallback") + "\n" + session.text("error-code", NETWORK_CODE))
        session.console.warn(session.text("NetworkFallbackMode"))
    elif lost.network is not None:
        sentence, code, values = lost.network
        session.console.warn(session.text(sentence, *values) + "\n" + session.text("error-code", code))
        session.console.warn(session.text("NetworkFallback"))


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
