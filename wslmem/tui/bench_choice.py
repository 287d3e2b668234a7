"""What is chosen on the planning screen, and the plan it makes."""

from __future__ import annotations

import shlex

from wslmem.bench.plan import BUILD, FULL_RUNS, QUICK_RUNS, Afterwards, BenchPlan, Leg, Side, there_and_back
from wslmem.bench.sides import AFTER, BEFORE, NOW
from wslmem.records import record
from wslmem.text import Text
from wslmem.workflows.bench.cold import cold
from wslmem.workflows.draft import Draft, as_now, insist_on_a_difference
from wslmem.workflows.scan import guest_path, of_all
from wslmem.workflows.survey import Survey

RUNS = (QUICK_RUNS, FULL_RUNS, 10)


@record
class BenchChoice:
    """One planned benchmark, as a person puts it."""

    after: Draft | None
    """The settings to compare with what is there now; None builds as it is, without a restart."""
    runs: int = FULL_RUNS
    keep: bool = False
    """Leave the new settings in the file when every leg came to its end."""
    command: str = shlex.join(BUILD)
    prepare: str = ""
    """Shell command before each run; empty for none."""


def plan_of(choice: BenchChoice, known: Survey, project: str) -> BenchPlan:
    """The plan: now and after in the order A B B A, or one side alone.

    Raises:
        ValueError: the command has an open quote.
        UsageError: nothing is known to make this build start from nothing, and nothing was given; or the settings to
            compare with are those that are there.
        NotFoundError: no such folder, or no Go project in it.
    """
    command = tuple(shlex.split(choice.command)) or BUILD
    folder = guest_path(known.paths, project)
    quick = choice.runs <= QUICK_RUNS
    begins = cold(command, choice.prepare.strip() or None)
    command = of_all(known.paths, project, command)
    if choice.after is None:
        legs = (Leg(NOW, choice.runs),)
        alone = (Side(NOW),)
        return BenchPlan(
            project=folder, sides=alone, legs=legs, command=command, restart=False, quick=quick, cold=begins
        )
    wanted = choice.after.changes(as_now(known.document))
    other = Text("compare with a profile, or measure the current settings only")
    insist_on_a_difference(known.document, (), wanted, next_step=other)
    sides = (Side(BEFORE), Side(AFTER, wanted))
    return BenchPlan(
        project=folder,
        sides=sides,
        legs=there_and_back(sides, choice.runs),
        command=command,
        quick=quick,
        afterwards=Afterwards.LAST_SIDE if choice.keep else Afterwards.RESTORED,
        accept_small=True,
        cold=begins,
    )
