"""The benchmarks that were saved on this machine, newest first."""

from __future__ import annotations

from pathlib import Path

from wslmem.bench.result import BenchResult
from wslmem.errors import WslmemError
from wslmem.machine.host.paths import MachinePaths
from wslmem.records import record
from wslmem.text import Text
from wslmem.workflows.bench import reports

FOLDER = "bench"
"""Of the state folder; one folder in it for each benchmark, named by the time it began."""


@record
class SavedBenchmark:
    """One folder of saved runs."""

    folder: Path
    result: BenchResult | None
    """None where it cannot be read."""
    why: Text | None = None
    """Why it cannot be read."""


def saved(paths: MachinePaths) -> tuple[SavedBenchmark, ...]:
    """Every benchmark in the state folder; one that cannot be read is listed with the reason.

    None where this user may not look into the folder.
    """
    parent = paths.state_dir / FOLDER
    try:
        folders = sorted((one for one in parent.glob("*") if one.is_dir()), reverse=True)
    except OSError:
        return ()
    return tuple(_load(folder) for folder in folders)


def _load(folder: Path) -> SavedBenchmark:
    try:
        return SavedBenchmark(folder, reports.load(folder))
    except WslmemError as error:
        return SavedBenchmark(folder, None, error.cause)
