"""The order of calls that hold a child in a Windows job, against a library that notes them."""

from __future__ import annotations

import threading

import pytest

from wslmem.machine.system.job_windows import KILL_ON_JOB_CLOSE, ExtendedLimits, Job


class Child:
    """What is used of a Popen on Windows."""

    def __init__(self) -> None:
        self._handle = 42
        self.killed = False

    def kill(self) -> None:
        self.killed = True


class Kernel32:
    """Notes what is called; `assigns` and `ends` are what Windows answers."""

    def __init__(self, *, assigns: bool = True, ends: bool = True) -> None:
        self.calls: list[tuple[object, ...]] = []
        self._assigns, self._ends = assigns, ends

    def CreateJobObjectW(self, *_: object) -> int:  # noqa: N802 - Windows' name
        return 7

    def SetInformationJobObject(self, job, kind, pointer, size) -> int:  # noqa: N802 - Windows' name
        limits: ExtendedLimits = pointer._obj
        self.calls.append(("limit", job, kind, limits.BasicLimitInformation.LimitFlags, size))
        return 1

    def AssignProcessToJobObject(self, job, process) -> bool:  # noqa: N802 - Windows' name
        self.calls.append(("assign", job, process.value))
        return self._assigns

    def TerminateJobObject(self, job, code) -> bool:  # noqa: N802 - Windows' name
        self.calls.append(("terminate", job, code))
        return self._ends

    def CloseHandle(self, job) -> None:  # noqa: N802 - Windows' name
        self.calls.append(("close", job))


def test_a_child_is_held_so_that_it_dies_with_us():
    kernel32 = Kernel32()
    Job(Child(), kernel32)
    assert kernel32.calls == [("limit", 7, 9, KILL_ON_JOB_CLOSE, 144), ("assign", 7, 42)]


def test_a_job_that_is_let_go_ends_nothing():
    kernel32 = Kernel32()
    Job(Child(), kernel32).close()
    assert kernel32.calls[-2:] == [("limit", 7, 9, 0, 144), ("close", 7)]


@pytest.mark.parametrize(("assigns", "ends", "alone"), [(True, True, False), (True, False, True), (False, True, True)])
def test_ending_the_job_ends_at_least_the_child(assigns, ends, alone):
    child = Child()
    Job(child, Kernel32(assigns=assigns, ends=ends)).end(threading.Event())
    assert child.killed is alone


def test_a_child_that_is_gone_is_not_killed_again():
    child, ended = Child(), threading.Event()
    ended.set()
    Job(child, Kernel32(assigns=False)).end(ended)
    assert not child.killed
