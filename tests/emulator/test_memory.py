"""The VM's memory: a limit that kills, swap that swaps, and a /proc that says what is so."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

LIMITS = ("memory.limit_in_bytes", "memory.max")
FILL = """
import sys, time
held = []
for i in range(int(sys.argv[1])):
    block = bytearray(1 << 20)
    block[::4096] = b"x" * 256
    held.append(block)
for attempt in range(600):
    text = open("/proc/meminfo").read()
    kib = {line.split(":")[0]: int(line.split()[1]) for line in text.splitlines()}
    if kib["AnonPages"] + kib["SwapTotal"] - kib["SwapFree"] > int(sys.argv[1]) << 10:
        break
    time.sleep(0.05)
print(text, end="")
"""


def fill(windows, mebibytes: int):
    return windows("--cd", "/", "-e", sys.executable, "-c", FILL, str(mebibytes))


def meminfo(text: str) -> dict[str, int]:
    return {name: int(rest.split()[0]) * 1024 for name, _, rest in (line.partition(":") for line in text.splitlines())}


def kills(windows) -> int:
    """How many kills the VM's kernel log tells."""
    return int(windows.sh("dmesg | grep -c 'Killed process'").text)


def test_a_process_beyond_the_limit_is_killed_by_the_kernel(windows, shared):
    """The wait status is 9, the kernel counts the kill, and tells it in this VM's log alone."""
    before = windows("-e", "/bin/grep", "oom_kill ", "/proc/vmstat").text
    answer = fill(windows, 500)
    after = windows("-e", "/bin/grep", "oom_kill ", "/proc/vmstat").text
    assert (answer.code, answer.out) == (9, b"")
    assert int(after.split()[1]) > int(before.split()[1])
    group = Path(windows.note()["cgroup"]).name
    assert (kills(windows), kills(shared)) == (1, 0)
    assert group in windows.sh("dmesg").text
    assert group not in shared.sh("dmesg").text


def test_the_same_process_fits_into_a_larger_vm(windows):
    windows.config("[wsl2]\nmemory=1GB\nswap=0")
    assert fill(windows, 500).code == 0


def test_swap_carries_what_the_memory_does_not(windows):
    windows.config("[wsl2]\nmemory=512MB\nswap=256MB")
    answer = fill(windows, 450)
    assert answer.code == 0
    shown = meminfo(answer.text)
    assert shown["SwapTotal"] == 256 << 20
    assert shown["SwapTotal"] - shown["SwapFree"] > 32 << 20
    assert fill(windows, 800).code == 9


def test_the_guests_meminfo_follows_what_it_holds(windows):
    windows.config("[wsl2]\nmemory=1GB\nswap=0")
    shown = meminfo(fill(windows, 300).text)
    assert shown["MemTotal"] == 880 << 20
    assert shown["AnonPages"] > 300 << 20
    assert shown["MemAvailable"] < shown["MemTotal"] - (300 << 20)
    assert shown["MemFree"] <= shown["MemAvailable"]


@pytest.mark.parametrize(
    ("memory", "reported"),
    [pytest.param(8192, 7958, id="WSL issue 6030"), pytest.param(12288, 11893, id="WSL issue 9636")],
)
def test_memtotal_is_near_what_real_machines_report(part, memory, reported):
    shown = part("vm.memory_view").total(memory << 20) >> 20
    assert abs(shown - reported) < 100
    assert 0.975 * memory - 256 <= shown <= memory


def test_the_guest_sees_a_wsl_kernel_and_a_boot_of_its_own(windows):
    script = "cat /proc/sys/kernel/osrelease /proc/swaps; cmp /proc/sys/kernel/random/boot_id " + (
        str(windows.folder / "state/view/boot_id")
    )
    answer = windows.sh(script)
    assert answer.code == 0
    assert answer.text.startswith("6.6.87.2-microsoft-standard-WSL2\nFilename")


def test_outside_the_vm_proc_is_as_it_was(windows):
    windows("-e", "/bin/true")
    assert "microsoft" not in Path("/proc/sys/kernel/osrelease").read_text()


def test_nproc_is_the_processors_of_the_file(windows):
    windows.config("[wsl2]\nprocessors=1\nmemory=512MB\nswap=0")
    assert windows("-e", "/usr/bin/nproc").text == "1\n"


def test_cosmetic_swap_is_shown_and_said_in_the_journal(windows):
    windows.config("[wsl2]\nmemory=512MB\nswap=512MB")
    windows.knobs(swap="cosmetic")
    assert windows("-e", "/bin/grep", "SwapTotal", "/proc/meminfo").text.split()[1] == "524288"
    assert fill(windows, 450).code == 9
    assert any("cosmetic" in str(entry.get("note")) for entry in windows.journal())


def test_the_newest_release_keeps_32_mib_from_user_processes(windows):
    """main.cpp: the cgroup /wsl-user, and its switch isolateDistroCgroup."""
    windows.knobs(profile="head")
    limits = {}
    for switch in ("true", "false"):
        windows.config(f"[wsl2]\nmemory=512MB\nswap=0\nisolateDistroCgroup={switch}")
        windows("-e", "/bin/true")
        group = Path(windows.note()["cgroup"])
        (limit,) = [path for path in map(group.joinpath, LIMITS) if path.exists()]
        limits[switch] = int(limit.read_text())
        windows("--shutdown")
    assert limits["false"] - limits["true"] == 32 << 20
