"""A state folder that an administrator's run made, and its user may not look into: told with the repair, no bug."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from wslmem.errors import Exit
from wslmem.machine.files import file_errors

LISTS = {"listdir", "scandir"}
CALLS = ((os, "stat"), (os, "lstat"), (os, "open"), (os, "listdir"), (os, "scandir"), (os, "mkdir"), (io, "open"))


@pytest.fixture
def locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The state folder, into which no call leads."""
    folder = tmp_path / "state"
    (folder / "backups").mkdir(parents=True)
    inside = str(folder) + os.sep
    for module, name in CALLS:
        call = getattr(module, name)

        def refused(path, *arguments, call=call, lists=name in LISTS, **more):
            named = os.fspath(path) if isinstance(path, str | os.PathLike) else ""
            if named.startswith(inside) or (lists and named == str(folder)):
                raise PermissionError(13, "Access is denied", os.fspath(path))
            return call(path, *arguments, **more)

        monkeypatch.setattr(module, name, refused)
    return folder


@pytest.mark.parametrize("side", ["windows", "linux"])
@pytest.mark.parametrize(
    ("line", "code"),
    [
        (("status",), Exit.OK),
        (("show",), Exit.OK),
        (("config",), Exit.NOT_PERMITTED),
        (("restore",), Exit.NOT_PERMITTED),
        (("apply", "--memory", "2GB", "--shutdown", "never", "--yes"), Exit.NOT_PERMITTED),
    ],
    ids=lambda one: one[0] if isinstance(one, tuple) else one.name,
)
def test_every_command_says_how_the_user_gets_in_again(wslmem, locked, line, code, side):
    with pytest.MonkeyPatch.context() as played:
        played.setattr(file_errors, "side", lambda: side)
        ran = wslmem(*line)
    assert ran.code == code, ran.stderr
    assert "cannot be read (Access is denied)" in ran.stderr
    repair = f"takeown /f '{locked}' /r; icacls '{locked}' /reset /t"
    assert (repair in ran.stderr) is (side == "windows")
    assert "WSLMEM_STATE" in ran.stderr


@pytest.mark.parametrize("arguments", [("--version",), ("status", "--lang", "xx")], ids=["version", "a wrong language"])
def test_what_needs_nothing_of_it_works_as_ever(wslmem, locked, arguments):
    del locked
    assert wslmem(*arguments).code in (Exit.OK, Exit.USAGE)
