"""`wslmem watch`: live memory of host and VM, one line a reading."""

from __future__ import annotations

import argparse

from wslmem.cli import output
from wslmem.cli.machine import paths_of
from wslmem.errors import Exit
from wslmem.units import Seconds, show_size
from wslmem.workflows.watch import Reading, watch


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only watch knows."""
    parser.add_argument("--interval", type=float, default=1.0, metavar="S", help="seconds between readings")
    parser.add_argument("--count", type=int, metavar="N", help="stop after N readings (default: until Ctrl-C)")


def run(options: argparse.Namespace) -> Exit:
    """Print a line a reading until told to stop."""
    for reading in watch(paths_of(options), Seconds(options.interval), count=options.count):
        if options.json:
            output.print_line(as_json(reading))
        else:
            output.result(as_text(reading))
        if output.lost():
            break
    return Exit.OK


def as_json(reading: Reading) -> dict[str, object]:
    """One reading (`wslmem/watch/1`); sizes in bytes, null where the VM does not run."""
    guest = reading.guest
    return {
        "schema": "wslmem/watch/1",
        "at": reading.at,
        "host": {"total": reading.host.total, "available": reading.host.available, "vm": reading.host.vm_working_set},
        "vm": {"total": guest.total, "available": guest.available, "swap_used": guest.swap_total - guest.swap_free}
        if guest
        else None,
    }


def as_text(reading: Reading) -> str:
    """One line: the host's part, then the VM's."""
    host, guest = reading.host, reading.guest
    left = f"{reading.at}  host {show_size(host.available)} free of {show_size(host.total)}"
    if guest is None:
        return f"{left}  VM not running"
    swap = f", swap used {show_size(guest.swap_total - guest.swap_free)}" if guest.swap_total else ""
    return f"{left}  VM {show_size(guest.available)} free of {show_size(guest.total)}{swap}"
