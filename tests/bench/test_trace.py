"""The sampler's report as it arrives: believed where it is whole, never believed where it is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wslmem.bench.measured import Slot, measured
from wslmem.bench.run import Cache
from wslmem.bench.samples import KEPT
from wslmem.bench.trace import LONGEST, Trace
from wslmem.diagnosis.verdict import Ending
from wslmem.units import KIB, MIB

HEAD = "WSLMEM1 abc\nI kernel 6.6\nI page 4096\nI clock 1795435700.5\nI clock_uptime 100.0\n"
COUNTERS = "MemTotal=4000000 MemAvailable={} SwapTotal=100 SwapFree={} oom_kill={} pswpin={} pswpout=7 cgroup_peak={}"
BEGIN = f"B 100.0 {COUNTERS.format(3_000_000, 100, 4, 1, 1000)}\n"
SAMPLES = (
    "S 100.1 2900000 900 100 10 2 50000 40000 compile 0.10 0.02 -\n"
    "S 100.2 2500000 900 60 10 3 150000 90000 link 0.30 0.05 12.50\n"
    "S 100.3 2800000 900 100 10 1 10 10 go 0.40 0.05 0.00\n"
)
RUNNING = "R 100.2 compile 90000 example.com/big\n"
ACTION = "A build example.com/big 2026-11-23T12:08:20.6+00:00 2026-11-23T12:08:21.7+00:00\n"
END = "N go:10 compile:90000\n"
END += f"E 101.5 rc=0 stop= {COUNTERS.format(2_900_000, 90, 4, 3, 5000)} dmesg=1 cpu=0m1.50s/1m0.25s\n"
TAIL = "O all done\nWSLMEM1-END abc 3\n"
REPORT = HEAD + BEGIN + SAMPLES + RUNNING + END + ACTION + TAIL
NEEDED = [line for line in REPORT.splitlines() if line[:2] in ("WS", "B ", "S ", "E ")]
SLOT = Slot(leg=0, side="before", index=0, discarded=False, cache=Cache.COLD)


def read(text):
    trace = Trace("abc")
    trace.feed(text if isinstance(text, bytes) else text.encode())
    return trace


def run(text):
    return measured(read(text), SLOT, ("go", "build"), started="2026-11-23T11:44:50Z")


def test_a_whole_report_gives_the_figures_of_the_build():
    told = run(REPORT)
    assert told.verdict.ending is Ending.OK
    assert (told.wall, told.user, told.system, told.exit_code) == (1.5, 1.5, 60.25, 0)
    assert (told.peak_anonymous, told.peak_at) == (150_000 * KIB, 0.2)
    assert told.lowest_available == 2_500_000 * KIB
    assert (told.swap_in, told.swap_out, told.peak_swap) == (2 * 4096, 0, 40 * KIB)
    assert (told.oom_kills, told.peak_cgroup) == (0, 5000)
    assert told.output_tail == "all done"
    assert [sample.pressure for sample in told.samples] == [None, 12.5, 0.0]


def test_a_guest_without_swap_moves_nothing_whatever_the_counters_of_its_machine_say():
    told = run(REPORT.replace("SwapTotal=100", "SwapTotal=0").replace("pswpin=3", "pswpin=2000000"))
    assert (told.swap_in, told.swap_out) == (0, 0)


def test_what_ran_at_the_peak_is_named_by_the_samples_and_the_action_graph():
    told = run(REPORT)
    assert told.running_at_peak == ("compile example.com/big",)
    assert [(step.mode, step.start, step.end) for step in told.actions] == [("build", 0.1, 1.2)]


def test_a_group_that_was_fuller_before_has_no_peak_of_this_build():
    assert run(REPORT.replace("cgroup_peak=5000", "cgroup_peak=1000")).peak_cgroup is None


@pytest.mark.parametrize("line", range(len(NEEDED)))
def test_a_report_without_one_of_its_lines_is_no_success(line):
    assert run(REPORT.replace(NEEDED[line] + "\n", "", 1)).verdict.ending is not Ending.OK


@pytest.mark.parametrize("line", range(len(NEEDED)))
def test_a_report_with_one_of_its_lines_twice_is_no_success(line):
    twice = run(REPORT.replace(NEEDED[line], f"{NEEDED[line]}\n{NEEDED[line]}", 1))
    assert twice.verdict.ending is not Ending.OK


@settings(deadline=None)
@given(st.integers(0, len(REPORT) - 1))
def test_a_report_that_is_cut_off_anywhere_is_no_success(end):
    assert run(REPORT[:end]).verdict.ending is not Ending.OK


@settings(deadline=None)
@given(st.lists(st.integers(1, 200), max_size=20))
def test_it_does_not_matter_how_the_bytes_arrive(sizes):
    trace, data = Trace("abc"), REPORT.encode()
    for size in sizes:
        trace.feed(data[:size])
        data = data[size:]
    trace.feed(data)
    assert measured(trace, SLOT, ("go", "build"), started="2026-11-23T11:44:50Z") == run(REPORT)


JUNK = st.one_of(
    st.binary(max_size=60),
    st.sampled_from([line.encode() + b"\n" for line in REPORT.splitlines()]),
    st.from_regex(rb"[SEBRWAKN] [0-9. =a-zA-Z_-]{0,60}\n", fullmatch=True),
)


@settings(deadline=None, max_examples=300)
@given(st.lists(JUNK, max_size=25))
def test_no_bytes_crash_the_reading_or_pass_for_success_without_an_end(chunks):
    trace = read(b"".join(chunks))
    told = measured(trace, SLOT, ("go", "build"), started="2026-11-23T11:44:50Z")
    if told.verdict.ending is Ending.OK:
        assert {b"WSLMEM1 abc\n", NEEDED[-1].encode() + b"\n"} <= set(chunks)
        assert trace.exit_code == 0


@settings(deadline=None)
@given(st.sampled_from("SEBRWNAI"), st.text("0123456789.-+eE xnaN=/:", max_size=60))
def test_figures_of_any_shape_are_survived(kind, rest):
    run(HEAD + BEGIN + f"{kind} {rest}\n" + END + ACTION + TAIL)


def test_the_prefix_of_what_the_build_printed_keeps_lies_apart():
    lies = "".join(f"O {line}\n" for line in REPORT.splitlines())
    failed = REPORT.replace("rc=0", "rc=1").replace("O all done\n", lies)
    told = run(failed)
    assert (told.exit_code, told.verdict.ending) == (1, Ending.BUILD_ERROR)


def test_what_others_print_before_and_after_is_passed_over():
    assert run("Welcome!\nE 1 rc=9\n" + REPORT + "WSLMEM-END-0011 0\n").verdict.ending is Ending.OK


def test_a_report_of_another_call_counts_for_nothing():
    assert run(REPORT.replace("abc", "abd")).verdict.ending is Ending.INTERRUPTED


def test_an_endless_line_needs_little_memory():
    trace = Trace("abc")
    for _ in range(200):
        trace.feed(b"x" * 65536)
    assert len(trace._rest) <= LONGEST
    assert not trace.complete


def test_of_many_samples_some_hundreds_stay_and_the_extremes_with_them():
    trace = read(HEAD + BEGIN)
    for number in range(20_000):
        tree = 900_000 if number == 13_337 else number % 1000
        trace.feed(f"S {100 + number / 10:.1f} 2000000 900 100 10 2 {tree} 5 compile 0.1 0.1 -\n".encode())
    assert len(trace.samples) <= 2 * KEPT
    assert max(sample.tree_anonymous or 0 for sample in trace.samples) == 900_000 * KIB > 800 * MIB
    assert [sample.at for sample in trace.samples] == sorted(sample.at for sample in trace.samples)
