"""What keeps WSL from starting, and what it starts without (WSL: WslCoreVm.cpp, BridgedNetworking.cpp)."""

from __future__ import annotations

import pytest

P = "C:\\Users\\tester\\.wslconfig"
NOT_FOUND = "Error code: Wsl/Service/CreateInstance/CreateVm/WSL_E_CUSTOM_KERNEL_NOT_FOUND"
PLAIN = "[wsl2]\nmemory=512MB\nswap=64MB\n"
LOST = "Failed to configure network (networkingMode Bridged), falling back to networkingMode None."


def there(windows, name):
    """A file on drive C of the emulated Windows."""
    path = windows.folder / "drives" / "c" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"")


@pytest.mark.parametrize(
    ("lines", "words", "code"),
    [
        ("kernel=C:\\\\k", f"The custom kernel specified in {P} was not found: 'C:\\k'.", NOT_FOUND),
        ("kernel=k", f"The custom kernel specified in {P} was not found: 'k'.", NOT_FOUND),
        ("kernelModules=C:\\\\m", f"The custom kernel modules VHD in {P} was not found: 'C:\\m'.", NOT_FOUND),
        ("kernelModules=C:\\\\there", "Customised kernel modules were supplied without", NOT_FOUND),
        (
            "systemDistro=C:\\\\there",
            f"The custom system distribution specified in {P} was not found or is not the correct format.",
            "Error code: Wsl/Service/CreateInstance/CreateVm/WSL_E_CUSTOM_SYSTEM_DISTRO_ERROR",
        ),
    ],
)
def test_wsl_does_not_start_with_a_file_that_is_missing_or_alone(windows, lines, words, code):
    there(windows, "there")
    windows.config(PLAIN + lines)
    answer = windows("-e", "/bin/true")
    assert answer.code == 255
    told = answer.text.split("\r\n")
    assert told[0].startswith(words)
    assert told[1] == code


def test_wsl_does_not_start_with_a_folder_for_a_kernel(windows):
    there(windows, "folder/bzImage")
    windows.config(PLAIN + "kernel=C:\\\\folder\\\\")
    assert windows("-e", "/bin/true").code == 255


@pytest.mark.parametrize("lines", ["kernel=C:\\\\there", "kernel=C:\\\\k\nsafeMode=true", "kernel="])
def test_wsl_starts_with_a_kernel_that_is_there_or_not_used(windows, lines):
    there(windows, "there")
    windows.config(PLAIN + lines)
    assert windows("-e", "/bin/true").code == 0


@pytest.mark.parametrize(
    ("path", "made"),
    [
        ("%TEMP%\\\\swap.vhdx", False),
        ("~/swap.vhdx", False),
        ("/mnt/c/swap.vhdx", False),
        ("swap.vhdx", False),
        ("D:\\\\none\\\\swap.vhdx", False),
        ("C:\\\\swap.vhdx", True),
        ("C:/swap", True),
    ],
)
def test_the_vm_has_no_swap_where_its_disk_cannot_be_made(windows, path, made):
    there(windows, "there")
    windows.config(f"{PLAIN}swapFile={path}")
    answer = windows("-e", "/bin/grep", "SwapTotal", "/proc/meminfo")
    assert (int(answer.text.split()[1]) == 0) is not made
    asked = path.replace("\\\\", "\\") + ("" if path.endswith(".vhdx") else ".vhdx")
    warned = f"wsl: Failed to create the swap disk in '{asked}': The system cannot find the path specified. "
    assert answer.warnings == ([] if made else [warned])


@pytest.mark.parametrize("size", ["-1GB", "64TB"])
def test_the_vm_has_no_swap_where_no_disk_is_so_large(windows, size):
    windows.config(f"[wsl2]\nmemory=512MB\nswap={size}")
    answer = windows("-e", "/bin/grep", "SwapTotal", "/proc/meminfo")
    assert int(answer.text.split()[1]) == 0
    (warned,) = answer.warnings
    assert warned.startswith("wsl: Failed to create the swap disk in")
    assert warned.endswith(": The parameter is incorrect. ")


@pytest.mark.parametrize(
    ("lines", "words", "code"),
    [
        ("", "Bridged networking requires wsl2.vmSwitch to be set.", "NOT_SET"),
        ("vmSwitch=x", "The VmSwitch 'x' was not found. Available switches: Default Switch", "NOT_FOUND"),
    ],
)
def test_a_bridged_vm_without_its_switch_starts_without_a_network(windows, lines, words, code):
    windows.config(f"{PLAIN}networkingMode=bridged\n{lines}")
    answer = windows("-e", "/bin/true")
    assert answer.code == 0
    said = [line.removeprefix("wsl: ") for line in answer.warnings]
    assert said == [words, f"Error code: CreateInstance/CreateVm/ConfigureNetworking/WSL_E_VMSWITCH_{code}", LOST]


def test_forwarding_of_localhost_is_warned_of_when_mirrored(windows):
    windows.config(f"{PLAIN}networkingMode=Mirrored\nlocalhostForwarding=false")
    words = "wsl: The wsl2.localhostForwarding setting has no effect when using mirrored networking mode"
    assert windows("-e", "/bin/true").warnings == [words]
    windows("--shutdown")
    windows.config(f"{PLAIN}networkingMode=Mirrored\nlocalhostForwarding=maybe")
    assert words not in windows("-e", "/bin/true").warnings


@pytest.mark.parametrize(
    ("ports", "warned"),
    [("80,,443", []), (",", []), ("", []), ("443-445", []), ("80,x,70000", ["x", "70000"]), (" 80, 443", [])],
)
def test_empty_items_of_ignored_ports_are_dropped_without_a_word(windows, ports, warned):
    """stringshared.h, Split; configfile.cpp."""
    windows.config(f"{PLAIN}networkingMode=mirrored\n[experimental]\nignoredPorts={ports}")
    said = windows("-e", "/bin/true").warnings
    assert [line.split("'")[1] for line in said] == warned


@pytest.mark.parametrize(
    ("profile", "unknown"),
    [
        ("2.7.13", {"experimental.swiotlb", "wsl2.isolateDistroCgroup", "experimental.virtioFsAggregateShares"}),
        ("2.9.4", {"wsl2.isolateDistroCgroup", "experimental.virtioFsAggregateShares"}),
        ("2.9.13", set()),
        ("3.0.1", set()),
    ],
)
def test_a_release_warns_of_keys_that_came_later(windows, profile, unknown):
    windows.knobs(profile=profile)
    windows.config(f"{PLAIN}isolateDistroCgroup=false\n[experimental]\nswiotlb=16MB\nvirtioFsAggregateShares=true")
    warned = {line.split("'")[1] for line in windows("-e", "/bin/true").warnings}
    assert warned == unknown


@pytest.mark.parametrize(("profile", "known"), [("2.7.13", False), ("2.9.4", True), ("3.0.1", True)])
def test_consomme_is_a_mode_of_newer_releases(windows, profile, known):
    windows.knobs(profile=profile)
    windows.config(f"{PLAIN}networkingMode=Consomme")
    warnings = windows("-e", "/bin/true").warnings
    assert (warnings == []) is known
    assert known or "Valid values: Bridged, Mirrored, Nat, None, VirtioProxy" in warnings[0]


@pytest.mark.parametrize(
    ("profile", "rows"),
    [
        ("2.7.13", ("2.7.13.0", "6.18.33.2-2")),
        ("2.9.13", ("2.9.13.0", "6.18.35.2-1")),
        ("3.0.1", ("3.0.1.0", "6.18.40.1-1", "1.0.79", "1.2.7214")),
    ],
)
def test_the_releases_tell_their_versions(windows, profile, rows):
    windows.knobs(profile=profile)
    told = [line.rpartition(": ")[2] for line in windows("--version").text.split("\r\n")]
    assert tuple(told[: len(rows)]) == rows
