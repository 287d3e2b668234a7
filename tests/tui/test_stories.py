"""What long work has told, as values."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from wslmem.bench.run import Sample
from wslmem.sizing.estimate import Part
from wslmem.telling.forecast import because
from wslmem.tui.lines.bench import killed_at
from wslmem.tui.stories.bench import MOST_SAMPLES, held, thinned
from wslmem.units import GIB, Bytes, Seconds


def sample(at: int, size: int) -> Sample:
    return Sample(
        at=Seconds(at),
        available=Bytes(9),
        anonymous=Bytes(0),
        shared=Bytes(0),
        swap_free=Bytes(0),
        tree_anonymous=Bytes(size),
    )


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=40), st.integers(1, 6 * MOST_SAMPLES))
def test_however_long_a_build_takes_its_readings_stay_few_and_keep_the_highest_and_the_newest(sizes, count):
    kept: tuple[Sample, ...] = ()
    for at in range(count):
        kept = thinned((*kept, sample(at, sizes[at % len(sizes)])))
    assert len(kept) <= MOST_SAMPLES
    assert max(map(held, kept)) == max((sizes * count)[:count])
    assert kept[-1].at == count - 1
    assert [one.at for one in kept] == sorted(one.at for one in kept)


def test_a_kill_is_marked_where_the_build_held_most(benchmark_result):
    dead, completed = (next(run for run in benchmark_result.runs if run.side == side) for side in ("before", "after"))
    assert killed_at(completed) is None
    hit = killed_at(dead)
    assert hit is not None
    assert 0.6 * dead.wall < hit <= dead.wall


def test_the_reason_is_the_link_where_its_files_need_more_than_the_peak(known):
    assert "the build alone peaks at" in str(next(because(known)).text)
    link = Part("link example.com/shop/cmd/api", Bytes(9 * GIB))
    peaks = tuple(replace(peak, linking=link) for peak in known.estimate.peaks)
    told = next(because(replace(known, estimate=replace(known.estimate, peaks=peaks))))
    assert str(told.text) == "linking cmd/api takes 9 GiB, mapped files included"
