"""The two machines that boot the same disk: QEMU, which any kernel believes in, and a Linux that is a program.

`linux.uml` is Debian's user-mode-linux: its programs run at this processor's own speed, ten times that of QEMU without
KVM, and it has a kernel of its own. It lacks /proc/pressure, so no systemd-oomd runs in it. Debian 12 has 6.1, which
has no room for the registers of a processor with AMX and ends at its first program; 7.2 of Debian's sid runs there.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

QUIET = ("systemd.show_status=0", "quiet", "transparent_hugepage=never")


@dataclass(frozen=True, slots=True)
class Parts:
    """What a machine is put together from."""

    place: Path
    """The folder with `disk`, `kernel` and `initrd`; nothing that a machine writes on its disks stays."""
    second: Path
    swap: Path
    told: Path
    """The file that gets what the cases print."""


PowerOn = Callable[[Parts, int, float], None]
"""Runs a machine with so many MiB until it powers off, or so many seconds are over: what was told until then counts."""


def qemu(parts: Parts, memory: int, patience: float) -> None:
    """One processor: without KVM two of them wait for each other wherever this machine is busy."""
    disks = (parts.place / "disk", parts.second, parts.swap)
    drives = [f"file={disk},format=raw,if=virtio,cache=unsafe,snapshot=on" for disk in disks]
    argv = [
        "qemu-system-x86_64", "-accel", "tcg", "-cpu", "max,la57=off", "-smp", "1", "-m", str(memory),
        "-nodefaults", "-no-reboot", "-display", "none", "-device", "virtio-rng-pci",
        "-kernel", str(parts.place / "kernel"), "-initrd", str(parts.place / "initrd"),
        "-append", " ".join(("root=/dev/vda", "rw", "console=ttyS0", "mitigations=off", "nowatchdog", *QUIET)),
        *(word for drive in drives for word in ("-drive", drive)),
        "-serial", f"file:{parts.place / 'console'}", "-serial", f"file:{parts.told}",
    ]  # fmt: skip
    with contextlib.suppress(subprocess.TimeoutExpired):
        subprocess.run(argv, check=True, timeout=patience, stdin=subprocess.DEVNULL)


def uml(parts: Parts, memory: int, patience: float) -> None:
    """Its disks have other names, so the image's own table of them is left unread."""
    work = parts.told.parent
    argv = [
        "linux.uml", f"mem={memory}M", f"ubd0={work / 'changed'},{parts.place / 'disk'}", f"ubd1={parts.second}",
        f"ubd2={parts.swap}", "root=/dev/ubda", "rw", "fstab=no", "systemd.mount-extra=/dev/ubdb:/lab:ext4:defaults",
        *QUIET, "con=null", "ssl=null", "ssl1=fd:0,fd:1", f"uml_dir={work}", f"umid=wslmem-{os.getpid()}",
    ]  # fmt: skip
    reader, writer = os.pipe()  # a line whose other end is gone would be hung up
    with parts.told.open("wb") as told, (parts.place / "console").open("wb") as console:
        machine = subprocess.Popen(argv, stdin=reader, stdout=told, stderr=console, start_new_session=True)
        try:
            machine.wait(patience)
        except subprocess.TimeoutExpired:
            pass
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(machine.pid, signal.SIGKILL)  # its programs are processes of this machine
            machine.wait()
            os.close(reader)
            os.close(writer)


MACHINES: dict[str, PowerOn] = {"qemu": qemu, "uml": uml}
