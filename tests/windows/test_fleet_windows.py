"""The resource on Windows itself: a .wslconfig that another program holds."""

from __future__ import annotations

import ctypes
import json

import pytest

from wslmem.cli import main

OLD = b"[wsl2]\r\nmemory=4GB\r\n"
READ, SHARE_READ, OPEN_EXISTING = 0x80000000, 1, 3


@pytest.mark.parametrize("share", [0, SHARE_READ])
def test_a_file_that_another_program_holds_is_told_to_the_engine_and_left(tmp_path, monkeypatch, capsys, share):
    path = tmp_path / ".wslconfig"
    path.write_bytes(OLD)
    monkeypatch.setenv("WSLMEM_CONFIG", str(path))
    monkeypatch.setenv("WSLMEM_STATE", str(tmp_path / "state"))
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateFileW.restype = ctypes.c_void_p
    held = kernel.CreateFileW(str(path), READ, share, None, OPEN_EXISTING, 0, None)
    try:
        code = main(["dsc", "set", "--input", json.dumps({"memory": "8GB"})])
    finally:
        kernel.CloseHandle(ctypes.c_void_p(held))
    told = capsys.readouterr()
    assert code
    assert told.out == ""
    assert "error" in json.loads(told.err.splitlines()[0])
    assert path.read_bytes() == OLD
    assert main(["dsc", "set", "--input", json.dumps({"memory": "8GB"})]) == 0
    assert path.read_bytes() == OLD.replace(b"4GB", b"8GB")
