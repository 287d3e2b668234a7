"""The order in which the go command works, and what overlaps."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from wslmem.sizing.schedule import Task, peak


@st.composite
def builds(draw):
    """Graphs of tasks without circles, as an import graph is one."""
    count = draw(st.integers(1, 25))
    tasks = []
    for index in range(count):
        needs = draw(st.sets(st.integers(0, index - 1), max_size=4)) if index else set()
        size, work = draw(st.floats(0, 1000, allow_subnormal=False)), draw(st.floats(0.01, 10))
        tasks.append(Task(f"t{index}", size, work, tuple(sorted(needs))))
    return tasks


@given(builds(), st.integers(1, 8))
def test_the_peak_lies_between_the_largest_task_and_the_sum_of_the_largest(tasks, parallelism):
    sizes = sorted((task.size for task in tasks), reverse=True)
    found = peak(tasks, parallelism)
    assert sizes[0] * 0.999 <= found.size <= sum(sizes[:parallelism]) * 1.001 + 1e-9


@given(builds(), st.integers(1, 8))
def test_the_shares_add_up_to_the_peak_and_stand_largest_first(tasks, parallelism):
    found = peak(tasks, parallelism)
    sizes = [size for _, size in found.shares]
    assert abs(sum(sizes) - found.size) < 1e-6
    assert sizes == sorted(sizes, reverse=True)
    assert len(sizes) <= parallelism


@given(builds())
def test_one_at_a_time_the_peak_is_the_largest_task(tasks):
    assert abs(peak(tasks, 1).size - max(task.size for task in tasks)) < 1e-6


@given(builds(), st.integers(1, 8))
def test_larger_tasks_never_lower_the_peak(tasks, parallelism):
    doubled = [Task(task.name, 2 * task.size, task.work, task.needs) for task in tasks]
    assert peak(doubled, parallelism).size >= peak(tasks, parallelism).size


@given(builds(), st.integers(2, 8))
def test_what_is_passed_over_holds_less_than_the_peak(tasks, parallelism):
    """With files, which are none here, every moment is looked at."""
    assume(any(task.size for task in tasks))
    assert peak(tasks, parallelism) == peak(tasks, parallelism, mapped=True)


def test_tasks_that_need_each_other_never_overlap():
    chain = [Task(str(index), 100, 1, (index - 1,) if index else ()) for index in range(5)]
    assert peak(chain, 8).size == 100


def test_equal_tasks_that_need_nothing_overlap_fully():
    fan = [Task(str(index), 100, 1, ()) for index in range(8)]
    assert [round(peak(fan, parallelism).size) for parallelism in (1, 2, 4, 8)] == [100, 200, 400, 800]


def test_the_task_that_stands_first_starts_first():
    tasks = [Task("late", 500, 1, ()), Task("early", 1, 1, ()), Task("after early", 400, 1, (1,))]
    assert peak([tasks[1], tasks[0], Task("after early", 400, 1, (0,))], 1).size == 500
    assert peak(tasks, 2).size == 501


def test_no_task_at_all_needs_nothing():
    assert peak([], 4).size == 0


def test_files_count_where_they_are_asked_for_those_of_one_task_at_a_time():
    links = [Task(f"link {index}", 100, 1, (), mapped=300) for index in range(3)]
    assert peak(links, 3).size == 300
    assert peak(links, 3, mapped=True).size == 600
    assert sum(size for _, size in peak(links, 3, mapped=True).shares) == 600
