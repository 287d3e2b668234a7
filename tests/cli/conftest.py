"""Running the command line in this process, on folders of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from wslmem.cli import main
from wslmem.machine.files import files
from wslmem.machine.own.backups import Backups, digest
from wslmem.machine.own.journal import Journal, Step, begin


@dataclass(frozen=True)
class Ran:
    """What a command printed, and its exit code."""

    code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        return json.loads(self.stdout)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A lived-in .wslconfig."""
    path = tmp_path / "profile" / ".wslconfig"
    path.parent.mkdir()
    path.write_bytes(
        b"# mine\r\n[wsl2]\r\nmemory=4GB   # was 8GB\r\nprocessors=2\r\n\r\n[experimental]\r\nsparseVhd=false\r\n"
    )
    return path


@pytest.fixture
def wslmem(
    tmp_path: Path, config: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ran]:
    """Run `wslmem ARGUMENTS` on the lived-in file, with a state folder of its own and no WSL."""
    monkeypatch.setenv("WSLMEM_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("WSLMEM_CONFIG", str(config))
    monkeypatch.setenv("WSLMEM_WSL", str(tmp_path / "no-wsl.exe"))

    def run(*arguments: str) -> Ran:
        try:
            code = main(list(arguments))
        except SystemExit as leaving:  # argparse's --help and --version
            code = int(leaving.code or 0)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


@pytest.fixture
def leave_killed(wslmem: Callable, config: Path, tmp_path: Path) -> Callable[[], Path]:
    """Leave what an apply of memory=6GB leaves that was killed after its write; gives the state folder."""

    def leave() -> Path:
        state, old = tmp_path / "state", config.read_bytes()
        new = old.replace(b"4GB", b"6GB")
        backup = Backups(state).keep(config, old, like=files.read_file(config)).backup
        entry = replace(
            begin("apply", config, existed=True),
            step=Step.WRITE,
            backup=backup.path.name,
            wrote=(digest(new),),
            settings=(("wsl2.memory", "6GB"),),
        )
        files.write_file(config, new, expected=old)
        Journal(state, "apply", config).write(entry)
        return state

    return leave


@pytest.fixture
def killed(leave_killed: Callable[[], Path]) -> Path:
    """A state folder whose last apply was killed after it had written the file."""
    return leave_killed()
