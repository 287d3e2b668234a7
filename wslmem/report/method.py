"""How the figures were got and what they do not show: the small print, in full sentences."""

from __future__ import annotations

from wslmem.bench.comparison import ALPHA, LEAST_CHANGE, MOST_SPREAD
from wslmem.bench.plan import BenchPlan
from wslmem.bench.result import BenchResult
from wslmem.bench.sides import name_of
from wslmem.report.figures import COMMA, show_share
from wslmem.text import Text, counted, joined

RESTARTED = Text(
    "WSL was restarted before each block, so runs of different settings could not take turns one by one: a machine "
    "that changes meanwhile can pass for a difference."
)
NOT_RESTARTED = Text("WSL was not restarted between blocks.")
COLD_GO = Text("Each cold build started with an empty GOCACHE of its own; modules were already downloaded.")
COLD_CARGO = Text(
    "Each cold build wrote to an empty CARGO_TARGET_DIR of its own, without sccache; crates were already downloaded."
)
SEARCHED = Text(
    "The smallest memory= was searched for by bisection, without swap; WSL was restarted before each value, and one "
    "run that did not complete ended its block."
)
WARM_UPS = Text("Warm-ups are shown, not counted.")
RULES = (
    Text(
        "Build peak is the highest sum of anonymous memory over the build's processes, sampled while it ran; page "
        "cache, which the kernel can take back, is not in it."
    ),
    Text(
        "Times are medians of completed runs; brackets hold the 95% interval by order statistics (six runs or more), "
        "otherwise the lowest and the highest run. p is the exact two-sided Mann-Whitney test."
    ),
    Text(
        "A difference in time is claimed below p={alpha} and from {least} on, unless times scatter by more than {most} "
        "or two blocks of one setting differ. A killed run has no time.",
        alpha=ALPHA,
        least=show_share(LEAST_CHANGE),
        most=show_share(MOST_SPREAD),
    ),
)
POWER = Text(
    "With six runs per setting, a true difference of 10% is found nearly always at 2% noise and seldom at 15%: no "
    "measurable difference does not mean that there is none."
)


def method(result: BenchResult) -> tuple[Text, ...]:
    """The sentences that stand under every report."""
    plan = result.plan
    if plan.floor:
        return (SEARCHED, *_cold(plan), *RULES)
    planned = {result.planned(name) for name in result.names}
    order = joined(COMMA, [name_of(leg.side) for leg in plan.legs])
    restart = RESTARTED if plan.restart else NOT_RESTARTED
    fixed = (
        counted(
            "{count} counted run per setting was fixed beforehand, in the order {order}. {restart}",
            "{count} counted runs per setting were fixed beforehand, in the order {order}. {restart}",
            planned.pop(),
            order=order,
            restart=restart,
        )
        if len(planned) == 1
        else Text("The runs were fixed beforehand, in the order {order}. {restart}", order=order, restart=restart)
    )
    return (fixed, *_cold(plan), WARM_UPS, *RULES, *((POWER,) if len(result.names) > 1 else ()))


def _cold(plan: BenchPlan) -> tuple[Text, ...]:
    """What a cold build was."""
    way = plan.cold
    told = []
    if plan.go:
        told.append(COLD_GO)
    if way.tool == "cargo":
        told.append(COLD_CARGO)
    if way.aside:
        told.append(
            Text(
                "Before each cold build these caches in the project were set aside, and restored after it: {paths}.",
                paths=", ".join(way.aside),
            )
        )
    if way.prepare:
        told.append(Text("Before each cold build ran, unmeasured: {command}", command=way.prepare))
    return tuple(told) or (Text("Each cold build ran as it is; nothing was cleaned before it."),)
