"""What else may disturb a measurement on the host: busy processors, a battery."""

from __future__ import annotations

from wslmem.records import record


@record
class HostLoad:
    """The host just before a benchmark."""

    busy: float
    """Busy share of all processors over half a second, percent 0..100."""
    on_battery: bool | None
    """None where the machine tells of no battery."""


def read() -> HostLoad:
    """Look for half a second."""
    import psutil

    battery = psutil.sensors_battery() if hasattr(psutil, "sensors_battery") else None
    return HostLoad(psutil.cpu_percent(interval=0.5), None if battery is None else not battery.power_plugged)
