"""The resource on Windows itself: a .wslconfig that another program holds."""

from __future__ import annotations

import json

import pytest

from wslmem.cli import main

OLD = b"[wsl2]\r\nmemory=4GB\r\n"
SHARE_READ = 1


@pytest.mark.parametrize("share", [0, SHARE_READ])
def test_a_file_that_another_program_holds_is_told_to_the_engine_and_left(tmp_path, held, monkeypatch, capsys, share):
    path = tmp_path / ".wslconfig"
    path.write_bytes(OLD)
    monkeypatch.setenv("WSLMEM_CONFIG", str(path))
    monkeypatch.setenv("WSLMEM_STATE", str(tmp_path / "state"))
    with held(path, share):
        code = main(["dsc", "set", "--input", json.dumps({"memory": "8GB"})])
    told = capsys.readouterr()
    assert code
    assert told.out == ""
    assert "error" in json.loads(told.err.splitlines()[0])
    assert path.read_bytes() == OLD
    assert main(["dsc", "set", "--input", json.dumps({"memory": "8GB"})]) == 0
    assert path.read_bytes() == OLD.replace(b"4GB", b"8GB")
