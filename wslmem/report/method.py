"""How the figures were got and what they do not show: the small print, in full sentences."""

from __future__ import annotations

from wslmem.bench.comparison import ALPHA, LEAST_CHANGE, MOST_SPREAD
from wslmem.bench.result import BenchResult
from wslmem.report.figures import count, show_share

RESTARTED = (
    "WSL was restarted before each leg, so that runs of different settings could not take turns one by one: "
    "a machine that changes meanwhile can pass for a difference."
)
RULES = (
    "Each cold build had an empty GOCACHE of its own; downloaded modules were there. Warm-ups are shown, not counted.",
    (
        "Peak memory is the highest sum of anonymous memory over the build's processes, sampled while it ran: "
        "page cache, which the kernel can take back, is not in it."
    ),
    (
        "Times are medians of completed runs; brackets hold the 95 % interval by order statistics (six runs or more), "
        "else the lowest and the highest run. p is the exact two-sided Mann-Whitney test."
    ),
    (
        f"A difference in time is claimed below p={ALPHA} and from {show_share(LEAST_CHANGE)} on, unless times scatter "
        f"by more than {show_share(MOST_SPREAD)} or two legs of one side differ. A killed run has no time."
    ),
)
POWER = (
    "At six runs a side, a true difference of 10 % is found nearly always at 2 % noise and seldom at 15 %: "
    "no measurable difference does not mean that there is none."
)


def method(result: BenchResult) -> tuple[str, ...]:
    """The sentences that stand under every report."""
    plan = result.plan
    planned = {result.planned(name) for name in result.names}
    runs = count(planned.pop(), "counted run") if len(planned) == 1 else "counted runs as the table says"
    restart = RESTARTED if plan.restart else "WSL was not restarted between legs."
    order = " ".join(leg.side for leg in plan.legs)
    said = [f"{runs} a side were fixed beforehand, in the order {order}. {restart}", *RULES]
    if len(result.names) > 1:
        said.append(POWER)
    return tuple(said)
