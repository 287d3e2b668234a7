"""Reading the VM from inside, with a wsl.exe that runs the script on this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from wslmem.errors import WslmemError
from wslmem.machine.guest import guest_memory
from wslmem.machine.wsl.wsl import Wsl
from wslmem.units import MIB, Seconds

HERE = 'while [ "$1" != -e ]; do shift; done; shift; exec "$@"'
"""A wsl.exe whose guest is this machine."""


def test_the_script_reads_this_machine(program):
    reading = guest_memory.read(Wsl(program("wsl.exe", HERE)), "Ubuntu", Seconds(20))
    memory = reading.memory
    assert memory.distribution == "Ubuntu"
    assert memory.boot_id == Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    assert memory.kernel == Path("/proc/sys/kernel/osrelease").read_text().strip()
    assert 0 < memory.available <= memory.total
    assert memory.processors >= 1
    assert memory.uptime > 0
    assert reading.warnings == ()


def test_the_warnings_of_the_boot_come_with_the_reading(program):
    exe = program("wsl.exe", f"printf 'wsl: Expected = in C:\\\\f:3\\r\\n' >&2\n{HERE}")
    assert guest_memory.read(Wsl(exe), "Ubuntu", Seconds(20)).warnings == ("Expected = in C:\\f:3",)


MEMINFO = "MemTotal: 8149000 kB\nMemAvailable: 4000 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n"
REST = "boot_id 1-2\nuptime 5.25 3.0\nkernel 6.6.87.2-microsoft-standard-WSL2\nprocessors 8\n"


def test_kilobytes_of_the_kernel_are_of_1024_bytes():
    memory = guest_memory.parse(MEMINFO + REST, "Ubuntu")
    assert memory.total == 8149000 * 1024
    assert memory.available == 4000 * 1024
    assert (memory.swap_total, memory.uptime, memory.processors) == (0, 5.25, 8)
    assert memory.total > 7900 * MIB


@pytest.mark.parametrize("missing", ["MemTotal", "SwapTotal", "boot_id", "uptime", "processors"])
def test_a_figure_that_is_missing_is_an_error_never_zero(missing):
    text = "\n".join(line for line in (MEMINFO + REST).splitlines() if not line.startswith(missing))
    with pytest.raises(LookupError):
        guest_memory.parse(text, "Ubuntu")


def test_a_guest_without_proc_is_told(program):
    exe = program("wsl.exe", f"PATH=/nowhere; export PATH\n{HERE}")
    with pytest.raises(WslmemError, match="cannot read the memory"):
        guest_memory.read(Wsl(exe), "Ubuntu", Seconds(20))
