"""What `go build ./...` stands for in a folder of a workspace."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from wslmem.bench.plan import BUILD
from wslmem.machine.host.paths import MachinePaths
from wslmem.workflows.scan import of_all


@pytest.fixture
def workspace(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "go.mod").write_text(f"module example.com/{name}\n\ngo 1.22\n")
        (tmp_path / name / "main.go").write_text("package main\n\nfunc main() {}\n")
    (tmp_path / "docs").mkdir()
    (tmp_path / "go.work").write_text("go 1.22\n\nuse (\n\t./a\n\t./b\n)\n")
    return tmp_path


@pytest.fixture
def paths(tmp_path):
    return MachinePaths("linux", tmp_path, tmp_path, None, tmp_path, tmp_path)


@pytest.mark.parametrize(
    ("folder", "built"),
    [(".", ("./a/...", "./b/...")), ("docs", ("../a/...", "../b/...")), ("a", ("./...",))],
)
def test_a_benchmark_of_a_workspace_names_the_modules_where_all_would_be_none(workspace, paths, folder, built):
    command = of_all(paths, workspace / folder, BUILD)
    assert command == ("go", "build", *built)
    if go := shutil.which("go"):
        subprocess.run([go, "build", "-o", "/dev/null", *built], cwd=workspace / folder, check=True)


def test_another_command_is_left_as_it_was_given(workspace, paths):
    assert of_all(paths, workspace, ("go", "vet", "./...")) == ("go", "vet", "./...")
