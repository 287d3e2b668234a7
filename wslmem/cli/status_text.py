"""`wslmem status` for a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wslmem.cli.columns import laid_out
from wslmem.telling import status
from wslmem.telling.fact import Fact
from wslmem.telling.ignored import ignored
from wslmem.text import Text, verbatim
from wslmem.workflows.survey import Pending, Survey

if TYPE_CHECKING:
    from wslmem.workflows.apply.recovery import Left


def as_text(known: Survey, left: Left | None) -> str:
    """Some twenty lines, what matters most first."""
    return "\n".join(laid_out(_facts(known, left)))


def _facts(known: Survey, left: Left | None) -> Iterator[Fact]:
    if left is not None:
        from wslmem.telling import recovery

        yield from recovery.left(left, known.paths.state_dir)
    for fact in ignored(known):
        yield fact.labelled(Text("ignored"))
    if known.project is not None:
        from wslmem.telling import forecast as outcome
        from wslmem.workflows.forecast import forecast

        yield Fact(Text("build"), outcome.headline(known, forecast(known)).text)
        yield from outcome.because(known)
    if known.host is not None:
        yield from status.computer(known.host).flat()
    yield from status.wsl(known).flat()
    yield from status.file(known).flat()
    for finding in status.findings(known) if known.file.data is not None else ():
        yield Fact(Text("finding"), finding.text, finding.tone, depth=1)
    yield from status.vm(known).flat()
    yield from (fact.below() for fact in status.held(known))
    if known.pending is Pending.RESTART_NEEDED:
        yield Fact(Text("to restart"), verbatim("wsl --shutdown"), depth=1)
    if known.wslc is not None:
        from wslmem.telling import wslc

        yield from wslc.group(known).flat()
    if known.project is not None:
        yield from status.project(known).flat()
    if (found := status.recommendation(known)) is not None:
        yield found
    yield from status.warnings(known)
