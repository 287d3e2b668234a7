"""How much the go command does at once by itself."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wslmem.machine.project import go_jobs, project_scan

SMALL = {"main.go": "package main\n\nfunc main() {}\n"}


def test_the_users_gomaxprocs_is_what_it_does_at_once():
    assert go_jobs.own("go1.26.8", {"GOMAXPROCS": "3"}) == 3


@pytest.mark.posix_only(reason="processors are taken from a process otherwise there")
def test_a_process_that_may_use_one_processor_builds_one_at_a_time():
    before = os.sched_getaffinity(0)
    if len(before) < 2:
        pytest.skip("has one processor anyway")
    try:
        os.sched_setaffinity(0, [min(before)])
        assert go_jobs.own("go1.26.8", {}) == 1
    finally:
        os.sched_setaffinity(0, before)


@pytest.mark.posix_only(reason="control groups are of Linux")
@pytest.mark.parametrize(
    ("version", "jobs"), [("go1.24.9", None), ("go1.25.0", 2), ("go1.26.8", 2), ("devel go1.28-5a1b2c", 2), (None, 2)]
)
def test_a_quota_lowers_it_to_two_at_least_since_go_1_25(monkeypatch, version, jobs):
    monkeypatch.setattr(go_jobs, "quotas", lambda: [0.5])
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(64)))
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    assert go_jobs.own(version, {}) == jobs


@pytest.mark.parametrize(
    ("cgroups", "files", "found"),
    [
        ("0::/a/b\n", {"a/cpu.max": "400000 100000\n", "a/b/cpu.max": "max 100000\n"}, [4]),
        ("4:cpu,cpuacct:/a\n0::/\n", {"cpu/a/cpu.cfs_quota_us": "150000", "cpu/a/cpu.cfs_period_us": "100000"}, [1.5]),
        ("4:cpu:/a\n", {"cpu/a/cpu.cfs_quota_us": "-1", "cpu/a/cpu.cfs_period_us": "100000"}, []),
        ("9:memory:/a\n", {"a/cpu.max": "100000 100000"}, []),
        ("nonsense\n::\n", {}, []),
    ],
)
def test_quotas_of_control_groups_of_either_version_are_found(tmp_path: Path, cgroups, files, found):
    for name, text in files.items():
        target = tmp_path / "mount" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    (tmp_path / "cgroup").write_text(cgroups)
    assert [*go_jobs.quotas(tmp_path / "cgroup", tmp_path / "mount")] == found


def test_goflags_of_the_environment_and_of_go_env_are_told_with_a_project(module, go, tmp_path, monkeypatch):
    root = module(SMALL)
    monkeypatch.setenv("GOFLAGS", "-p=3")
    assert project_scan.scan(root, go=go).goflags == "-p=3"
    monkeypatch.delenv("GOFLAGS")
    written = tmp_path / "env"
    written.write_text("GOFLAGS=-p=5 -race\n")
    monkeypatch.setenv("GOENV", str(written))
    state = tmp_path / "state"
    assert [project_scan.scan(root, go=go, state_dir=state).goflags for _ in range(2)] == ["-p=5 -race"] * 2
