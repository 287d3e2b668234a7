"""A warning comes before the kill, for a reason that stands in the readings, and never twice in a minute."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from sizing_shapes import guest

from wslmem.sizing.alert import Threshold, alert
from wslmem.sizing.host import HostMemory
from wslmem.units import GIB, Bytes, Seconds
from wslmem.workflows.watch import Reading, alerts

SECOND = Seconds(1)


def vm(available, **more):
    return replace(guest(8, used=0), total=Bytes(8 * GIB), available=Bytes(available), **more)


def test_little_memory_left_is_a_reason():
    why = alert(vm(GIB // 2), None, SECOND, Threshold())
    assert str(why) == "only 512 MiB of 8 GiB are available in the VM"


def test_enough_memory_and_no_pressure_is_none():
    assert alert(vm(2 * GIB, pressure=0.0), None, SECOND, Threshold()) is None


def test_pressure_is_a_reason_while_memory_seems_to_be_left():
    assert "25% of the time" in str(alert(vm(2 * GIB, pressure=25.0), None, SECOND, Threshold()))


def test_without_pressure_figures_pages_that_come_back_tell():
    before, now = vm(GIB, paged_in=1000), vm(GIB, paged_in=2000)
    assert "1000 pages a second" in str(alert(now, before, SECOND, Threshold()))
    assert alert(now, replace(before, boot_id="another"), SECOND, Threshold()) is None
    assert alert(replace(now, available=Bytes(4 * GIB)), before, SECOND, Threshold()) is None


@given(st.integers(0, 8 * GIB), st.floats(0.01, 1))
def test_the_share_that_a_person_gives_decides(available, below):
    said = alert(vm(available, pressure=0.0), None, SECOND, Threshold(below=below))
    assert (said is not None) == (available < below * 8 * GIB)


def test_a_want_that_lasts_is_told_once_and_again_after_a_while():
    host = HostMemory(Bytes(16 * GIB), Bytes(8 * GIB), 8, "linux")
    readings = [Reading("2026-11-28T00:00:00Z", host, vm(GIB // 4)) for _ in range(5)]
    told = [why is not None for _, why in alerts(iter(readings), Threshold())]
    assert told == [True, False, False, False, False]
    assert [why is not None for _, why in alerts(iter(readings), Threshold(), apart=Seconds(0))] == [True] * 5
