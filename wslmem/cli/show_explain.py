"""`wslmem show --explain KEY`: what a key of `.wslconfig` means, from the catalogue."""

from __future__ import annotations

import argparse

from wslmem.cli import output
from wslmem.cli.columns import laid_out
from wslmem.errors import Exit, NotFoundError
from wslmem.machine.files import files
from wslmem.machine.host.paths import MachinePaths
from wslmem.telling import settings as telling
from wslmem.telling.fact import Fact
from wslmem.text import Text, verbatim
from wslmem.wslconfig import catalogue
from wslmem.wslconfig import document as wslconfig


def explain(options: argparse.Namespace, paths: MachinePaths) -> Exit:
    """Tell what is known of the key, and what the file gives for it.

    Raises:
        NotFoundError: WSL has no such key; names those that are spelt nearly so.
    """
    name, given, value = options.explain.partition("=")
    setting = catalogue.find(name)
    if setting is None:
        raise _unknown(name)
    document = wslconfig.read(files.read_file(paths.wslconfig).data or b"")
    reading = document.readings.get(setting.key)
    if options.json:
        from wslmem.documents.setting import explained
        from wslmem.documents.show import SCHEMA

        output.print_document(explained(setting, reading), SCHEMA)
        return Exit.OK
    here = Text("not set") if reading is None else verbatim(f"{setting.name}={reading.raw}")
    facts = [*telling.explained(setting), Fact(Text("in the file"), here)]
    if given and value:
        facts += telling.tried(setting, value)
    output.result("\n".join([setting.name, *("  " + line for line in laid_out(facts))]))
    return Exit.OK


def _unknown(name: str) -> NotFoundError:
    from difflib import get_close_matches

    known = {one.name.lower(): one.name for one in catalogue.settings()}
    wanted = name.rpartition(".")[2].lower()
    close = [known[one] for one in get_close_matches(wanted, known, n=3)]
    names = ", ".join(close or known.values())
    return NotFoundError(
        Text("WSL has no key {name}", name=name),
        next_step=Text("did you mean: {names}", names=names) if close else Text("the keys are: {names}", names=names),
    )
