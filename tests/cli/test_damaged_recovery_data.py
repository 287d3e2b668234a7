"""Recovery data in any state of damage x every command: it is told, it is kept, and the command does its work."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wslmem.machine.own.backups import Backups

MAKE_FIFO = getattr(os, "mkfifo", Path.mkdir)  # Windows has none, and collects this file

pytestmark = [
    pytest.mark.posix_only(reason="FIFOs, devices and links of POSIX"),
    pytest.mark.timeout(120),
]

COMMANDS = (
    "status",
    "status --json",
    "status --dismiss",
    "restore",
    "restore --json",
    "restore 1",
    "show",
    "show --json",
    "scan PROJECT",
    "recommend PROJECT",
    "apply --memory 3GB --shutdown never",
    "apply --memory 3GB --shutdown never --json",
    "apply --check --memory 3GB",
    "watch --count 1 --json",
    "bench PROJECT --yes --quick",
    "explain LOG",
    "selftest --json",
    "",
)
SILENT = ("explain LOG",)
"""Has nothing to do with this machine's settings."""
CHANGES = (
    "restore 1",
    "apply --memory 3GB --shutdown never",
    "apply --memory 3GB --shutdown never --json",
    "bench PROJECT --yes --quick",
)
"""What needs a backup, or makes one: it may be refused, and then the file is as it was."""


def journal(state: Path) -> Path:
    """The one that the killed run has left."""
    (path,) = state.glob("journal-*.json")
    return path


def instead(make: Callable[[Path], object]) -> Callable[[Path, Path], None]:
    """Something else in the place of the journal."""

    def act(state: Path, _: Path) -> None:
        path = journal(state)
        path.unlink()
        make(path)

    return act


def text(data: bytes) -> Callable[[Path, Path], None]:
    return instead(lambda path: path.write_bytes(data))


def field(name: str, value: object) -> Callable[[Path, Path], None]:
    def act(state: Path, _: Path) -> None:
        path = journal(state)
        path.write_text(json.dumps(json.loads(path.read_bytes()) | {name: value}))

    return act


def backup(change: Callable[[Path], object]) -> Callable[[Path, Path], None]:
    """Something wrong with the backup that the journal names."""
    return lambda state, config: change(Backups(state).list(config)[0].path)


def huge(path: Path) -> None:
    path.touch()
    os.truncate(path, 3 << 30)


UNREADABLE = {
    "empty": text(b""),
    "cut off": text(b'{"work": "apply", "st'),
    "nested 200,000 deep": text(b"[" * 200_000),
    "nested within the limit": text(b"[" * 60_000),
    "binary": text(bytes(range(256)) * 4),
    "UTF-16": text('{"work": "apply"}'.encode("utf-16")),
    "foreign": text(b'{"schema": "wslmem/journal/99", "work": "apply"}'),
    "path is 5": field("path", 5),
    "work is a list": field("work", ["apply"]),
    "backup leads out": field("backup", "../../../etc/passwd"),
    "half a character": field("path", "/\ud800"),
    "huge": instead(huge),
    "folder": instead(Path.mkdir),
    "FIFO": instead(MAKE_FIFO),
    "link": instead(lambda path: path.symlink_to("/etc/hostname")),
    "link to nowhere": instead(lambda path: path.symlink_to("nowhere")),
    "link to itself": instead(lambda path: path.symlink_to(path.name)),
    "device": instead(lambda path: path.symlink_to("/dev/zero")),
}
BACKUP = {
    "gone": backup(Path.unlink),
    "one byte appended": backup(lambda path: path.write_bytes(path.read_bytes() + b"\n")),
    "folder": backup(lambda path: (path.unlink(), path.mkdir())),
    "FIFO": backup(lambda path: (path.unlink(), MAKE_FIFO(path))),
    "link": backup(lambda path: (path.rename(path.with_name("moved")), path.symlink_to("moved"))),
    "huge": backup(huge),
    "folder of all gone": backup(lambda path: shutil.rmtree(path.parent)),
    "file for a folder": backup(lambda path: (shutil.rmtree(path.parent), path.parent.touch())),
}
AROUND = {
    "strange name": backup(lambda path: path.with_name("99999999T999999Z-0001-0123456789abcdef.bak").touch()),
    "lock is a folder": lambda state, _: (state / "lock").mkdir(),
    "lock is a link": lambda state, _: (state / "lock").symlink_to("/etc/hostname"),
}


@pytest.fixture
def words(tmp_path: Path) -> dict[str, str]:
    """What the commands work on."""
    folder, log = tmp_path / "app", tmp_path / "build.log"
    folder.mkdir()
    (folder / "go.mod").write_text("module example.com/app\n\ngo 1.22\n")
    (folder / "main.go").write_text("package main\n\nfunc main() {}\n")
    log.write_text("example.com/a: /usr/local/go/pkg/tool/linux_amd64/compile: signal: killed\n")
    return {"PROJECT": str(folder), "LOG": str(log)}


@pytest.fixture
def damaged(tmp_path: Path, config: Path, leave_killed: Callable[[], Path]) -> Callable[..., Path]:
    """Leave anew what an apply leaves that was killed after its write, then damage it; gives the state folder."""
    state, old = tmp_path / "state", config.read_bytes()

    def leave(damage: Callable[[Path, Path], object] | None) -> Path:
        shutil.rmtree(state, ignore_errors=True)
        config.write_bytes(old)
        leave_killed()
        if damage is not None:
            damage(state, config)
        return state

    return leave


def run(wslmem: Callable, command: str, words: dict[str, str]) -> Any:
    return wslmem(*(words.get(word, word) for word in command.split()))


def aside(state: Path) -> list[Path]:
    return [path for path in state.iterdir() if ".unreadable" in path.name]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_journal_that_cannot_be_read_hinders_no_command_is_told_once_and_is_kept(
    command: str, wslmem: Callable, damaged: Callable, config: Path, words: dict[str, str]
) -> None:
    damaged(None)
    usual = run(wslmem, command, words)
    changed = config.read_bytes()
    for name, damage in UNREADABLE.items():
        state = damaged(damage)
        before = journal(state).lstat()
        ran = run(wslmem, command, words)
        case = (command, name, ran.stderr)
        assert ran.code == usual.code, case
        assert config.read_bytes() == changed, case
        if command in SILENT:
            continue
        (kept,) = aside(state)
        assert os.path.samestat(kept.lstat(), before), case
        told = ran.stdout + ran.stderr
        assert "journal cannot be read" in told, case
        assert str(kept) in told.replace("\\\\", "\\"), case
        again = run(wslmem, "status", words)
        assert "cannot be read" not in again.stdout + again.stderr, "it was told"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_backup_that_is_gone_or_damaged_hinders_no_command_but_its_own_restore(
    command: str, wslmem: Callable, damaged: Callable, config: Path, words: dict[str, str]
) -> None:
    damaged(None)
    usual = run(wslmem, command, words)
    for name, damage in {**BACKUP, **AROUND}.items():
        state = damaged(damage)
        before = config.read_bytes()
        ran = run(wslmem, command, words)
        case = (command, name, ran.stderr)
        if command in CHANGES:
            assert ran.code == usual.code or (ran.code in (65, 66, 73) and config.read_bytes() == before), case
            assert "Traceback" not in ran.stderr, case
        else:
            assert ran.code == usual.code, case
            assert config.read_bytes() == before, case
        if command.startswith("status") and damage in BACKUP.values():
            assert "cannot be restored" in ran.stdout, case
            assert "to undo" not in ran.stdout, "what cannot be done is not offered"
        if command != "status --dismiss" and command not in CHANGES:
            assert list(state.glob("journal-*.json")), "a run is not forgotten because its backup is"


def test_dismiss_always_dismisses(wslmem: Callable, damaged: Callable, words: dict[str, str]) -> None:
    for name, damage in {**UNREADABLE, **BACKUP, **AROUND}.items():
        damaged(damage)
        assert run(wslmem, "status --dismiss", words).code == 0, name
        after = run(wslmem, "status", words)
        assert after.code == 0
        assert "interrupted" not in after.stdout, name


def test_what_wslconfig_itself_is_does_not_hinder_the_look_for_killed_runs(
    wslmem: Callable, damaged: Callable, config: Path, words: dict[str, str]
) -> None:
    for make in (Path.mkdir, MAKE_FIFO):
        damaged(None)
        config.unlink()
        make(config)
        ran = run(wslmem, "show", words)
        assert f"{config}: cannot be read" in ran.stderr
        assert ran.code == 65, "of the verb itself, which needs the file"
        assert run(wslmem, "restore", words).code == 0
        config.rmdir() if config.is_dir() else config.unlink()


def test_a_state_folder_that_others_can_write_is_not_believed_and_not_written(
    wslmem: Callable, damaged: Callable, config: Path, words: dict[str, str]
) -> None:
    state = damaged(None)
    state.chmod(0o777)
    before = config.read_bytes()
    for command in ("status", "show", "restore"):
        ran = run(wslmem, command, words)
        assert ran.code == 0
        assert "other users can write it (mode 0777)" in ran.stdout + ran.stderr
        assert "to undo" not in ran.stdout + ran.stderr, "what others may have put there is not offered"
    for command in ("restore 1", "apply --memory 3GB --shutdown never"):
        ran = run(wslmem, command, words)
        assert ran.code == 77, ran.stderr
        assert "mode 0777" in ran.stderr
        assert "WSLMEM_STATE" in ran.stderr
    assert config.read_bytes() == before
