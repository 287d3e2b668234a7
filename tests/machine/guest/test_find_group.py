"""Which control group the script in the VM reads, in every layout that WSL has or had."""

# ruff: noqa: E501 - lines of the kernel

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

import wslmem

SCRIPT = (Path(wslmem.__file__).parent / "machine" / "guest" / "evidence.sh").read_text()
FUNCTION = SCRIPT[SCRIPT.index("find_group() {") : SCRIPT.index("kernel_stamp()")]
SHELLS = [shell for shell in ("dash", "bash", "sh") if shutil.which(shell)]
V1 = "35 29 0:32 / /sys/fs/cgroup/memory rw,nosuid shared:15 - cgroup cgroup rw,memory"
HYBRID = "29 25 0:27 / /sys/fs/cgroup ro - tmpfs tmpfs ro,mode=755\n30 29 0:28 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw"
ALONE = "29 25 0:27 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate"

LAYOUTS = {
    "version 1, the root": (f"{HYBRID}\n{V1}", "4:memory:/\n1:cpu:/\n0::/\n", "/sys/fs/cgroup/memory"),
    "version 1, a service": (f"{HYBRID}\n{V1}", "4:cpu,memory:/user.slice\n0::/user.slice\n", "/sys/fs/cgroup/memory/user.slice"),
    "version 2 beside version 1": (HYBRID, "4:cpu:/\n0::/init.scope\n", "/sys/fs/cgroup/unified/init.scope"),
    "version 2 alone": (ALONE, "0::/user.slice/user-0.slice\n", "/sys/fs/cgroup/user.slice/user-0.slice"),
    "wsl-user": (ALONE, "0::/wsl-user/distro-812/non-systemd\n", "/sys/fs/cgroup/wsl-user/distro-812/non-systemd"),
    "wsl-user in a namespace": (ALONE, "0::/\n", "/sys/fs/cgroup"),
    "wsl-user, mounted from its group": (
        "29 25 0:27 /wsl-user/distro-1 /sys/fs/cgroup rw - cgroup2 cgroup2 rw",
        "0::/wsl-user/distro-1/non-systemd\n",
        "/sys/fs/cgroup/non-systemd",
    ),
    "none": ("29 25 0:27 / /sys rw - sysfs sysfs rw", "0::/\n", ""),
}  # fmt: skip


@pytest.mark.posix_only(reason="runs the guest's shell")
@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("name", LAYOUTS)
def test_the_group_is_found_where_the_memory_is_counted(tmp_path, shell, name):
    mounts, groups, wanted = LAYOUTS[name]
    own = tmp_path / "self"
    own.mkdir()
    (own / "mountinfo").write_text(f"{mounts}\n")
    (own / "cgroup").write_text(groups)
    done = subprocess.run(
        [shell, "-c", f"{FUNCTION}\nfind_group"],
        capture_output=True,
        text=True,
        env={"proc": str(tmp_path), "PATH": "/usr/bin:/bin"},
        check=True,
    )
    assert done.stdout.strip() == wanted
    assert done.stderr == ""


ISOLATING = {"head", "2.9.13", "3.0.1"}


@pytest.mark.posix_only(reason="looks into the emulated VM from Linux")
@pytest.mark.parametrize("profile", ["2.6", "2.7.13", "head", "2.9.13", "3.0.1"])
def test_in_the_vm_of_each_release_the_script_finds_the_group_that_it_is_in(stand_in, profile):
    stand_in.knobs(profile=profile, host_memory=8 << 30)
    (stand_in.profile / ".wslconfig").write_bytes(b"[wsl2]\nmemory=512MB\nswap=0\n")
    script = f'{FUNCTION}\ngroup=$(find_group); grep -qx $$ "$group/cgroup.procs" && ls "$group"'
    done = subprocess.run(
        [stand_in.wsl_exe, "--cd", "/", "-e", "/bin/sh", "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    counted = bool({"memory.events", "memory.oom_control"} & set(done.stdout.split()))
    # On version 2 alone a release that isolates nothing has its distribution at the root, where nothing is counted.
    assert counted is (profile in ISOLATING or Path("/sys/fs/cgroup/memory").exists())
