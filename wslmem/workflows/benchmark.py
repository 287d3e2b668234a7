"""Benchmark: legs of builds between restarts, each saved as it ends; the file is put back whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wslmem.bench.plan import BenchPlan
from wslmem.machine.paths import MachinePaths
from wslmem.workflows.bench_events import BenchEvent
from wslmem.workflows.consent import Consent


def benchmark(
    plan: BenchPlan | None, paths: MachinePaths, consent: Consent, *, resume: Path | None = None
) -> Iterator[BenchEvent]:
    """Run `plan`, or what the interrupted benchmark saved in `resume` has left to do.

    Yields:
        What happens, in order; the last event is a `BenchFinished` or a `BenchStopped`. When `consent.cancel` is set, the
        build in the guest is stopped, the file is put back, and a `BenchStopped` ends the stream.

    Raises:
        UsageError: the plan contradicts itself, or `resume` holds no benchmark.
        BusyError: another wslmem runs.
        WslmemError: WSL cannot be asked, or the state folder cannot be written.
    """
    raise NotImplementedError
