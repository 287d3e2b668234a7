"""WSL's own failures: a sentence, and a path of names that says where it went wrong."""

from __future__ import annotations

OWN = -1
"""What wsl.exe returns for each of its own failures; a Linux parent sees 255."""

INVALID_ARGUMENT = ("invalid-parameter", "Wsl/E_INVALIDARG")
USER_NOT_FOUND = ("user-not-found", "Wsl/WSL_E_USER_NOT_FOUND")
TTY_LIMIT = ("tty-limit", "Wsl/WSL_E_TTY_LIMIT")
DISTRIBUTION_NOT_FOUND = ("distribution-not-found", "Wsl/Service/WSL_E_DISTRO_NOT_FOUND")
NO_VIRTUALIZATION = ("no-virtualization", "Wsl/Service/CreateInstance/CreateVm/HCS/HCS_E_HYPERV_NOT_INSTALLED")
BAD_MAC_ADDRESS = ("invalid-parameter", "Wsl/Service/CreateInstance/CreateVm/ParseConfig/E_INVALIDARG")
OFFLINE = ("cannot-connect", "Wsl/WININET_E_CANNOT_CONNECT")
OUT_OF_MEMORY = ("out-of-memory", "Wsl/E_OUTOFMEMORY")
GUID_NOT_FOUND = (
    "distribution-not-found",
    "Wsl/Service/CreateInstance/ReadDistroConfig/WSL_E_DISTRO_NOT_FOUND",
)
NO_DIRECTORY = ("file-not-found", "Wsl/ERROR_FILE_NOT_FOUND")


_INSTANCE = "Wsl/Service/CreateInstance"
BOOT_ERRORS = {
    "feature-missing": ("feature-missing", f"{_INSTANCE}/CreateVm/HCS/HCS_E_SERVICE_NOT_AVAILABLE"),
    "device-resources": ("device-resources", f"{_INSTANCE}/CreateVm/HCS/0x80070142"),
    "commitment-limit": ("commitment-limit", f"{_INSTANCE}/CreateVm/HCS/ERROR_COMMITMENT_LIMIT"),
    "vm-crashed": ("vm-crashed", f"{_INSTANCE}/CreateVm/WSL_E_VM_CRASHED"),
    "connection-timeout": ("connection-timeout", f"{_INSTANCE}/CreateVm/HCS/HCS_E_CONNECTION_TIMEOUT"),
    "timeout": ("timeout", f"{_INSTANCE}/CreateVm/ERROR_TIMEOUT"),
    "disk-missing": ("disk-missing", f"{_INSTANCE}/MountDisk/HCS/ERROR_PATH_NOT_FOUND"),
    "disk-corrupted": ("disk-corrupted", f"{_INSTANCE}/WSL_E_DISK_CORRUPTED"),
    "disk-in-use": ("disk-in-use", f"{_INSTANCE}/MountDisk/HCS/ERROR_SHARING_VIOLATION"),
    "distribution-busy": ("distribution-busy", f"{_INSTANCE}/E_ILLEGAL_STATE_CHANGE"),
    "service-missing": ("service-missing", "Wsl/REGDB_E_CLASSNOTREG"),
    "service-disabled": ("service-disabled", "Wsl/0x80070422"),
    "policy": ("policy", "Wsl/ERROR_ACCESS_DISABLED_BY_POLICY"),
    "local-system": ("local-system", "Wsl/WSL_E_LOCAL_SYSTEM_NOT_SUPPORTED"),
    "logon-type": ("logon-type", f"{_INSTANCE}/CreateVm/HCS/0x80070569"),
    "lower-integrity": ("lower-integrity", f"{_INSTANCE}/WSL_E_LOWER_INTEGRITY"),
    "component-missing": ("component-missing", "Wsl/WSL_E_WSL_OPTIONAL_COMPONENT_REQUIRED"),
}
"""What the fault `boot-error:NAME` makes the start of a VM end with."""
SERVICE_ERRORS = {
    name: BOOT_ERRORS[name]
    for name in ("policy", "local-system", "service-missing", "service-disabled", "component-missing")
}
"""What the fault `service-refuses:NAME` makes every call end with that needs WSL's service: those that are refused
before a session of it is there (WSL: LxssUserSessionFactory.cpp)."""


class Failure(Exception):  # noqa: N818 - WSL's word; an Error would be ours
    """wsl.exe ends with -1 and says why on stdout.

    Args:
        sentence: the key of the sentence in `text/`.
        code: the path of names, such as `Wsl/Service/WSL_E_DISTRO_NOT_FOUND`; None where WSL prints no code line.
        values: what the sentence's places hold.
    """

    def __init__(self, sentence: str, code: str | None = None, *values: object) -> None:
        super().__init__(sentence, code)
        self.sentence = sentence
        self.code = code
        self.values = values


class Usage(Failure):
    """The command line is wrong: a sentence, no code line."""

    def __init__(self, sentence: str, *values: object) -> None:
        super().__init__(sentence, None, *values)


class MissingRightError(Exception):
    """The machine does not let us limit memory; nothing is pretended.

    Args:
        missing: which right, and how to get it.
    """


def no_resources(*, named: bool) -> tuple[str, str]:
    """The failure of a host that cannot back the VM; newer releases have a name for the code."""
    path = "Wsl/Service/CreateInstance/CreateVm/"
    return "no-resources", path + ("HCS/ERROR_NO_SYSTEM_RESOURCES" if named else "0x800705aa")
