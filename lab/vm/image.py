"""The disk of the virtual machine: a Debian that runs one script after its start and then powers off."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

PACKAGES = (
    "systemd-sysv", "dbus", "dbus-user-session", "libpam-systemd", "udev", "kmod", "procps", "util-linux",
    "initramfs-tools", "linux-image-amd64", "systemd-oomd", "earlyoom", "gcc", "libc6-dev", "make", "python3",
)  # fmt: skip
MODULES = ("virtio_pci", "virtio_blk", "ext4")
"""All that the kernel needs before it sees the disk."""
UNNEEDED = ("doc", "locale", "man", "info")
OFF = (
    "earlyoom.service", "systemd-oomd.service", "systemd-oomd.socket", "apt-daily.timer", "apt-daily-upgrade.timer",
    "dpkg-db-backup.timer", "fstrim.timer", "e2scrub_all.timer", "e2scrub_reap.service", "systemd-timesyncd.service",
    "getty@tty1.service", "serial-getty@ttyS0.service",
)  # fmt: skip
"""Masked: the killers are started by the cases that are about them."""
UNIT = """[Unit]
After=systemd-user-sessions.service dbus.service systemd-logind.service
RequiresMountsFor=/lab
SuccessAction=poweroff-immediate
FailureAction=poweroff-immediate

[Service]
Type=oneshot
ExecStart=/bin/sh /lab/script
StandardOutput=tty
StandardError=tty
TTYPath=/dev/ttyS1
OOMPolicy=continue
OOMScoreAdjust=-900
"""
"""Runs the script of the second disk and tells the second serial line what it prints."""
DISK = "/dev/vdb /lab ext4 defaults 0 0\n"
SIZE = "3G"


def build(suite: str, place: Path) -> None:
    """Make `disk`, `kernel` and `initrd` in `place`; needs root, mmdebstrap, and the archive of Debian."""
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place) as work:
        root = Path(work) / "root"
        hooks = Path(work) / "hooks"
        hooks.mkdir()
        early = hooks / "early"
        early.write_text(
            'd="$1/etc/initramfs-tools"; mkdir -p "$d/conf.d"\n'
            f'echo MODULES=list >"$d/conf.d/list"; printf "%s\\n" {" ".join(MODULES)} >"$d/modules"\n'
        )
        early.chmod(0o755)
        without = [f"--dpkgopt=path-exclude=/usr/share/{name}/*" for name in UNNEEDED]
        subprocess.run(
            [
                "mmdebstrap", "--quiet", "--variant=minbase", f"--include={','.join(PACKAGES)}", *without,
                f'--essential-hook=sh {early} "$1"', suite, str(root),
            ],
            check=True,
        )  # fmt: skip
        _arrange(root)
        for name, pattern in (("kernel", "vmlinuz-*"), ("initrd", "initrd.img-*")):
            shutil.copyfile(next((root / "boot").glob(pattern)), place / name)
        disk = place / "disk"
        disk.unlink(missing_ok=True)
        of_folder(root, disk, SIZE)


def of_folder(folder: Path, disk: Path, size: str) -> None:
    """Make an ext4 file system with what is in `folder`."""
    subprocess.run(["truncate", f"--size={size}", str(disk)], check=True)
    subprocess.run(["mkfs.ext4", "-q", "-F", "-O", "^has_journal", "-d", str(folder), str(disk)], check=True)


def _arrange(root: Path) -> None:
    """Users, units, and nothing that starts by itself."""
    subprocess.run(["chroot", str(root), "useradd", "-m", "-s", "/bin/bash", "-u", "1000", "dev"], check=True)
    (root / "etc/hostname").write_text("vm\n")
    (root / "etc/fstab").write_text(DISK)
    (root / "lab").mkdir()
    units = root / "etc/systemd/system"
    (units / "lab.service").write_text(UNIT)
    wanted = units / "multi-user.target.wants"
    wanted.mkdir(exist_ok=True)
    (wanted / "lab.service").symlink_to("../lab.service")
    for name in OFF:
        (units / name).unlink(missing_ok=True)
        (units / name).symlink_to("/dev/null")
