"""An error for a person: cause first; place, what is on disk and what to do each on a line of its own."""

from __future__ import annotations

from collections.abc import Iterator

from wslmem.errors import WslmemError
from wslmem.telling.fact import Fact, Tone, alone
from wslmem.text import Text, joined, verbatim

NEW_LINE = Text("\n")


def headline(error: WslmemError) -> Fact:
    """The cause, as the error's first line."""
    return alone(Text("error: {cause}", cause=error.cause), Tone.BAD)


def rest(error: WslmemError) -> Iterator[Fact]:
    """What else is known of it, in the order in which a person needs it."""
    parts = (
        (Text("place"), error.place),
        (Text("on disk"), error.on_disk),
        (Text("next"), error.next_step),
    )
    yield from (Fact(label, text, depth=1) for label, text in parts if text)
    yield from _said(error)


def _said(error: WslmemError) -> Iterator[Fact]:
    """What another program printed, in its own words; of wsl.exe what it said of itself."""
    from wslmem.machine.system.process_errors import Completed, ProcessError
    from wslmem.machine.wsl.wsl_errors import WslError

    if isinstance(error, WslError) and error.problem.quoted:
        yield Fact(verbatim("wsl.exe"), verbatim(error.problem.quoted), depth=1)
        return
    completed = error.completed if isinstance(error, WslError | ProcessError) else None
    if isinstance(completed, Completed):
        yield Fact(Text("command"), completed.summary, depth=1)
        yield from (Fact(verbatim(name), verbatim(line), depth=1) for name, line in completed.quoted())


def in_one(error: WslmemError) -> Text:
    """The error as one sentence of several lines, for a notice in the app."""
    lines = (Text("{label}: {text}", label=fact.label, text=fact.text) for fact in rest(error))
    return joined(NEW_LINE, [error.cause, *lines])
