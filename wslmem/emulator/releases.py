"""Version profiles: what differs between the WSL releases that the emulator can be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Release:
    """One WSL release as far as wsl.exe shows it."""

    versions: tuple[str, ...]
    """WSL, kernel, WSLg, MSRDC, Direct3D, DXCore and Windows version, in the order of `--version`."""
    osrelease: str
    """`/proc/sys/kernel/osrelease` in the guest."""
    installed: bool = True
    """False: only the stub of System32 is there."""
    virtualization: bool = True
    """False: the Virtual Machine Platform is off."""
    inbox: bool = False
    """The old WSL of Windows itself: no `--version`, no `--force`, UTF-16LE whatever WSL_UTF8 says."""
    isolates: bool = False
    """User processes get 32 MiB less than MemTotal (WSL: main.cpp, cgroup /wsl-user)."""
    named_resources: bool = False
    """0x800705aa is written as ERROR_NO_SYSTEM_RESOURCES."""


def _store(wsl: str, kernel: str) -> tuple[str, ...]:
    return (
        wsl,
        kernel,
        "1.0.66",
        "1.2.6074",
        "1.611.1-81528511",
        "10.0.26100.1-240331-1435.ge-release",
        "10.0.26100.4349",
    )


_CURRENT = Release(_store("2.6.1.0", "6.6.87.2-1"), "6.6.87.2-microsoft-standard-WSL2")
_NEW = "6.18.35.2-microsoft-standard-WSL2"

RELEASES = {
    "2.6": _CURRENT,
    "2.9.4": Release(_store("2.9.4.0", "6.18.35.2-1"), _NEW, named_resources=True),
    "head": Release(_store("2.9.5.0", "6.18.35.2-1"), _NEW, named_resources=True, isolates=True),
    "inbox": Release((), "5.10.102.1-microsoft-standard-WSL2", inbox=True),
    "stub": Release((), "", installed=False),
    "absent-vmp": Release(_CURRENT.versions, _CURRENT.osrelease, virtualization=False),
}
"""The profiles by the name in the knob `profile`."""
