"""The facts of a demo."""

from __future__ import annotations

from wslmem.records import record
from wslmem.units import Bytes

SCHEMA = "wslmem/demo/1"


@record
class DemoDocument:
    """What became of the build before and after the change."""

    verdict: dict[str, str]
    """By `before` and `after`: `killed`, `completes`, or the endings by name."""
    mem_total: dict[str, tuple[Bytes | None, ...]]
    """MemTotal of the VM in each build, by `before` and `after`."""
    kernel_lines: tuple[str, ...]
    """What the kernel said of the builds before the change."""
    diff: str
    """Of the .wslconfig."""
    reports: tuple[str, ...]
    """Files, where they were kept."""
