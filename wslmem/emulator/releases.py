"""Version profiles: what differs between the WSL releases that the emulator can be."""

from __future__ import annotations

from .lean import dataclass


@dataclass(frozen=True, slots=True)
class Release:
    """One WSL release as far as wsl.exe shows it."""

    versions: tuple[str, ...]
    """WSL, kernel, WSLg, MSRDC, Direct3D, DXCore and Windows version, in the order of `--version`."""
    osrelease: str
    """`/proc/sys/kernel/osrelease` in the guest."""
    says: str = ""
    """WSL's own program is not there: the sentence that the wsl.exe of System32 answers every call with."""
    says_code: str = ""
    """The code below it; empty where there is none."""
    virtualization: bool = True
    """False: the Virtual Machine Platform is off."""
    inbox: bool = False
    """The old WSL of Windows itself: no `--version`, no `--force`, UTF-16LE whatever WSL_UTF8 says."""
    isolates: bool = False
    """User processes live in the group wsl-user/distro-N, with 32 MiB less than MemTotal (WSL: main.cpp)."""
    namespaced: bool = False
    """Each distribution has a namespace of its own for control groups (microsoft/WSL#41512)."""
    psi: bool = True
    """The kernel tells pressure; newer configurations have it off at the start (CONFIG_PSI_DEFAULT_DISABLED)."""
    kernel_memory: int = 128
    """MiB of the VM that its kernel keeps beside the page structures."""
    named_resources: bool = False
    """0x800705aa is written as ERROR_NO_SYSTEM_RESOURCES."""

    @property
    def reclaims_after(self) -> float:
        """Seconds without work until an idle VM gives file cache back (WSL: 49f841cc5, 88f76dd7d)."""
        return 120.0 if self.number >= (2, 9, 5) else 600.0

    @property
    def number(self) -> tuple[int, ...]:
        """2.6.1 as (2, 6, 1); the old WSL of Windows knows least."""
        return tuple(int(part) for part in self.versions[0].split(".")[:3]) if self.versions else (1, 0, 0)


def _store(wsl: str, kernel: str, wslg: str = "1.0.66", msrdc: str = "1.2.6074") -> tuple[str, ...]:
    return (
        wsl,
        kernel,
        wslg,
        msrdc,
        "1.611.1-81528511",
        "10.0.26100.1-240331-1435.ge-release",
        "10.0.26100.4349",
    )


_CURRENT = Release(_store("2.6.1.0", "6.6.87.2-1"), "6.6.87.2-microsoft-standard-WSL2")
_NEW = "6.18.35.2-microsoft-standard-WSL2"
_LATEST = "6.18.40.1-microsoft-standard-WSL2"
_LARGER = 150
"""MiB that the 6.18 kernels keep."""

RELEASES = {
    "2.6": _CURRENT,
    "2.7.13": Release(
        _store("2.7.13.0", "6.18.33.2-2"),
        "6.18.33.2-microsoft-standard-WSL2",
        named_resources=True,
        psi=False,
        kernel_memory=_LARGER,
    ),
    "2.9.4": Release(_store("2.9.4.0", "6.18.35.2-1"), _NEW, named_resources=True, kernel_memory=_LARGER),
    "2.9.13": Release(
        _store("2.9.13.0", "6.18.35.2-1"),
        _NEW,
        named_resources=True,
        isolates=True,
        namespaced=True,
        psi=False,
        kernel_memory=_LARGER,
    ),
    "3.0.1": Release(
        _store("3.0.1.0", "6.18.40.1-1", "1.0.79", "1.2.7214"),
        _LATEST,
        named_resources=True,
        isolates=True,
        namespaced=True,
        psi=False,
        kernel_memory=_LARGER,
    ),
    "head": Release(_store("2.9.5.0", "6.18.35.2-1"), _NEW, named_resources=True, isolates=True, kernel_memory=_LARGER),
    "inbox": Release((), "5.10.102.1-microsoft-standard-WSL2", inbox=True),
    "stub": Release((), "", says="stub"),
    "forwarder": Release((), "", says="no-access", inbox=True),
    "installer": Release((), "", says="service-missing", says_code="Wsl/CallMsi/REGDB_E_CLASSNOTREG"),
    "absent-vmp": Release(_CURRENT.versions, _CURRENT.osrelease, virtualization=False),
}
"""The profiles by the name in the knob `profile`."""
