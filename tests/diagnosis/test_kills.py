"""Real tools that a real kernel really killed: the words of each are known, and its group's counter proves it."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest

from wslmem.diagnosis.build_end import BuildEnd
from wslmem.diagnosis.ending import judge
from wslmem.diagnosis.explain import explain
from wslmem.diagnosis.verdict import Ending
from wslmem.diagnosis.weighing.families import same_program

ROWS = json.loads(lzma.decompress(Path(__file__).with_name("kills.json.xz").read_bytes()))
"""Recorded by `python -m lab.kills`, the table in docs/what-builds-say.md."""
SILENT = {
    "bash, a pipe to tee", "bash -c, the last command", "zsh, a script", "fish -c", "GNU parallel", "timeout",
    "env", "nice", "setsid -w", "script -e", "perl system", "php", "python", "pytest", "invoke", "pdm run", "clang",
    "clang++", "tcc", "ghc", "ocamlopt", "zig cc", "rustc", "cargo run", "node", "tsc", "webpack", "vite build",
    "rollup", "vitest run", "java", "kotlinc", "yarn 4 run", "cross-env",
}  # fmt: skip
"""Nothing that these print says that anything was killed."""
LOST = {"python ProcessPoolExecutor", "pytest -n 2 (xdist)", "gradle, its daemon", "bazel, its server"}
"""These say that a worker went away, not why."""


@pytest.fixture(params=ROWS, ids=lambda row: row["tool"])
def row(request) -> dict:
    return request.param


def printed(row: dict) -> bytes:
    return "\n".join(row["printed"]).encode() + b"\n"


def test_what_a_tool_prints_of_a_kill_is_read_and_never_called_proven(row):
    verdict = explain([printed(row)])
    wanted = Ending.KILLED_UNKNOWN
    if row["tool"] in SILENT:
        wanted = Ending.UNKNOWN
    elif row["tool"] in LOST:
        wanted = Ending.SERVER_GONE
    assert (verdict.ending, verdict.proven) == (wanted, False)
    assert verdict.victim is None or any(same_program(verdict.victim, name) for name in row["killed"])


def test_with_the_kernels_line_it_is_proven_and_the_victim_is_the_kernels(row):
    if row["tool"] in SILENT:
        return  # of such a log nobody knows that it is of the same time
    kernel = f"[ 1.0] Out of memory: Killed process 7 ({row['killed'][-1]}) total-vm:9kB, anon-rss:8kB, file-rss:0kB\n"
    verdict = explain([printed(row) + kernel.encode()])
    assert (verdict.ending, verdict.proven, verdict.victim) == (Ending.OOM, True, row["killed"][-1])


def test_the_counter_of_its_group_proves_the_kill_whatever_it_prints_and_however_it_ends(row):
    end = BuildEnd(
        complete=True,
        exit_code=row["exit"],
        stopped_by=None,
        output=tuple(line.encode() for line in row["printed"]),
        oom_kills=row["kills"],
        group_oom_kills=row["kills"],
    )
    verdict = judge(end)
    assert (verdict.ending, verdict.proven) == (Ending.OOM, True)


def test_forty_tools_and_more_were_killed():
    assert len({row["tool"] for row in ROWS}) >= 40
    assert all(row["kills"] for row in ROWS)
