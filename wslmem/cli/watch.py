"""`wslmem watch`: live memory of host and VM, one line a reading."""

from __future__ import annotations

import argparse

from wslmem.cli import output
from wslmem.cli.machine import paths_of
from wslmem.documents.watch import SCHEMA, HostReading, VmReading, WatchDocument
from wslmem.errors import Exit
from wslmem.telling import watch as telling
from wslmem.units import Bytes, Seconds
from wslmem.words import tell
from wslmem.workflows.watch import Reading, watch


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only watch knows."""
    parser.add_argument("--interval", type=float, default=1.0, metavar="S", help="seconds between readings")
    parser.add_argument("--count", type=int, metavar="N", help="stop after N readings (default: until Ctrl-C)")


def run(options: argparse.Namespace) -> Exit:
    """Print a line a reading until told to stop."""
    for reading in watch(paths_of(options), Seconds(options.interval), count=options.count):
        if options.json:
            output.print_line(document(reading), SCHEMA)
        else:
            output.result(as_text(reading))
        if output.lost():
            break
    return Exit.OK


def document(reading: Reading) -> WatchDocument:
    """What a script reads of one reading."""
    host, guest = reading.host, reading.guest
    return WatchDocument(
        reading.at,
        HostReading(host.total, host.available, host.vm_working_set),
        VmReading(guest.total, guest.available, Bytes(guest.swap_total - guest.swap_free)) if guest else None,
    )


def as_text(reading: Reading) -> str:
    """One line: this computer, then the VM."""
    facts = [f"{tell(fact.label)} {tell(fact.text)}" for fact in telling.told(reading)]
    return "  ".join([reading.at, *facts])
