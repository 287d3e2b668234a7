"""A computer in a folder, and engines that call the resource on it."""

from __future__ import annotations

import io
import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from wslmem.cli import main

sys.path.append(str(Path(__file__).parent))
import fleet_real
from fleet_engine import Called, Engine


@dataclass
class Computer:
    """A folder that stands in for a computer with one person."""

    folder: Path
    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch
    calls: list[str] = field(default_factory=list)

    @property
    def config(self) -> Path:
        return self.folder / ".wslconfig"

    def run(self, *arguments: str, stdin: str | None = None) -> Called:
        self.monkeypatch.setattr("sys.stdin", io.StringIO(stdin or ""))
        self.calls.append(arguments[1] if len(arguments) > 1 else "")
        code = main(list(arguments))
        told = self.capsys.readouterr()
        return Called(code, [json.loads(line) for line in told.out.splitlines() if line[:1] in "{["], told.err)


@pytest.fixture
def computer(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("WSLMEM_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("WSLMEM_CONFIG", str(tmp_path / ".wslconfig"))
    monkeypatch.setenv("WSLMEM_WSL", str(tmp_path / "no-wsl.exe"))
    return Computer(tmp_path, capsys, monkeypatch)


class InProcess(Engine):
    """An engine that calls the program in this process, on a computer of the test."""

    def __init__(self, computer: Computer, version: str, manifest: str) -> None:
        self.computer = computer
        super().__init__(computer.run, version, manifest)


ENGINES = ["3.1", "3.2", "3.3", *(["real"] if "WSLMEM_DSC" in os.environ else [])]


@pytest.fixture(params=ENGINES)
def engine(request, computer, tmp_path_factory):
    """The engines, one after the other: the small one as three versions; and a real one, where WSLMEM_DSC names it."""
    if request.param == "real":
        folder = tmp_path_factory.mktemp("bin")
        one = fleet_real.Real(os.environ["WSLMEM_DSC"], computer, folder)
        oldest = "3.1" if one.version == "3.1" else "3.2"
        assert computer.run("dsc", "install", "--for", oldest, "--dir", str(folder)).code == 0
        yield one
        if os.environ.get("WSLMEM_GOLDEN") == "write":
            one.keep(request.node.name)
        return
    assert main(["dsc", "manifest", "--for", "3.1" if request.param == "3.1" else "3.2"]) == 0
    yield InProcess(computer, request.param, computer.capsys.readouterr().out)
