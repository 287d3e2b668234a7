"""What the exit code of a benchmark tells a script: whether the build was good, not only whether it was measured."""

from __future__ import annotations

import pytest

from wslmem.errors import Exit


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


@pytest.mark.posix_only(reason="the emulated distribution has no drive of Windows, where the project would lie")
def test_where_nothing_is_recommended_a_file_is_not_compared_with_itself(bench, wslmem, stand_in, tmp_path):
    (tmp_path / "go.mod").write_text("module example.com/app\n\ngo 1.21\n")
    (tmp_path / "main.go").write_text("package main\n\nfunc main() {}\n")
    stand_in.wslconfig.write_text("")  # and WSL's default is enough for as little
    ran = wslmem("bench", str(tmp_path), "--yes")
    assert ran.code == Exit.USAGE
    assert "the settings are the same" in ran.stderr
    assert "--as-is" in ran.stderr
