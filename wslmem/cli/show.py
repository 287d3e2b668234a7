"""`wslmem show`: what WSL reads in .wslconfig; with --fix, the repair of one finding."""

from __future__ import annotations

import argparse

from wslmem.cli import output
from wslmem.cli.machine import paths_of
from wslmem.errors import Exit, WslmemError
from wslmem.machine.files import files
from wslmem.machine.host import host_memory
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.system import stop_signals
from wslmem.sizing.host import HostMemory
from wslmem.units import Bytes, show_size
from wslmem.wslconfig import document as wslconfig
from wslmem.wslconfig.document import WslConfigDocument
from wslmem.wslconfig.effective import Effective, effective
from wslmem.wslconfig.findings import Finding, findings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only show knows."""
    parser.add_argument("--fix", metavar="RULE", help="repair what this rule found, byte-exact, after a backup")


def run(options: argparse.Namespace) -> Exit:
    """Read and tell, or repair."""
    paths = paths_of(options)
    if options.fix:
        from wslmem.cli.show_fix import fix

        with stop_signals.to_the_end():
            return fix(options, paths)
    content = files.read_file(paths.wslconfig)
    document = wslconfig.read(content.data or b"")
    host = _host(paths)
    if options.json:
        from wslmem.documents.show import SCHEMA, shown

        output.print_document(
            shown(
                document,
                path=str(paths.wslconfig),
                exists=content.data is not None,
                host_total=host.total if host else None,
                processors=host.processors if host else None,
            ),
            SCHEMA,
        )
    else:
        output.result(_text(paths, document, host, exists=content.data is not None))
    return Exit.OK


def _host(paths: MachinePaths) -> HostMemory | None:
    try:
        return host_memory.read(paths)
    except WslmemError as error:
        output.story(f"caution: host memory could not be read, so WSL's defaults are not known: {error.cause}")
        return None


def _text(paths: MachinePaths, document: WslConfigDocument, host: HostMemory | None, *, exists: bool) -> str:
    total, processors = (host.total, host.processors) if host else (None, None)
    limits = effective(document, host_total=total, processors=processors)
    head = f"{paths.wslconfig}: " + (f"{document.encoding}, {document.line_ending}" if exists else "does not exist")
    keys = [f"  {reading.line:>4}  {key} = {reading.raw}" for key, reading in document.readings.items()]
    remarks = [told(finding) for finding in findings(document, host_total=total, processors=processors)]
    return "\n".join([head, *keys, "what the VM gets:", *_limits(limits), *remarks])


def _limits(limits: Effective) -> list[str]:
    def size(value: int | None) -> str:
        return "unknown" if value is None else show_size(Bytes(value)) if value else "none"

    processors = limits.processors
    return [
        f"  memory      {size(limits.memory.value)} ({limits.memory.source})",
        f"  swap        {size(limits.swap.value)} ({limits.swap.source})",
        f"  processors  {processors.value or 'all'} ({processors.source})",
    ]


def told(finding: Finding) -> str:
    """A finding as two lines: what it is, and what to write."""
    where = f"line {finding.line}: " if finding.line else ""
    repair = f"\n    repair: {finding.repair}" if finding.repair else ""
    return f"{finding.severity}: {where}{finding.text} [{finding.rule}]{repair}"
