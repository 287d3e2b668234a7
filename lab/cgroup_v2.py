"""Run tests on a Linux with control groups of version 2 alone and no /proc/pressure, where the machine has version 1.

    python -m lab.cgroup_v2 [--linux PROGRAM] [--memory MIB] [pytest's own arguments]

`linux.uml` is Debian's user-mode-linux: a kernel that is a program. It boots in a second on this machine's own files,
seen as they are, with folders of its own for what tests write. Without arguments it runs what the guest's sampler, its
search for the group, and the emulated VM's limit rest on. Ends with pytest's exit code; needs root, and for programs
that hold much: sysctl vm.max_map_count=1048576. However it ends, also when it is killed, the kernel and all that it
started end with it.
"""

from __future__ import annotations

import argparse
import shlex
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
TESTS = (
    "tests/machine/guest",
    "tests/machine/run",
    "tests/emulator/test_memory.py",
    "tests/emulator/test_life_cycle.py",
    "tests/workflows/selftest/test_fill.py",
    "tests/workflows/test_watch.py",
)
INIT = """#!/bin/sh
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/run/home TMPDIR=/run/tmp LANG=C.UTF-8
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /dev
mknod /dev/ubda b 98 0
mkdir -p /run/home /run/tmp /dev/pts /dev/shm
mknod /dev/null c 1 3; mknod /dev/zero c 1 5; mknod /dev/random c 1 8; mknod /dev/urandom c 1 9
mknod /dev/tty c 5 0; mknod /dev/ptmx c 5 2; mknod /dev/kmsg c 1 11
chmod 666 /dev/*
ln -s /proc/self/fd /dev/fd
mount -t ext4 /dev/ubda /run/tmp
mount -t devpts devpts /dev/pts
mount -t tmpfs tmpfs /dev/shm
mount -t cgroup2 none /sys/fs/cgroup
cd {folder} && {command}
echo $? > {result}
poweroff -f
"""
"""What the kernel starts first. The rest of the machine's files is seen, and could be written. Tests
write on a disk of their own, for a kernel swaps to no file in memory."""
DISK = "6G"
"""Its size; it has holes, and what is not written takes no room."""
MAPPINGS = Path("/proc/sys/vm/max_map_count")
PAGES = 1_000_000
"""Each page that a program holds there is a mapping here, and the usual 65,530 end it at 256 MiB, killed."""
ENDS_WITH_US = ("setpriv", "--pdeathsig", "KILL", "unshare", "--pid", "--fork", "--kill-child", "--")
"""The kernel is many processes here. In a namespace of their own they end with its first one, that with `unshare`, and
`unshare` with us."""


def main() -> int:
    """Boot, run, and give pytest's exit code back."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--linux", default="linux.uml", help="the kernel, a program")
    parser.add_argument("--memory", type=int, default=3000, help="MiB of memory it gets")
    options, words = parser.parse_known_args()
    if int(MAPPINGS.read_text()) < PAGES:
        print("a program that holds 256 MiB will be killed; first: sysctl vm.max_map_count=1048576", file=sys.stderr)
    for end in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(end, lambda number, _: sys.exit(128 + number))  # the folder goes too
    tests = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *(words or TESTS)]
    with tempfile.TemporaryDirectory() as folder:
        init, result, disk = (Path(folder, name) for name in ("init", "result", "disk"))
        subprocess.run(["mke2fs", "-q", "-t", "ext4", str(disk), DISK], check=True, stdout=subprocess.DEVNULL)
        init.write_text(INIT.format(folder=shlex.quote(str(ROOT)), command=shlex.join(tests), result=result))
        init.chmod(0o755)
        subprocess.run(
            [
                *ENDS_WITH_US, options.linux,
                f"mem={options.memory}M", "root=/dev/root", "rootfstype=hostfs", "rootflags=/", "rw",
                f"init={init}", "con=null", "con0=fd:0,fd:1", "quiet", f"uml_dir={folder}",
                f"ubd0={disk}",
            ],
            stdin=subprocess.DEVNULL, check=True,
        )  # fmt: skip
        return int(result.read_text()) if result.exists() else 1


if __name__ == "__main__":
    sys.exit(main())
