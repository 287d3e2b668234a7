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


def told(windows) -> int:
    """How many kills the VM's kernel log tells."""
    return int(windows.sh("dmesg | grep -c 'Killed process'").text)


def counted(windows) -> int:
    """How many kills the VM's kernel counts."""
    return int(windows("-e", "/bin/grep", "oom_kill ", "/proc/vmstat").text.split()[1])


def test_a_process_beyond_the_limit_is_killed_by_the_kernel(windows, shared):
    """The wait status is 9, the kernel counts the kill, and tells it in this VM alone."""
    answer = fill(windows, 500)
    assert (answer.code, answer.out) == (9, b"")
    assert (counted(windows), counted(shared)) == (1, 0)
    assert (told(windows), told(shared)) == (1, 0)


@pytest.mark.parametrize(
    ("profile", "group", "words"),
    [
        ("2.6", "constraint=CONSTRAINT_NONE,", ",global_oom,task_memcg=/,task=python"),
        ("3.0.1", "constraint=CONSTRAINT_MEMCG,", ",oom_memcg=/wsl-user,task_memcg=/wsl-user/distro-1,task=python"),
    ],
)
def test_a_full_vm_is_told_as_its_release_tells_it(windows, profile, group, words):
    """mm/oom_kill.c: dump_oom_victim; what is a group of this machine is all memory to the guest."""
    windows.knobs(profile=profile)
    windows.config("[wsl2]\nmemory=512MB\nswap=0")
    assert fill(windows, 500).code == 9
    log = windows.sh("dmesg").text
    assert Path(windows.note()["cgroup"]).name not in log
    (line,) = (line for line in log.splitlines() if "oom-kill:" in line)
    assert group in line
    assert words in line
    whole = profile == "2.6"
    assert ("] Out of memory: Killed process" in log, "Memory cgroup stats for /wsl-user:" in log) == (whole, not whole)


INNER = """
for top in /sys/fs/cgroup/memory /sys/fs/cgroup; do
    if [ -e "$top/cgroup.procs" ]; then break; fi
done
mkdir "$top/small"
if [ -e "$top/cgroup.subtree_control" ]; then
    mkdir "$top/rest"
    for pid in $(cat "$top/cgroup.procs"); do echo "$pid" > "$top/rest/cgroup.procs"; done
    echo +memory > "$top/cgroup.subtree_control"
fi
for limit in memory.limit_in_bytes memory.memsw.limit_in_bytes memory.max; do
    if [ -e "$top/small/$limit" ]; then echo 33554432 > "$top/small/$limit"; fi
done
if [ -e "$top/small/memory.swap.max" ]; then echo 0 > "$top/small/memory.swap.max"; fi
echo $$ > "$top/small/cgroup.procs"
"$@"
echo $?
dmesg
"""
"""The log is read by the same program: on version 2 nothing more can enter a distribution that hands memory down."""


LIMITED = {"2.6": "/small", "3.0.1": "/wsl-user/distro-1/small"}
if not Path("/sys/fs/cgroup/memory").exists():
    LIMITED.pop("2.6")  # its distribution is a leaf on version 2: the groups in it have no figures of their own


@pytest.mark.parametrize(("profile", "path"), LIMITED.items())
def test_a_group_with_a_limit_of_its_own_keeps_its_name(windows, profile, path):
    windows.knobs(profile=profile)
    windows.config("[wsl2]\nmemory=512MB\nswap=0")
    answer = windows("--cd", "/", "-e", "/bin/sh", "-c", INNER, "sh", sys.executable, "-c", FILL, "100")
    assert answer.text.startswith("137\n")
    assert f",oom_memcg={path},task_memcg={path},task=python" in answer.text


def test_a_distribution_of_an_older_release_is_at_the_root_of_all_groups(windows):
    told = windows.sh("grep ':memory:' /proc/self/cgroup || grep '^0::' /proc/self/cgroup").text  # version 1, or 2
    assert {line.rsplit(":", 1)[1] for line in told.split()} == {"/"}


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


ISOLATING = ["head", "2.9.13", "3.0.1"]


def limit_of(group: Path) -> int | None:
    found = [path for path in map(group.joinpath, LIMITS) if path.exists()]
    return int(found[0].read_text()) if found else None


@pytest.mark.parametrize("profile", ISOLATING)
def test_newer_releases_keep_32_mib_from_user_processes(windows, profile):
    """main.cpp: the cgroup /wsl-user with a group for each distribution, and its switch isolateDistroCgroup."""
    windows.knobs(profile=profile)
    windows.config("[wsl2]\nmemory=512MB\nswap=0")
    inner = windows.sh("grep -E ':memory:|^0::' /proc/self/cgroup").text
    group = Path(windows.note()["cgroup"])
    assert limit_of(group) - limit_of(group / "wsl-user") == 32 << 20
    assert (group / "wsl-user" / "distro-1").is_dir()
    shown = any(line.endswith("/wsl-user/distro-1") for line in inner.splitlines())
    assert shown is (profile == "head")  # the later ones show each distribution its own group as the root
    windows("--shutdown")
    windows.config("[wsl2]\nmemory=512MB\nswap=0\nisolateDistroCgroup=false")
    windows("-e", "/bin/true")
    assert not (Path(windows.note()["cgroup"]) / "wsl-user").exists()


@pytest.mark.parametrize("profile", ISOLATING)
def test_a_guest_in_wsl_user_is_killed_at_its_limit(windows, profile):
    windows.knobs(profile=profile)
    windows.config("[wsl2]\nmemory=512MB\nswap=0")
    assert fill(windows, 450).code == 9
    assert windows("-e", "/bin/true").code == 0


@pytest.mark.parametrize(("profile", "there"), [("2.6", True), ("2.7.13", False), ("3.0.1", False)])
def test_newer_kernels_tell_no_pressure(windows, profile, there):
    """config-wsl of 6.18.20.1: CONFIG_PSI_DEFAULT_DISABLED=y."""
    if not Path("/proc/pressure/memory").exists():
        there = False
    windows.knobs(profile=profile)
    windows.config("[wsl2]\nmemory=512MB\nswap=0")
    assert (windows("-e", "/bin/cat", "/proc/pressure/memory").code == 0) is there


@pytest.mark.parametrize(
    ("profile", "lines", "less"),
    [
        ("3.0.1", "swiotlb=256MB", 256),
        ("3.0.1", "", 0),
        ("2.7.13", "swiotlb=256MB", 0),
        ("3.0.1", "[wsl2]\nvirtiofs=true\nmemory=2GB", 64),
        ("3.0.1", "[wsl2]\nvirtiofs=true\nvirtio=false\nmemory=2GB", 0),
    ],
)
def test_a_buffer_for_devices_is_taken_out_of_the_vm(windows, profile, lines, less):
    """c4ef2c7dd: swiotlb; WSL's own 64 MiB where a device needs them, on releases that know the key."""
    windows.knobs(profile=profile, host_memory=8 << 30)
    windows.config(f"[experimental]\n{lines}\n[wsl2]\nmemory=2GB\nswap=0")
    total = int(windows("-e", "/bin/grep", "MemTotal", "/proc/meminfo").text.split()[1]) // 1024
    assert total == 2048 * 63 // 64 - 150 - less
