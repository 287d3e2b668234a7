"""The sentences as wsl.exe has them in English (WSL: localization/strings/en-US/Resources.resw, Windows' system messages)."""

from __future__ import annotations

SENTENCES = {
    "error-code": "Error code: {}",
    "invalid-argument": (
        "Invalid command line argument: {}\nPlease use 'wsl.exe --help' to get a list of supported arguments."
    ),
    "missing-parameter": "Argument {} is missing a required parameter.",
    "distribution-twice": "The distribution name has already been set.",
    "usage": "Usage: wsl.exe [Argument] [Options...] [CommandLine]\n\nArguments for running Linux binaries: -e, --, --cd, -d, -u",
    "invalid-parameter": "The parameter is incorrect. ",
    "file-not-found": "The system cannot find the file specified. ",
    "access-denied": "Access is denied. ",
    "disk-full": "There is not enough space on the disk. ",
    "success": "The operation completed successfully. ",
    "timeout": "The operation timed out because a response was not received from the virtual machine or container. ",
    "cannot-connect": "A connection with the server could not be established ",
    "no-distributions": (
        "Windows Subsystem for Linux has no installed distributions.\n"
        "You can resolve this by installing a distribution with the instructions below:\n\n"
        "Use 'wsl.exe --list --online' to list available distributions\n"
        "and 'wsl.exe --install <Distro>' to install."
    ),
    "distribution-not-found": "There is no distribution with the supplied name.",
    "user-not-found": "User not found.",
    "tty-limit": "The maximum number of terminals has been reached.",
    "no-running": "There are no running distributions.",
    "no-virtualization": (
        "WSL2 is unable to start since virtualization is not enabled on this machine.\n"
        'Please ensure the "Virtual Machine Platform" optional component is enabled and virtualization is turned on'
        " in your computer's firmware settings.\n\n"
        'Enable "Virtual Machine Platform" by running: wsl.exe --install --no-distribution\n\n'
        "For information please visit https://aka.ms/enablevirtualization"
    ),
    "no-wsl1": (
        "WSL1 is not supported with your current machine configuration.\n"
        'Please enable the "Windows Subsystem for Linux" optional component to use WSL1.'
    ),
    "no-resources": "Insufficient system resources exist to complete the requested service. ",
    "stub": (
        "The Windows Subsystem for Linux is not installed. You can install by running 'wsl.exe --install'.\n"
        "For more information please visit https://aka.ms/wslinstall"
    ),
    "list-header": "Windows Subsystem for Linux Distributions:",
    "list-default": "{} (Default)",
    "status-distribution": "Default Distribution: {}",
    "status-version": "Default Version: {}",
    "version-0": "WSL version: {}",
    "version-1": "Kernel version: {}",
    "version-2": "WSLg version: {}",
    "version-3": "MSRDC version: {}",
    "version-4": "Direct3D version: {}",
    "version-5": "DXCore version: {}",
    "version-6": "Windows version: {}",
    "checking-updates": "Checking for updates.",
    "UnknownKey": "Unknown key '{0}' in {2}",
    "InvalidInteger": "Invalid integer value '{1}' for key '{0}' in {2}",
    "InvalidBoolean": "Invalid boolean value '{1}' for key '{0}' in {2}",
    "InvalidMemoryString": "Invalid memory string '{1}' for .wslconfig entry '{0}' in {2}",
    "InvalidEnum": "Invalid value '{1}' for config key '{0}' in {2} (Valid values: {3})",
    "DuplicatedKey": "Duplicated config key '{0}' in {2} (Conflicting key: '{3}' in {4})",
    "InvalidKey": "Invalid key name in {2}",
    "InvalidSection": "Invalid section name in {2}",
    "Expected": "Expected {1} in {2}",
    "InvalidEscape": "Invalid escaped character: '{1}' in {2}",
    "InvalidMacAddress": "Invalid MAC address '{1}' for key '{0}' in {2}",
    "InvalidPort": "Invalid port number '{1}' for key '{0}' in {2}",
    "InvalidAddress": "Invalid IP address '{1}' for key '{0}' in {2}",
    "TooManyProcessors": ("wsl2.processors cannot exceed the number of logical processors on the system ({0} > {1})"),
    "FailedToOpen": "Failed to open config file {0}, {1}",
    "SafeMode": "SAFE MODE ENABLED - many features will be disabled",
    "SwapDisk": "Failed to create the swap disk in '{0}': {1}",
}
