"""wsl.exe's English sentences (WSL: localization/strings/en-US/Resources.resw; Windows' system messages)."""

from __future__ import annotations

USAGE = """\
Usage: wsl.exe [Argument] [Options...] [CommandLine]

Arguments for running Linux binaries:

    --exec, -e <CommandLine>
        Run it without the default Linux shell.
    --shell-type <standard|login|none>
        Run it with this kind of shell.
    --
        Pass the rest of the line as it is.

Options:
    --cd <Directory>
    --distribution, -d <DistroName>
    --distribution-id <DistroGuid>
    --user, -u <UserName>
    --system

Arguments for managing Windows Subsystem for Linux:

    --help
    --install [Distro] [Options...]
        For the distributions that can be installed, use 'wsl.exe --list --online'.
    --shutdown
    --status
    --update
    --version, -v

Arguments for managing distributions in Windows Subsystem for Linux:

    --export <Distro> <FileName> [Options]
    --import <Distro> <InstallLocation> <FileName> [Options]
    --list, -l [Options]
        Options: --all, --running, --quiet, -q, --verbose, -v, --online, -o
    --set-default, -s <Distro>
    --terminate, -t <Distro>
    --unregister <Distro>"""
"""The form of WSL's (MessageWslUsage): it lists every option, and it quotes `wsl.exe --list --online`."""

SENTENCES = {
    "error-code": "Error code: {}",
    "invalid-argument": (
        "Invalid command line argument: {}\nPlease use 'wsl.exe --help' to get a list of supported arguments."
    ),
    "missing-parameter": "Argument {} is missing a required parameter.",
    "distribution-twice": "The distribution name has already been set.",
    "usage": USAGE,
    "inbox-usage": "Invalid command line option: {}\n" + USAGE,
    "invalid-parameter": "The parameter is incorrect. ",
    "file-not-found": "The system cannot find the file specified. ",
    "access-denied": "Access is denied. ",
    "no-access": "The file cannot be accessed by the system. ",
    "disk-full": "There is not enough space on the disk. ",
    "success": "The operation completed successfully. ",
    "connection-timeout": (
        "The operation timed out because a response was not received from the virtual machine or container. "
    ),
    "timeout": "This operation returned because the timeout period expired. ",
    "feature-missing": "The operation could not be started because a required feature is not installed. ",
    "device-resources": "The target device has insufficient resources to complete the operation. ",
    "commitment-limit": "The paging file is too small for this operation to complete. ",
    "vm-crashed": (
        "The WSL2 Virtual Machine crashed.\n"
        "The stack trace has been saved in: C:\\Users\\tester\\AppData\\Local\\Temp\\wsl-crashes\\kernel-panic.txt"
    ),
    "disk-missing": (
        "Failed to attach disk 'C:\\Users\\tester\\AppData\\Local\\wsl\\ext4.vhdx' to WSL2: "
        "The system cannot find the path specified. "
    ),
    "disk-corrupted": "The distribution failed to start because its virtual disk is corrupted.",
    "disk-in-use": (
        "Failed to attach disk 'C:\\Users\\tester\\AppData\\Local\\wsl\\ext4.vhdx' to WSL2: "
        "The process cannot access the file because it is being used by another process. "
    ),
    "distribution-busy": "An install, uninstall, or conversion is in progress for this distribution.",
    "service-missing": "Class not registered ",
    "service-disabled": (
        "The service cannot be started, either because it is disabled or because it has no enabled devices"
        " associated with it. "
    ),
    "policy": "This program is blocked by group policy. For more information, contact your system administrator. ",
    "local-system": "Running WSL as local system is not supported.",
    "logon-type": "Logon failure: the user has not been granted the requested logon type at this computer. ",
    "lower-integrity": (
        "Cannot launch because another instance is running elevated. Elevated and non-elevated instances are not"
        " permitted to run simultaneously."
    ),
    "out-of-memory": "Not enough memory resources are available to complete this operation. ",
    "component-missing": (
        "This application requires the Windows Subsystem for Linux Optional Component.\n"
        "Install it by running: wsl.exe --install --no-distribution\n"
        "The system may need to be restarted so the changes can take effect."
    ),
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
    "Policy": "The .wslconfig setting '{0}' is disabled by the computer policy.",
    "NetworkFallback": "Failed to configure network (networkingMode Bridged), falling back to networkingMode None.",
    "NetworkFallbackMode": "The network of this virtual machine is disabled.",
    "SwapDisk": "Failed to create the swap disk in '{0}': {1}",
    "path-not-found": "The system cannot find the path specified. ",
    "custom-kernel": "The custom kernel specified in {} was not found: '{}'.",
    "custom-modules": "The custom kernel modules VHD in {} was not found: '{}'.",
    "modules-alone": (
        "Customised kernel modules were supplied without specifying a customised kernel. Please see "
        "https://aka.ms/wslcustomkernel for more information."
    ),
    "system-distro": "The custom system distribution specified in {} was not found or is not the correct format.",
    "no-switch": "Bridged networking requires wsl2.vmSwitch to be set.",
    "switch-not-found": "The VmSwitch '{}' was not found. Available switches: {}",
    "LocalhostMirrored": "The wsl2.localhostForwarding setting has no effect when using mirrored networking mode",
    "Virtio9p": "wsl2.virtio9p is disabled, falling back to 9p with vsock transport.",
    "ConsommeNeedsVirtio": (
        "Consomme networking is not supported when wsl2.virtio is disabled; falling back to networkingMode {}."
    ),
}
