"""Print how often the verdict on before and after is right, by simulation: false claims, and true changes found.

    python -m lab.benchmarks.verdict_power [COMPARISONS]

Times are log-normal with the noise given, six a side in two legs of three, as an A B B A benchmark takes them.
"""

from __future__ import annotations

import random
import sys
from collections import Counter

from wslmem.bench.comparison import Outcome, compare
from wslmem.bench.run import BuildRun, Cache
from wslmem.diagnosis.verdict import NOTHING, Ending, Verdict
from wslmem.units import Seconds

OK = Verdict(Ending.OK, proven=True, headline=NOTHING)


def run(leg: int, wall: float) -> BuildRun:
    """A build that completed in `wall` seconds; nothing else is known of it."""
    return BuildRun(
        leg=leg, side="", index=0, discarded=False, cache=Cache.COLD, command=(), started="", wall=Seconds(wall),
        exit_code=0, kernel_lines=(), output_tail="", verdict=OK,
    )  # fmt: skip


def side(dice: random.Random, mean: float, noise: float, legs: tuple[int, int]) -> list[BuildRun]:
    """Six builds about `mean` in two legs."""
    return [run(leg, mean * dice.lognormvariate(0, noise)) for leg in legs for _ in range(3)]


def row(noise: float, change: float, comparisons: int) -> str:
    """Shares of the outcomes, as a row of Markdown."""
    dice = random.Random(f"{noise} {change}")  # noqa: S311 - a seeded simulation, no secret
    found = Counter(
        compare(side(dice, 40, noise, (0, 3)), side(dice, 40 * (1 + change), noise, (1, 2))).outcome
        for _ in range(comparisons)
    )
    wrong = Outcome.SLOWER if change else Outcome.FASTER
    claimed = found[Outcome.FASTER] + found[Outcome.SLOWER] if not change else found[Outcome.FASTER]
    cells = (claimed, found[wrong] if change else claimed, found[Outcome.NO_DIFFERENCE], found[Outcome.INCONCLUSIVE])
    shares = (f"{cell / comparisons:.1%}" for cell in cells)
    return f"| {noise:.0%} | {change:+.0%} | " + " | ".join(shares) + " |"


if __name__ == "__main__":
    comparisons = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    print("| noise | true change | claimed | of these false | no measurable difference | inconclusive |")
    print("|---:|---:|---:|---:|---:|---:|")
    for change in (0.0, -0.05, -0.10, -0.20):
        for noise in (0.01, 0.02, 0.05, 0.10, 0.15):
            print(row(noise, change, comparisons))
