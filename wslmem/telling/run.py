"""What a run of a command came to, in a line; and what was arranged for it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from wslmem.diagnosis.verdict import Ending
from wslmem.documents.run import NamedPeak, RunDocument, ServerWork
from wslmem.telling import verdict as telling
from wslmem.telling.fact import Fact
from wslmem.text import Text, counted
from wslmem.units import show_size
from wslmem.workflows.run.arrange import Prepared
from wslmem.workflows.run.end import RunEnd


def arranged(prepared: Prepared) -> Iterator[Text]:
    """What a person did not say and should know, before it starts."""
    if prepared.limit is not None:
        yield Text("memory limited to {limit}", limit=show_size(prepared.limit))
    if prepared.jobs is None and prepared.settings:
        yield Text(
            "{setting}, so that its heap stays within; --jobs keep leaves it", setting=_spelled(prepared.settings)
        )
    if prepared.jobs is not None and prepared.settings:
        spelled = _spelled(prepared.settings)
        if prepared.asked:
            yield counted("{count} job at once ({setting})", "{count} jobs at once ({setting})", prepared.jobs,
                          setting=spelled)  # fmt: skip
            return
        yield (
            counted(
                "{count} job at once ({setting}), as measured before; --jobs keep leaves it",
                "{count} jobs at once ({setting}), as measured before; --jobs keep leaves it",
                prepared.jobs,
                setting=spelled,
            )
            if prepared.measured
            else counted(
                "{count} job at once ({setting}), by rule of thumb; --jobs keep leaves it",
                "{count} jobs at once ({setting}), by rule of thumb; --jobs keep leaves it",
                prepared.jobs,
                setting=spelled,
            )
        )


def _spelled(settings: Sequence[tuple[str, str]]) -> str:
    """As one would write them before the command."""
    return " ".join(f"{name}={shlex.quote(value)}" if name else value for name, value in settings)


def verdict(end: RunEnd) -> Iterator[Fact]:
    """Why it died, with the evidence and the next step; nothing for an error of its own that has no part in memory."""
    found = end.verdict
    if found is None or (found.ending in {Ending.BUILD_ERROR, Ending.UNKNOWN} and not end.kills):
        return
    yield from telling.facts(found)


def summary(end: RunEnd) -> str:
    """The run as a table of Markdown, for the page of a CI job; English, as the job's other lines."""
    rows = [
        ("command", "`" + shlex.join(end.command).replace("`", "'").replace("|", "\\|") + "`"),
        ("ended with", str(end.exit_code)),
        ("time", f"{end.wall:.1f} s"),
        *([("peak", show_size(end.peak))] if end.peak is not None else []),
        *([("limit", show_size(end.limit))] if end.limit is not None else []),
        *([("lowest available", show_size(end.lowest_available))] if end.lowest_available is not None else []),
        *([("verdict", str(end.verdict.headline))] if end.verdict is not None else []),
        *(("not in the peak", f"{one.name}, which ran before, worked {one.seconds:.1f} s") for one in end.servers),
    ]
    return "\n| wslmem run | |\n|---|---|\n" + "".join(f"| {name} | {value} |\n" for name, value in rows)


def document(end: RunEnd) -> RunDocument:
    """The run as JSON has it."""
    return RunDocument(
        command=end.command,
        folder=str(end.folder),
        started=end.started,
        wall=end.wall,
        exit_code=end.exit_code,
        peak=end.peak,
        peak_group=end.peak_group,
        peak_swap=end.peak_swap,
        lowest_available=end.lowest_available,
        total=end.total,
        limit=end.limit,
        kills=end.kills,
        largest=tuple(NamedPeak(name=name, peak=size) for name, size in end.largest),
        jobs=end.jobs,
        verdict=end.verdict,
        servers=tuple(ServerWork(name=one.name, pid=one.pid, seconds=one.seconds) for one in end.servers),
    )
