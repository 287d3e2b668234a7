"""The few exact statistics that a benchmark of builds needs. Distribution-free: build times are skewed and few.

Everything is counted, not approximated: binomial tails for the interval, the permutation distribution for the rank
test, the hypergeometric one for counts. Figures agree with those of benchstat for samples of equal size.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import comb

from wslmem.records import record

MAD_TO_DEVIATION = 1.4826
"""Factor from the median absolute deviation to the standard deviation of a normal sample (1 / 0.67449)."""


@record
class Interval:
    """A confidence interval of the median between two order statistics."""

    low: float
    high: float
    confidence: float
    """What the interval really covers, 0..1: at least what was asked for, as the steps are coarse."""


def median(values: Iterable[float]) -> float:
    """The middle value, or the mean of the two middle ones. ValueError for no values.

    >>> median([3.0, 1.0, 2.0]), median([4.0, 1.0, 2.0, 3.0])
    (2.0, 2.5)
    """
    ordered = sorted(values)
    if not ordered:
        raise ValueError("the median of no values")
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return float(ordered[middle])
    return ordered[middle - 1] + (ordered[middle] - ordered[middle - 1]) / 2


def median_deviation(values: Iterable[float]) -> float:
    """The median absolute deviation from the median, unscaled. ValueError for no values."""
    known = list(values)
    centre = median(known)
    return median(abs(value - centre) for value in known)


def spread(values: Iterable[float]) -> float:
    """Robust relative spread: 1.4826 median deviations over the median; 0.02 is a quiet machine.

    ValueError for no values or a median of 0 or below.
    """
    known = list(values)
    centre = median(known)
    if centre <= 0:
        raise ValueError("a relative spread needs a positive median")
    return MAD_TO_DEVIATION * median_deviation(known) / centre


def median_interval(values: Iterable[float], confidence: float = 0.95) -> Interval | None:
    """The narrowest symmetric pair of order statistics that covers the median; None where too few values reach it.

    At 95 % six values are the fewest: smallest and largest, 96.9 %; ten give the 2nd and the 9th, 97.9 %
    (David & Nagaraja, Order Statistics, section 7.1).
    """
    ordered = sorted(values)
    chosen = None
    for depth in range(1, len(ordered) // 2 + 1):
        covered = 1 - 2 * _binomial_tail(len(ordered), depth - 1)
        if covered < confidence:
            break
        chosen = Interval(float(ordered[depth - 1]), float(ordered[-depth]), covered)
    return chosen


def mann_whitney(first: Sequence[float], second: Sequence[float]) -> float:
    """Exact two-sided p of the Mann-Whitney test, with mid-ranks for ties. ValueError for an empty sample.

    The share of all ways to split the pooled values whose rank sum lies at least as far from its mean.
    """
    if not first or not second:
        raise ValueError("the rank test needs two samples")
    ranks = _doubled_midranks([*first, *second])
    size = len(first)
    observed = sum(ranks[:size])
    mean = size * (len(ranks) + 1)
    ways = _ways_to_sum(ranks, size)
    extreme = sum(count for total, count in enumerate(ways) if abs(total - mean) >= abs(observed - mean))
    return extreme / comb(len(ranks), size)


def fisher(first_hits: int, first_size: int, second_hits: int, second_size: int) -> float:
    """Exact two-sided p of Fisher's test that both samples hit equally often.

    All tables with the same margins that are no likelier than the one seen. ValueError for hits outside 0..size.

    >>> round(fisher(6, 6, 0, 6), 4)
    0.0022
    """
    if not (0 <= first_hits <= first_size and 0 <= second_hits <= second_size):
        raise ValueError("hits lie between 0 and the size of their sample")
    hits = first_hits + second_hits
    weights = [comb(first_size, k) * comb(second_size, hits - k) for k in range(hits + 1)]
    return sum(weight for weight in weights if weight <= weights[first_hits]) / sum(weights)


def _binomial_tail(size: int, at_most: int) -> float:
    """Probability of `at_most` heads or fewer in `size` throws of a fair coin."""
    return sum(comb(size, heads) for heads in range(at_most + 1)) / (1 << size)


def _doubled_midranks(values: Sequence[float]) -> list[int]:
    """Twice the rank of each value, ties sharing the mean rank: doubled, a mid-rank is whole."""
    ordered = sorted(values)
    first: dict[float, int] = {}
    last: dict[float, int] = {}
    for rank, value in enumerate(ordered, start=1):
        first.setdefault(value, rank)
        last[value] = rank
    return [first[value] + last[value] for value in values]


def _ways_to_sum(ranks: Sequence[int], size: int) -> list[int]:
    """How many subsets of `size` ranks add up to each total, by total from 0.

    One integer holds the counts of all totals side by side, so that adding a rank is one shift: 20 + 20 values
    take milliseconds where a table of totals takes a second.
    """
    width = len(ranks) + 1  # no count exceeds 2**len(ranks)
    packed = [1] + [0] * size
    for rank in ranks:
        for chosen in range(size, 0, -1):
            packed[chosen] += packed[chosen - 1] << (rank * width)
    mask = (1 << width) - 1
    return [packed[size] >> (total * width) & mask for total in range(sum(ranks) + 1)]
