"""The statistics against published tables, and against enumerations written another way."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import comb, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslmem.bench.statistics import fisher, mann_whitney, median, median_deviation, median_interval, spread

SMALL = st.lists(st.integers(0, 8).map(float), min_size=1, max_size=6)


# Mann & Whitney, "On a Test of Whether one of Two Random Variables is Stochastically Larger than the Other", Annals of
# Mathematical Statistics 18 (1947), Table I: probability of a U of at most the value given.
MANN_WHITNEY_1947 = [
    # n, m, U, P(U <= u)
    (3, 3, 0, 0.050), (3, 3, 1, 0.100), (3, 3, 2, 0.200), (3, 3, 3, 0.350), (3, 3, 4, 0.500),
    (4, 4, 0, 0.014), (4, 4, 1, 0.029), (4, 4, 2, 0.057), (4, 4, 3, 0.100), (4, 4, 4, 0.171),
    (5, 5, 0, 0.004), (5, 5, 1, 0.008), (5, 5, 2, 0.016), (5, 5, 3, 0.028), (5, 5, 4, 0.048),
    (6, 6, 0, 0.001), (6, 6, 1, 0.002), (6, 6, 2, 0.004), (6, 6, 3, 0.008), (6, 6, 4, 0.013), (6, 6, 5, 0.021),
    (3, 4, 0, 0.028), (3, 4, 1, 0.057), (3, 4, 2, 0.114), (3, 4, 3, 0.200), (4, 6, 0, 0.005), (4, 6, 1, 0.010),
    (4, 6, 2, 0.019), (4, 6, 3, 0.033), (4, 6, 4, 0.057),
]  # fmt: skip


def samples_with_u(n: int, m: int, u: int) -> tuple[list[float], list[float]]:
    """Samples without ties, n and m large, whose smaller U is `u`: found by trying the splits in order."""
    for chosen in combinations(range(n + m), n):
        if sum(chosen) - n * (n - 1) // 2 == u:
            return [float(x) for x in chosen], [float(x) for x in range(n + m) if x not in chosen]
    raise AssertionError(u)


@pytest.mark.parametrize(("n", "m", "u", "tail"), MANN_WHITNEY_1947)
def test_p_is_twice_the_tail_that_mann_and_whitney_tabulated(n, m, u, tail):
    first, second = samples_with_u(n, m, u)
    assert mann_whitney(first, second) == pytest.approx(2 * tail, abs=0.002)  # three digits, some of them cut off


# golang.org/x/perf/benchmath, table of the smallest reachable p of two samples of n values.
@pytest.mark.parametrize(
    ("n", "least"),
    [(3, 0.1), (4, 0.0285714), (5, 0.0079365), (6, 0.0021645), (7, 0.00058275), (9, 4.1135e-05), (10, 1.08251e-05)],
)
def test_the_smallest_p_is_the_one_benchstat_lists(n, least):
    low, high = [float(i) for i in range(n)], [float(i + n) for i in range(n)]
    assert mann_whitney(low, high) == pytest.approx(least, rel=1e-4)


def enumerated(first: list[float], second: list[float]) -> Fraction:
    """The same p by its definition over pairs, in fractions, split by split."""
    pooled = first + second

    def u(indices: tuple[int, ...]) -> Fraction:
        rest = [pooled[i] for i in range(len(pooled)) if i not in indices]
        pairs = [(pooled[i], other) for i in indices for other in rest]
        return Fraction(sum(2 * (a > b) + (a == b) for a, b in pairs), 2)

    mean = Fraction(len(first) * len(second), 2)
    seen = abs(u(tuple(range(len(first)))) - mean)
    splits = list(combinations(range(len(pooled)), len(first)))
    return Fraction(sum(abs(u(split) - mean) >= seen for split in splits), len(splits))


@given(SMALL, SMALL.filter(lambda values: len(values) <= 5))
def test_p_with_ties_is_what_enumerating_every_split_gives(first, second):
    assert mann_whitney(first, second) == pytest.approx(float(enumerated(first, second)), abs=1e-12)


@given(SMALL, SMALL)
def test_p_does_not_depend_on_the_order_of_samples_or_values(first, second):
    p = mann_whitney(first, second)
    assert 0 < p <= 1
    assert isclose(p, mann_whitney(second, first))
    assert isclose(p, mann_whitney(first[::-1], second[::-1]))


@given(SMALL, SMALL)
def test_p_sees_only_the_order_of_the_values(first, second):
    assert mann_whitney(first, second) == mann_whitney([v**3 + 1 for v in first], [v**3 + 1 for v in second])


def test_equal_samples_differ_with_p_one():
    assert mann_whitney([1.0, 1.0, 1.0], [1.0, 1.0]) == 1


@pytest.mark.parametrize(("first", "second"), [([], [1.0]), ([1.0], []), ([], [])])
def test_the_rank_test_refuses_an_empty_sample(first, second):
    with pytest.raises(ValueError, match="two samples"):
        mann_whitney(first, second)


# Confidence of the interval between the k-th smallest and k-th largest of n values: W. J. MacKinnon, "Table for both
# the sign test and distribution-free confidence intervals of the median for sample sizes to 1,000", Journal of the
# American Statistical Association 59 (1964). Each row is the deepest k that still covers 95 %.
@pytest.mark.parametrize(
    ("n", "k", "confidence"),
    [(6, 1, 0.969), (7, 1, 0.984), (8, 1, 0.992), (9, 2, 0.961), (10, 2, 0.979), (11, 2, 0.988), (12, 3, 0.961),
     (15, 4, 0.965), (17, 5, 0.951), (20, 6, 0.959), (25, 8, 0.957), (30, 10, 0.957)],
)  # fmt: skip
def test_the_interval_of_the_median_is_the_tabulated_pair(n, k, confidence):
    interval = median_interval([float(value) for value in range(1, n + 1)])
    assert interval is not None
    assert (interval.low, interval.high) == (k, n + 1 - k)
    assert interval.confidence == pytest.approx(confidence, abs=0.0006)


@pytest.mark.parametrize("n", range(6))
def test_fewer_than_six_values_have_no_interval(n):
    assert median_interval([float(value) for value in range(n)]) is None


# R. A. Fisher's tea tasting (The Design of Experiments, 1935, chapter II): 4 and 4 cups, 1 in 70 one-sided; and the
# counts of killed runs that the reports quote.
@pytest.mark.parametrize(
    ("table", "p"),
    [((4, 4, 0, 4), 2 / 70), ((3, 4, 1, 4), 34 / 70), ((6, 6, 0, 6), 2 / 924), ((5, 6, 0, 6), 0.0152),
     ((4, 6, 0, 6), 0.0606), ((3, 3, 0, 3), 0.1), ((0, 6, 0, 6), 1.0), ((6, 6, 6, 6), 1.0)],
)  # fmt: skip
def test_fisher_agrees_with_known_tables(table, p):
    assert fisher(*table) == pytest.approx(p, abs=0.00005)


@given(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5), st.integers(0, 5))
def test_fisher_is_what_enumerating_every_shuffle_gives(a, b, c, d):
    marks = [1] * a + [0] * b + [1] * c + [0] * d
    size, total = a + b, len(marks)
    counts: dict[int, int] = {}
    for split in combinations(range(total), size):
        hits = sum(marks[i] for i in split)
        counts[hits] = counts.get(hits, 0) + 1
    expected = sum(count for count in counts.values() if count <= counts[a]) / comb(total, size)
    assert fisher(a, a + b, c, c + d) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("table", [(-1, 3, 0, 3), (4, 3, 0, 3), (0, 3, 4, 3)])
def test_fisher_refuses_counts_that_cannot_be(table):
    with pytest.raises(ValueError, match="between 0"):
        fisher(*table)


@given(st.lists(st.floats(0.1, 1e6), min_size=1, max_size=30))
def test_half_of_the_values_lie_on_either_side_of_the_median(values):
    centre = median(values)
    assert 2 * sum(value <= centre for value in values) >= len(values)
    assert 2 * sum(value >= centre for value in values) >= len(values)
    assert median_deviation(values) >= 0
    assert median_deviation([value + 5 for value in values]) == pytest.approx(median_deviation(values), abs=1e-6)


def test_spread_is_the_scaled_median_deviation_over_the_median():
    assert spread([98.0, 99.0, 100.0, 101.0, 102.0]) == pytest.approx(0.014826)


@pytest.mark.parametrize("call", [lambda: median([]), lambda: spread([]), lambda: spread([0.0, 0.0])])
def test_a_summary_of_nothing_is_refused(call):
    with pytest.raises(ValueError, match=r"median"):
        call()
