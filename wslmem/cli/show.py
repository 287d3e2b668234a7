"""`wslmem show`: what WSL reads in .wslconfig; with --fix what is wrong is put right, with --explain a key is told."""

from __future__ import annotations

import argparse

from wslmem.cli import output
from wslmem.cli.columns import laid_out
from wslmem.cli.machine import paths_of
from wslmem.cli.show_text import as_text
from wslmem.errors import Exit, WslmemError
from wslmem.machine.files import files
from wslmem.machine.host import host_memory
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.system import stop_signals
from wslmem.sizing.host import HostMemory
from wslmem.telling.fact import warning
from wslmem.text import Text
from wslmem.units import Bytes
from wslmem.words import say
from wslmem.workflows import neighbours, sight
from wslmem.wslconfig import document as wslconfig
from wslmem.wslconfig.document import WslConfigDocument
from wslmem.wslconfig.effective import effective
from wslmem.wslconfig.findings import Finding, findings
from wslmem.wslconfig.sight import Sight

STRICT = {"errors": ("error",), "warnings": ("error", "warning")}
"""Severities that --strict does not let pass."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only show knows."""
    parser.add_argument(
        "--fix",
        metavar="RULE",
        action="append",
        help=say("fix what RULE found, or all; RULE:2 uses the second fix; the old file is backed up first"),
    )
    parser.add_argument(
        "--strict",
        nargs="?",
        choices=STRICT,
        const="warnings",
        metavar="LEVEL",
        help=say("exit with 2 on an error or warning in the file; --strict errors: on errors alone"),
    )
    parser.add_argument(
        "--explain", metavar="KEY", help=say("explain a key: its values, its default, and since which WSL")
    )


def run(options: argparse.Namespace) -> Exit:
    """Read and tell, or fix, or explain."""
    paths = paths_of(options)
    if options.explain:
        from wslmem.cli.show_explain import explain

        return explain(options, paths)
    content = files.read_file(paths.wslconfig)
    document = wslconfig.read(content.data or b"")
    host, around = _host(paths), sight.look(paths, document)
    if options.fix:
        from wslmem.cli.show_fix import fix

        with stop_signals.to_the_end():
            return fix(options, paths, content, host, around)
    tell(options, paths, document, host, around, exists=content.data is not None)
    return judged(options, remarks_on(paths, document, host, around))


def judged(options: argparse.Namespace, remarks: tuple[Finding, ...]) -> Exit:
    """2 where --strict was given and something is found that it does not let pass."""
    strict = STRICT.get(options.strict, ())
    return Exit.WOULD_CHANGE if any(one.severity in strict for one in remarks) else Exit.OK


def remarks_on(
    paths: MachinePaths, document: WslConfigDocument, host: HostMemory | None, around: Sight
) -> tuple[Finding, ...]:
    """Every remark on a document that lies where `paths` says."""
    total, processors = (host.total, host.processors) if host else (None, None)
    return (
        *neighbours.found(paths),
        *findings(document, host_total=total, processors=processors, sight=around),
    )


def tell(
    options: argparse.Namespace,
    paths: MachinePaths,
    document: WslConfigDocument,
    host: HostMemory | None,
    around: Sight,
    *,
    exists: bool,
    on_disk: Text | None = None,
) -> None:
    """Print what WSL reads, for a person or a script; `on_disk` is what this run has changed."""
    total: Bytes | None = host.total if host else None
    processors = host.processors if host else None
    if options.json:
        from wslmem.documents.show import SCHEMA, shown

        found = shown(
            document,
            path=str(paths.wslconfig),
            exists=exists,
            host_total=total,
            processors=processors,
            sight=around,
            beside=neighbours.found(paths),
        )
        output.print_document(found, SCHEMA, on_disk=on_disk)
        return
    limits = effective(document, host_total=total, processors=processors, sight=around)
    remarks = remarks_on(paths, document, host, around)
    output.result(as_text(str(paths.wslconfig), document, limits, remarks, around, exists=exists))


def _host(paths: MachinePaths) -> HostMemory | None:
    try:
        return host_memory.read(paths)
    except WslmemError as error:
        text = Text(
            "This computer's memory could not be read, so WSL's defaults are not known: {cause}", cause=error.cause
        )
        output.aloud("\n".join(laid_out([warning(text)])))
        return None
