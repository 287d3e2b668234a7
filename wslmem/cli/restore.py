"""`wslmem restore`: list backups, or put one back byte for byte."""

from __future__ import annotations

import argparse

from wslmem.cli import output
from wslmem.cli.columns import laid_out
from wslmem.cli.machine import paths_of
from wslmem.documents.restore import (
    SCHEMA,
    BackupFound,
    BackupsDocument,
    DefectFound,
    RestoredDocument,
    VerifiedDocument,
)
from wslmem.errors import Exit, UsageError
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.own.backups import Backup
from wslmem.machine.system import stop_signals
from wslmem.telling import restore as telling
from wslmem.text import Text
from wslmem.words import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only restore knows."""
    parser.add_argument(
        "backup", nargs="?", metavar="BACKUP", help=say("number or name of a backup (default: list all)")
    )
    parser.add_argument("--verify", action="store_true", help=say("check every backup and journal; changes nothing"))


def run(options: argparse.Namespace) -> Exit:
    """List, put back, or verify."""
    paths = paths_of(options)
    if options.verify:
        return _verify(options, paths)
    if not options.backup:
        return _list(options, paths)
    with stop_signals.to_the_end():
        return _put_back(options, paths)


def _verify(options: argparse.Namespace, paths: MachinePaths) -> Exit:
    from wslmem.telling.restore import verified
    from wslmem.workflows.apply.verify import verify

    if options.backup:
        raise UsageError(Text("--verify checks all backups; leave {backup} out", backup=options.backup))
    found = verify(paths)
    if options.json:
        defects = tuple(DefectFound(str(one.path), one.text) for one in found.defects)
        output.print_document(VerifiedDocument(str(found.folder), found.backups, found.journals, defects), SCHEMA)
    else:
        output.result("\n".join(laid_out(verified(found))))
    return Exit.FAILED if found.defects else Exit.OK


def _list(options: argparse.Namespace, paths: MachinePaths) -> Exit:
    from wslmem.telling.restore import version
    from wslmem.workflows.history import versions

    found = versions(paths)
    if options.json:
        listed = tuple(_found(one.backup, one.held) for one in found)
        output.print_document(BackupsDocument(str(paths.wslconfig), listed), SCHEMA)
    elif found:
        output.result("\n".join(laid_out(map(version, found))))
    else:
        output.result(Text("no backups of {path}: wslmem has not changed it yet", path=paths.wslconfig))
    return Exit.OK


def _found(backup: Backup, held: tuple[tuple[str, str], ...] | None = None) -> BackupFound:
    return BackupFound(
        number=backup.number,
        taken=backup.taken,
        sha256=backup.sha256,
        absent=backup.absent,
        path=str(backup.path),
        held=None if held is None or backup.absent else dict(held),
    )


def _put_back(options: argparse.Namespace, paths: MachinePaths) -> Exit:
    from wslmem.workflows.apply.restore import restore

    restored = restore(paths, options.backup)
    held = Text("the restored file: {path}", path=paths.wslconfig) if restored.changed else None
    if options.json:
        undo = _found(restored.undo) if restored.undo else None
        output.print_document(
            RestoredDocument(str(paths.wslconfig), restored.changed, _found(restored.backup), undo),
            SCHEMA,
            on_disk=held,
        )
    elif restored.changed:
        facts = telling.restored(restored.backup.number, restored.undo.number if restored.undo else None)
        output.result("\n".join(laid_out(facts)), on_disk=held)
    else:
        output.result(Text("nothing to do: the file is identical to this backup"))
    return Exit.OK
