"""What an idle VM does with its file cache (WSL: 49f841cc5, 88f76dd7d)."""

from __future__ import annotations

import time

import pytest

NEVER = "vmIdleTimeout=-1\n[general]\ninstanceIdleTimeout=-1\n"
GIVEN = "file cache given back"


def given_back(windows, *, within):
    """Whether the VM has said so; looked at until it has, `within` seconds at most."""
    end = time.monotonic() + within
    while not (said := any(entry.get("note") == GIVEN for entry in windows.journal())) and time.monotonic() < end:
        time.sleep(0.05)
    return said


LOOK = "grep ^Cached: /proc/meminfo"


def cached(windows):
    return in_mib(windows.sh(LOOK))


def in_mib(told):
    return int(told.text.split()[-2]) // 1024


def full_of_files(windows, mode):
    """A VM that never ends and has read 100 MiB of files; how much it caches."""
    windows.config(f"[wsl2]\nmemory=512MB\nswap=0\n{NEVER}[experimental]\nautoMemoryReclaim={mode}\n")
    # One command: between two of them the VM is idle, on a busy machine for long. It looks until its own view is new.
    read = 'dd if=/dev/zero of="$1" bs=1M count=100 conv=fsync 2>/dev/null'
    seen = f'until [ "$({LOOK} | tr -dc 0-9)" -gt 92160 ]; do sleep 0.05; done'
    return in_mib(windows.sh(f"{read}; {seen}; {LOOK}", str(windows.folder / "file")))


@pytest.mark.parametrize(
    ("profile", "seconds"), [("2.6", 600), ("2.7.13", 600), ("2.9.4", 600), ("head", 120), ("3.0.1", 120)]
)
def test_newer_releases_wait_two_minutes_and_older_ones_ten(part, profile, seconds):
    assert part("releases").RELEASES[profile].reclaims_after == seconds


@pytest.mark.posix_only(reason="looks at the Linux side of the emulated WSL")
@pytest.mark.parametrize("mode", ["dropCache", "gradual"])
def test_an_idle_vm_gives_file_cache_back(windows, mode):
    windows.knobs(profile="3.0.1", time_scale=240)
    assert full_of_files(windows, mode) > 90
    assert given_back(windows, within=30)
    assert cached(windows) < 50


@pytest.mark.posix_only(reason="looks at the Linux side of the emulated WSL")
def test_a_vm_that_shall_not_keeps_it(windows, part):
    windows.knobs(profile="3.0.1", time_scale=240)
    before = full_of_files(windows, "disabled")
    assert not given_back(windows, within=2)
    assert cached(windows) >= before - 8
