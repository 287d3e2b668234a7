"""What keeps the VM from starting, and what it starts without (WSL: WslCoreVm.cpp, BridgedNetworking.cpp)."""

from __future__ import annotations

from collections.abc import Callable

from .settings import Settings

_CREATE = "Wsl/Service/CreateInstance/CreateVm"
NOT_FOUND = f"{_CREATE}/WSL_E_CUSTOM_KERNEL_NOT_FOUND"
SYSTEM_DISTRO = f"{_CREATE}/WSL_E_CUSTOM_SYSTEM_DISTRO_ERROR"
_NETWORK = "CreateInstance/CreateVm/ConfigureNetworking"
_VHDX = ".vhdx"

Exists = Callable[[str], bool]
"""Whether a file is at a path of the emulated Windows."""


def obstacle(settings: Settings, exists: Exists, config: str) -> tuple[str, ...] | None:
    """The sentence, the code and the values of the failure that ends the start; None where nothing does.

    Args:
        settings: what was read.
        exists: looks for a file.
        config: what messages call the `.wslconfig`.
    """
    files = settings.files
    kernel, modules, system = (files.get(name, "") for name in ("kernel", "kernelModules", "systemDistro"))
    if kernel and not exists(kernel):
        return ("custom-kernel", NOT_FOUND, config, kernel)
    if modules and not exists(modules):
        return ("custom-modules", NOT_FOUND, config, modules)
    if modules and not kernel:
        return ("modules-alone", NOT_FOUND)
    if system and not (system.lower().endswith((".img", ".vhd")) and exists(system)):
        return ("system-distro", SYSTEM_DISTRO, config)
    return None


LARGEST_SWAP = (64 << 40) - 4096
"""Of a VHDX, less the page by which WSL makes it larger than asked for."""


def swap_disk(settings: Settings) -> str:
    """Where the swap disk is to be made, with WSL's own extension; empty for WSL's own place, or none at all."""
    path = settings.files.get("swapFile", "") if settings.swap else ""
    return path if not path or path.lower().endswith(_VHDX) else path + _VHDX


def lost_network(settings: Settings) -> tuple[str, str, tuple[str, ...]] | None:
    """Sentence, code and values of the error for which a bridged VM starts without a network; None for another VM."""
    if settings.network != "bridged":
        return None
    switch = settings.files.get("vmSwitch", "")
    if not switch:
        return "no-switch", f"{_NETWORK}/WSL_E_VMSWITCH_NOT_SET", ()
    return "switch-not-found", f"{_NETWORK}/WSL_E_VMSWITCH_NOT_FOUND", (switch, "Default Switch")
