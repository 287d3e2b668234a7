"""Reading the memory of the running VM from inside; boots it if need be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wslmem.errors import WslmemError
from wslmem.records import record
from wslmem.sizing.guest import GuestMemory
from wslmem.text import Text
from wslmem.units import KIB, Bytes, Seconds

if TYPE_CHECKING:
    import threading

    from wslmem.machine.wsl.wsl import Wsl
    from wslmem.sizing.holders import Holders

_SCRIPT = """\
cat /proc/meminfo
echo "boot_id $(cat /proc/sys/kernel/random/boot_id)"
echo "uptime $(cat /proc/uptime)"
echo "kernel $(uname -r)"
sed -n 's/^full avg10=\\([0-9.]*\\).*/pressure \\1/p' /proc/pressure/memory 2>/dev/null
sed -n 's/^pgmajfault /pgmajfault /p; s/^pswpin /pswpin /p' /proc/vmstat 2>/dev/null
echo "processors $(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN || grep -c ^processor /proc/cpuinfo)"
{holders}
echo "wsl.conf"
cat /etc/wsl.conf 2>/dev/null || true
"""
_WSL_CONF = "\nwsl.conf\n"
"""Stands before the settings of the distribution, which look like ours and are not."""
_HOLDERS = "\nholders\n"


@record
class GuestReading:
    """One look into the VM."""

    memory: GuestMemory
    warnings: tuple[str, ...]
    """What WSL said about `.wslconfig`, if this look booted the VM; only the client that does so is told."""
    wsl_conf: str = ""
    """/etc/wsl.conf of the distribution; empty where there is none."""
    holders: Holders | None = None
    """Who holds the memory; None where that was not asked, or could not be read."""


def read(
    wsl: Wsl, distribution: str, timeout: Seconds, *, cancel: threading.Event | None = None, who: bool = False
) -> GuestReading:
    """Look into the VM through `distribution`, booting both if they do not run.

    SwapTotal may read 0 in the first moments of a VM, for WSL activates the swap after the boot (WSL: main.cpp).

    Args:
        wsl: the door.
        distribution: its name.
        timeout: seconds, the boot included.
        cancel: ends the call when set.
        who: also read who holds the memory, which takes some 0.1 ms of the VM for each process.

    Raises:
        WslError, ProcessError: WSL cannot be used, the VM does not start, or not in time.
        WslmemError: the guest's figures cannot be read.
    """
    result = wsl.script(distribution, _script(who=who), timeout=timeout, cancel=cancel)
    try:
        told, _, wsl_conf = result.text.partition(_WSL_CONF)
        figures, _, processes = told.partition(_HOLDERS)
        memory = parse(figures, distribution)
        return GuestReading(memory, result.warnings, wsl_conf, _held(figures, processes) if who else None)
    except (LookupError, ValueError) as error:
        said = result.stderr.decode("utf-8", "replace").strip()
        raise WslmemError(
            Text(
                "cannot read the memory of {distribution}: {said}",
                distribution=distribution,
                said=said or repr(error),
            )
        ) from error


def _script(*, who: bool) -> str:
    if not who:
        return _SCRIPT.replace("{holders}\n", "")
    from wslmem.machine.guest import load

    return _SCRIPT.replace("{holders}", f"echo holders\n{load.script('holders.sh')}")


def _held(figures: str, processes: str) -> Holders | None:
    """An old kernel without the figures, or a guest without awk, has no split; the rest is known all the same."""
    from wslmem.sizing import holders

    meminfo = {
        row[0].rstrip(":"): int(row[1]) * KIB
        for row in (line.split() for line in figures.splitlines())
        if row[2:] == ["kB"] and row[1].isdecimal()
    }
    known = holders.parse(processes)
    try:
        return holders.holders(known, meminfo) if known else None
    except LookupError:
        return None


def parse(text: str, distribution: str) -> GuestMemory:
    """The figures in what the script prints; `/proc/meminfo` counts in kB of 1024 bytes (kernel: proc_meminfo(5)).

    Raises:
        LookupError, ValueError: a line is missing, or is none.
    """
    rows = (line.split() for line in text.splitlines())
    values = {row[0].rstrip(":"): row[1] for row in rows if len(row) > 1}

    def size(name: str) -> Bytes:
        return Bytes(int(values[name]) * KIB)

    return GuestMemory(
        distribution=distribution,
        total=size("MemTotal"),
        available=size("MemAvailable"),
        swap_total=size("SwapTotal"),
        swap_free=size("SwapFree"),
        processors=int(values["processors"]),
        boot_id=values["boot_id"],
        uptime=Seconds(float(values["uptime"])),
        kernel=values["kernel"],
        pressure=float(values["pressure"]) if "pressure" in values else None,
        paged_in=_paged_in(values),
    )


def _paged_in(values: dict[str, str]) -> int | None:
    """A page from swap is a major fault as well, so the larger of the two counts."""
    known = [int(values[name]) for name in ("pgmajfault", "pswpin") if name in values]
    return max(known, default=None)
