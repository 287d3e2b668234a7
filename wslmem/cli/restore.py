"""`wslmem restore`: list backups, or put one back byte for byte."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, cast

from wslmem.cli import apply_story, output
from wslmem.cli.machine import paths_of
from wslmem.errors import Exit
from wslmem.machine.backups import Backup
from wslmem.machine.paths import MachinePaths
from wslmem.workflows.restore import RestoreResult, list_backups, restore

if TYPE_CHECKING:
    from wslmem.workflows.events import ApplyEvent


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only restore knows."""
    parser.add_argument("backup", nargs="?", metavar="BACKUP", help="number or name of a backup; none lists them")


def run(options: argparse.Namespace) -> Exit:
    """List, or put back."""
    paths = paths_of(options)
    return _put_back(options, paths) if options.backup else _list(options, paths)


def _list(options: argparse.Namespace, paths: MachinePaths) -> Exit:
    backups = list_backups(paths)
    if options.json:
        listed = [_fields(backup) for backup in backups]
        output.print_json({"schema": "wslmem/restore/1", "path": str(paths.wslconfig), "backups": listed})
    elif backups:
        output.result("\n".join(_line(backup) for backup in backups))
    else:
        output.result(f"no backups of {paths.wslconfig}: wslmem has not changed it yet")
    return Exit.OK


def _fields(backup: Backup) -> dict[str, object]:
    return {
        "number": backup.number,
        "taken": backup.taken,
        "sha256": backup.sha256,
        "absent": backup.absent,
        "path": str(backup.path),
    }


def _line(backup: Backup) -> str:
    what = "there was no file" if backup.absent else backup.sha256
    return f"{backup.number:>4}  {backup.taken}  {what}  {backup.path}"


def _put_back(options: argparse.Namespace, paths: MachinePaths) -> Exit:
    *told, last = restore(paths, options.backup)
    for event in told:
        output.story(apply_story.line_of(cast("ApplyEvent", event)))
    result = cast("RestoreResult", last)
    if options.json:
        output.print_json(_as_json(paths, result))
    else:
        output.result(_text(result))
    return Exit.OK


def _as_json(paths: MachinePaths, result: RestoreResult) -> dict[str, object]:
    return {
        "schema": "wslmem/restore/1",
        "path": str(paths.wslconfig),
        "changed": result.undo is not None,
        "restored": _fields(result.restored),
        "undo": _fields(result.undo) if result.undo else None,
    }


def _text(result: RestoreResult) -> str:
    if result.undo is None:
        return "nothing to do: the file holds these bytes already"
    undo = f"undo: wslmem restore {result.undo.number}"
    return f"put back: {result.restored.path} ({undo})\nit holds from the next start of WSL (`wsl --shutdown`)"
