"""Driving a benchmark from the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

from wslmem.bench.floor import floor
from wslmem.bench.plan import BenchPlan
from wslmem.cli import output, stopping
from wslmem.cli.bench_story import lines_of
from wslmem.diagnosis.verdict import OWN_FAULTS, Ending
from wslmem.errors import Exit
from wslmem.machine.host.paths import MachinePaths
from wslmem.machine.system import stop_signals
from wslmem.report.formats import render
from wslmem.text import Text
from wslmem.workflows.bench import reports
from wslmem.workflows.bench.benchmark import benchmark
from wslmem.workflows.bench.events import BenchFinished, BenchStopped
from wslmem.workflows.consent import Consent


def drive(options: argparse.Namespace, paths: MachinePaths, plan: BenchPlan | None, resume: Path | None) -> Exit:
    """Run it, telling what happens, then print the report."""
    consent = Consent.script(force=options.force_shutdown)
    last = None
    with stop_signals.handled(consent.cancel.set):
        for event in benchmark(plan, paths, consent, resume=resume):
            tell = output.aloud if isinstance(event, BenchStopped) else output.story
            for line in lines_of(event):
                tell(line)
            last = event
    assert isinstance(last, BenchFinished | BenchStopped), "a benchmark ends with one of these"  # noqa: S101
    output.story(Text("saved: {folder}", folder=last.folder))
    output.story(Text("other formats: {command}", command=f"wslmem report {last.folder} --format FORMAT"))
    if options.out:
        for path in reports.save_all(last.result, Path(options.out)):
            output.story(Text("written: {path}", path=path))
    held = Text("the benchmark, saved in {folder}", folder=last.folder)
    output.result(render(last.result, "json" if options.json else "md"), on_disk=held)
    return _exit(last)


def _exit(last: BenchFinished | BenchStopped) -> Exit:
    if isinstance(last, BenchStopped):
        if last.cancelled:
            return stopping.code()
        failed = bool(last.result.runs) and last.result.runs[-1].verdict.ending in OWN_FAULTS
        return Exit.BUILD_FAILED if failed else Exit.FAILED
    if last.result.plan.floor:
        return Exit.OK if floor(last.result)[0] else Exit.BUILD_FAILED
    ended = {run.verdict.ending for run in last.result.runs if not run.discarded}
    return Exit.OK if ended == {Ending.OK} else Exit.BUILD_FAILED
