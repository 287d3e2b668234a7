"""`wslmem watch`: live memory of host and VM, one line a reading."""

from __future__ import annotations

import argparse

from wslmem.cli import given, output
from wslmem.cli.ink import inked
from wslmem.cli.machine import paths_of
from wslmem.documents.watch import SCHEMA, HostReading, VmReading, WatchDocument
from wslmem.errors import Exit
from wslmem.machine.host.paths import MachinePaths
from wslmem.sizing.alert import Threshold
from wslmem.telling import watch as telling
from wslmem.telling.fact import Tone
from wslmem.text import Text
from wslmem.units import Bytes, Seconds
from wslmem.words import say, tell
from wslmem.workflows.watch import Reading, alerts, watch


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only watch knows."""
    parser.add_argument(
        "--interval", type=given.seconds, default=Seconds(1.0), metavar="S", help=say("seconds between readings")
    )
    parser.add_argument(
        "--count", type=given.count, metavar="N", help=say("stop after N readings (default: until Ctrl-C)")
    )
    parser.add_argument(
        "--alert", action="store_true", help=say("warn before the kernel kills; exit with 2 if it warned")
    )
    parser.add_argument("--below", type=_percent, metavar="P%", help=say("warn when less is available (default: 10%%)"))
    parser.add_argument(
        "--pressure", type=_percent, metavar="P%", help=say("warn when tasks wait this long for memory (default: 20%%)")
    )
    parser.add_argument(
        "--exec",
        dest="command",
        metavar="CMD",
        help=say("with --alert: run this command; WSLMEM_ALERT holds the reason"),
    )


def _percent(text: str) -> float:
    """A share between 0 and 1; argparse tells what a ValueError means."""
    share = float(text.removesuffix("%")) / 100
    if not 0 < share <= 1:
        raise ValueError(text)
    return share


def run(options: argparse.Namespace) -> Exit:
    """Print a line a reading until told to stop."""
    paths, warned = paths_of(options), False
    wanted = Threshold(
        below=options.below if options.below is not None else Threshold().below,
        pressure=options.pressure * 100 if options.pressure is not None else Threshold().pressure,
    )
    readings = watch(paths, options.interval, count=options.count)
    for reading, why in alerts(readings, wanted) if options.alert else ((one, None) for one in readings):
        if options.json:
            output.print_line(document(reading), SCHEMA)
        else:
            output.result(as_text(reading))
        if why is not None:
            warned = True
            _warn(paths, why, options.command)
        if output.lost():
            break
    return Exit.WOULD_CHANGE if warned else Exit.OK


def _warn(paths: MachinePaths, why: Text, command: str | None) -> None:
    """Say it wherever somebody may see it: here, on the desktop, in a command of the person's own."""
    from wslmem.machine.host import toast
    from wslmem.machine.system import person

    output.aloud(inked(tell(Text("warning: {why}", why=why)), Tone.BAD))
    toast.show(paths, tell(why))
    if command is not None and (problem := person.run(command, WSLMEM_ALERT=str(why))):
        output.aloud(tell(Text("warning: {command}: {problem}", command=command, problem=problem)))


def document(reading: Reading) -> WatchDocument:
    """What a script reads of one reading."""
    host, guest = reading.host, reading.guest
    return WatchDocument(
        reading.at,
        HostReading(host.total, host.available, host.vm_working_set, host.largest, host.wslc_working_set),
        VmReading(guest.total, guest.available, Bytes(guest.swap_total - guest.swap_free)) if guest else None,
        reading.holders,
    )


def as_text(reading: Reading) -> str:
    """One line: this computer, then the VM."""
    facts = [f"{tell(fact.label)} {tell(fact.text)}" for fact in telling.told(reading)]
    return "  ".join([reading.at, *facts])
