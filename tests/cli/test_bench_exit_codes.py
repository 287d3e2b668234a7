"""What the exit code of a benchmark tells a script: whether the build was good, not only whether it was measured."""

from __future__ import annotations

import pytest


@pytest.fixture
def bench(wslmem, stand_in, monkeypatch, tmp_path):
    """One build of a command in the emulated VM."""
    monkeypatch.setenv("WSLMEM_WSL", str(stand_in.wsl_exe))
    monkeypatch.setenv("WSLMEM_CONFIG", str(stand_in.wslconfig))
    words = ("bench", str(tmp_path), "--as-is", "--runs", "1", "--prepare", "true", "--json", "--command")
    return lambda command: wslmem(*words, command)


@pytest.mark.posix_only(reason="the emulated distribution has no drive of Windows, where the project would lie")
@pytest.mark.parametrize(("command", "code", "ending"), [("false", 4, "build-error"), ("true", 0, "ok")])
def test_a_build_that_fails_ends_a_benchmark_with_4(bench, command, code, ending):
    ran = bench(command)
    assert ran.code == code, ran.stderr
    assert {run["verdict"]["ending"] for run in ran.json["runs"]} == {ending}
    assert ran.json["made"]["host"]
