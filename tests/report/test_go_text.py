"""Go benchmark text: the rules of its reader, and the real benchstat."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from wslmem.bench.comparison import judge
from wslmem.bench.measures import completed
from wslmem.report.go_text import go_files, go_joined

VERSION = "v0.0.0-20260908200009-22c9c6c9d4da"
"""Of golang.org/x/perf: the tests ask for one benchstat, not for whatever is newest."""
CONFIGURATION = re.compile(r"[a-z][^A-Z\s:]*: \S.*")
RESULT = re.compile(r"Benchmark\S+ 1( [0-9]+ \S+)+")
UNIT = re.compile(r"Unit \S+ better=(higher|lower)")


@pytest.fixture(scope="session")
def benchstat(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """The real benchstat, built once by the Go toolchain; needs the Go module proxy the first time."""
    program = shutil.which("benchstat") or _built(tmp_path_factory)

    def run(*arguments: str | Path) -> str:
        told = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=60)
        assert told.returncode == 0, told.stderr
        return told.stdout

    return run


def _built(tmp_path_factory: pytest.TempPathFactory) -> str:
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "wslmem-tests"
    program = cache / f"benchstat-{VERSION}"
    if not program.exists():
        go, folder = shutil.which("go"), tmp_path_factory.mktemp("gobin")
        if go is None:
            (pytest.fail if os.environ.get("CI") else pytest.skip)("needs go (the toolchain)")
        asked = [go, "install", f"golang.org/x/perf/cmd/benchstat@{VERSION}"]
        made = subprocess.run(
            asked, env=os.environ | {"GOBIN": str(folder)}, capture_output=True, text=True, check=False, timeout=280
        )
        if made.returncode:
            (pytest.fail if os.environ.get("CI") else pytest.skip)(f"benchstat cannot be built: {made.stderr}")
        cache.mkdir(parents=True, exist_ok=True)
        own = cache / f"{program.name}.{os.getpid()}"
        shutil.copy2(folder / "benchstat", own)
        own.replace(program)  # in one step: another worker may be looking
    return str(program)


def written(folder: Path, result) -> list[Path]:
    for name, text in go_files(result).items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in go_files(result)]


def rows(table: str) -> Iterator[tuple[str, list[str]]]:
    """Unit and cells of each row of a benchmark in benchstat's CSV."""
    unit = ""
    for row in csv.reader(table.splitlines()):
        if row[1:2] and not row[0] and row[2:3] == ["CI"]:
            unit = row[1]
        elif row and row[0].startswith("GoBuild"):
            yield unit, row


BENCHSTAT_UNITS = {
    "sec/op": "wall",
    "user-sec/op": "user",
    "sys-sec/op": "system",
    "peak-bytes": "peak",
    "available-bytes": "lowest-available",
}


@pytest.mark.parametrize("case", ["faster", "swapped_before"])
def test_benchstat_prints_the_medians_and_p_that_we_print(case, request, benchstat, tmp_path):
    result = request.getfixturevalue(case)
    comparison = judge(result)
    seen = set()
    for unit, row in rows(benchstat("-format", "csv", *written(tmp_path, result))):
        metric = BENCHSTAT_UNITS.get(unit)
        if metric is not None:
            difference = comparison.difference(metric)
            before, after, p = float(row[1]), float(row[3]), re.search(r"p=([0-9.]+) n=6", row[-1])
            assert before == pytest.approx(difference.before.median, rel=1e-4)
            assert after == pytest.approx(difference.after.median, rel=1e-4)
            assert float(p[1]) == pytest.approx(difference.p, abs=0.0006)
            seen.add(metric)
    assert seen == set(BENCHSTAT_UNITS.values())


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_benchstat_and_we_agree_on_any_times_ties_included(data, faster, benchstat, tmp_path):
    size = data.draw(st.integers(4, 10))
    times = st.lists(st.integers(1, 12).map(lambda tenth: 30 + tenth / 10), min_size=size, max_size=size)
    drawn = {side: data.draw(times) for side in ("before", "after")}
    counted = {side: faster.counted(side)[0] for side in drawn}
    runs = tuple(replace(counted[side], wall=wall) for side, walls in drawn.items() for wall in walls)
    result = replace(faster, runs=runs)
    wall = judge(result).difference("wall")
    row = next(row for unit, row in rows(benchstat("-format", "csv", *written(tmp_path, result))) if unit == "sec/op")
    assert float(row[1]) == pytest.approx(wall.before.median, rel=1e-4)
    assert float(row[3]) == pytest.approx(wall.after.median, rel=1e-4)
    p = re.search(r"p=([0-9.]+) n=", row[-1])
    assert p is None or float(p[1]) == pytest.approx(wall.p, abs=0.0006)
    assert p is not None or wall.p == 1  # all values equal: benchstat has no p to print


def test_benchstat_reads_one_text_with_all_sides(faster, benchstat, tmp_path):
    joined = tmp_path / "all.txt"
    joined.write_text(go_joined(faster), encoding="utf-8")
    table = benchstat("-col", "side", joined)
    assert re.search(r"before\s+.*after", table)
    assert "-18." in table


def test_a_side_without_a_completed_run_still_reads(killed_before, benchstat, tmp_path):
    table = benchstat(*written(tmp_path, killed_before))
    assert "30.9" in table


def test_both_files_share_their_configuration_lines(faster):
    before, after = (
        [line for line in text.splitlines() if CONFIGURATION.fullmatch(line)] for text in go_files(faster).values()
    )
    assert before == after
    assert before == ["goos: linux", "goarch: amd64", "pkg: example.com/app", "go-version: go1.26.8"]


def test_a_killed_run_is_a_comment_and_no_result(killed_before):
    lines = go_files(killed_before)["before.txt"].splitlines()
    assert not [line for line in lines if line.startswith("Benchmark")]
    assert lines.count("# killed for lack of memory: before, block 1, run 2") == 1
    assert sum(line.startswith("# killed") for line in lines) == 6


def test_the_points_of_a_sweep_have_files_of_their_names(sweep):
    assert list(go_files(sweep)) == ["p=1.txt", "p=2.txt", "p=4.txt"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_nothing_in_a_benchmark_can_make_a_line_of_another_kind(seed, filled):
    result = filled(seed)
    assume(len(set(result.names)) == len(result.names))
    runs = [run for run in result.runs if run.side in result.names and not run.discarded and completed(run)]
    expected = sum(run.cache == "cold" or (run.cache == "warm" and result.plan.warm) for run in runs)
    results = 0
    for text in go_joined(result).split("\n"):
        kinds = [
            CONFIGURATION.fullmatch(text),
            UNIT.fullmatch(text),
            RESULT.fullmatch(text),
            text.startswith("#"),
            not text,
        ]
        assert any(kinds), text
        results += bool(RESULT.fullmatch(text))
    assert results == expected
