"""A computer in a folder, and engines that call the resource on it."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from wslmem.cli import main


@dataclass
class Called:
    """One call of the program."""

    code: int
    lines: list[Any]
    """stdout, each line as JSON."""
    stderr: str


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


class Engine:
    """Makes the calls that DSC makes, in its order, by what the manifest says, and checks what an engine checks."""

    def __init__(self, computer: Computer, version: str, manifest: str) -> None:
        self.computer = computer
        self.version = version
        self.manifest = json.loads(manifest)
        assert set(self.manifest) <= {"$schema", "type", "version", "description", "tags", "get", "test", "set",
                                      "export", "schema"}, "engines refuse unknown keys"  # fmt: skip
        command = self.manifest["schema"]["command"]
        self.schema = self.computer.run(*command["args"]).lines[0]

    def get(self, instance: dict[str, Any]) -> dict[str, Any]:
        return self._instance(self._call("get", instance), 1)[0]

    def test(self, instance: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        state, names = self._instance(self._call("test", instance), 2)
        if not isinstance(state.get("_inDesiredState"), bool):
            raise TypeError("'_inDesiredState' is not a boolean")
        return state, names

    def set(self, instance: dict[str, Any], *, what_if: bool = False) -> tuple[dict[str, Any], list[str]]:
        if what_if and self.version == "3.1":
            return self.test(instance)
        if what_if:
            return self._instance(self._call("set", instance, "--what-if"), 1)[0], []
        state, _ = self.test(instance)
        if state["_inDesiredState"]:
            return state, []
        self.get(instance)
        after, names = self._instance(self._call("set", instance), 2)
        return after, names

    def export(self) -> list[dict[str, Any]]:
        called = self._call("export", None)
        for line in called.lines:
            jsonschema.validate(line, self.schema)
        return called.lines

    def _call(self, operation: str, instance: dict[str, Any] | None, *more: str) -> Called:
        words = []
        for word in self.manifest[operation]["args"]:
            if isinstance(word, str):
                words.append(word)
            elif "jsonInputArg" in word and instance is not None:
                words += [word["jsonInputArg"], json.dumps(instance, separators=(",", ":"))]
            elif "whatIfArg" in word and more:
                words.append(word["whatIfArg"])
        called = self.computer.run(*words)
        if called.code:
            errors = [json.loads(line) for line in called.stderr.splitlines()]
            raise RuntimeError("; ".join(one["error"] for one in errors if "error" in one))
        return called

    def _instance(self, called: Called, lines: int) -> list[Any]:
        assert len(called.lines) == lines
        jsonschema.validate(called.lines[0], self.schema)
        assert "_inDesiredState" not in (called.lines[1] if lines > 1 else [])
        return called.lines


@pytest.fixture(params=["3.1", "3.2", "3.3"])
def engine(request, computer):
    assert main(["dsc", "manifest", "--for", "3.1" if request.param == "3.1" else "3.2"]) == 0
    return Engine(computer, request.param, computer.capsys.readouterr().out)
