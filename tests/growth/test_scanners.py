"""Whatever reads text of others takes time in proportion to its length, and fails in no way of its own."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from growth_scanners import SCANNERS, Attack, Scanner, made

pytestmark = pytest.mark.timeout(3000)
"""Half a minute of processor time, which may be a long while beside other work."""

SHORT, LONG, LONG_PAIR = 20_000, 1_000_000, 100_000
"""Bytes of the text that is tried first, and of the longest one; of pairs of words, which are many, a shorter one.
An eighth of the first is more than the 2048 bytes that WSL reads at once: what it stops at in those leaves no file to
look at, and a file is no growth of nothing."""
TIMES = 8
"""How much longer each text is than the one before."""
GROWTH = 5 * TIMES
"""The processor time may grow by this: what no longer fits into a cache takes up to three times as long for each byte.
That of something quadratic grows 64-fold."""
ENOUGH = 0.02
"""Seconds: what takes less is tried with a longer text."""
ATTEMPTS = 4
"""Measurements of which one has to be within the limit: whatever else runs only ever adds time."""


def seconds(act: Callable[[bytes], object], text: bytes) -> float:
    """Processor time of this process; that of others does not count."""
    start = time.process_time()
    act(text)
    return time.process_time() - start


def grows(scanner: Scanner, attack: Attack) -> float:
    """How much longer it takes for a text that is `TIMES` as long, the texts being as long as it takes to see that."""
    first, word = attack.first, attack.word
    size, long = SHORT, made(first, word, SHORT)
    while (took := seconds(scanner.act, long)) < ENOUGH:
        size *= TIMES
        if size > (LONG_PAIR if attack.pair else LONG):
            return 0
        long = made(first, word, size)
    short, least = made(first, word, size // TIMES), float("inf")
    for attempt in range(ATTEMPTS):
        took = seconds(scanner.act, long) if attempt else took  # that it takes so long was measured already
        least = min(least, took / max(seconds(scanner.act, short), ENOUGH / TIMES**2))
        if least <= GROWTH:
            break
    return least


@pytest.mark.parametrize("pair", [False, True], ids=["words", "pairs"])
@pytest.mark.parametrize("scanner", SCANNERS, ids=[scanner.name for scanner in SCANNERS])
def test_nothing_that_reads_text_takes_longer_than_the_text_is_long(scanner: Scanner, pair: bool) -> None:
    found = {
        attack: growth
        for attack in scanner.attacks()
        if attack.pair is pair and (growth := grows(scanner, attack)) > GROWTH
    }
    assert not found
