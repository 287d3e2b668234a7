"""Builds under the part that is advised, as docs/sizing tells them."""

from __future__ import annotations

import pytest

from lab.sizing import blind

pytestmark = pytest.mark.posix_only(reason="the laboratory runs where its measurements are made")

BUILD = {"date": "2026-11-30", "project": "app", "p": "2", "build": "", "load": "1.4", "part_mb": "500"}


def run(limited, wall, peak="400", outcome="ok", kills="0"):
    ended = {"outcome": outcome, "kills": kills, "wall_s": wall, "cpu_s": wall, "peak_mb": peak, "faults": "3"}
    return BUILD | ended | {"limited": "yes" if limited else ""}


def test_the_least_time_of_each_side_counts_and_the_part_is_told_over_the_largest_peak():
    line = blind.under_line([run(False, "10"), run(True, "12"), run(True, "11"), run(False, "14", "250")])
    assert "| 500 | 400 | 1.25 | 0 | 2 of 2 | 10 | 11 | +10% |" in line


def test_a_build_that_was_killed_is_counted_and_its_time_is_not():
    line = blind.under_line([run(False, "10"), run(True, "2", outcome="killed", kills="1")])
    assert "| 1 | 0 of 1 | 10 | |  |" in line


def test_a_build_that_has_two_parts_is_told_with_both_and_summed_up_with_the_larger(monkeypatch):
    smaller = [run(False, "10"), run(True, "2", outcome="killed", kills="1") | {"part_mb": "390"}]
    smaller[0]["part_mb"] = "390"
    monkeypatch.setattr(blind, "under_rows", lambda: [run(False, "10"), run(True, "11"), *smaller])
    assert [runs[0]["part_mb"] for runs in blind.under_groups()] == ["390", "500"]
    assert "1 builds: the part was 1.25 to 1.25 times the peak, 0 were not done.\nOf app the" in blind.under_summary()
