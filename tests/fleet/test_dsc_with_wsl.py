"""The resource on a computer whose WSL answers, fails to start, or is at work: an emulated one."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from wslmem.machine.own.lock import lock

OLD = b"# mine\r\n[wsl2]\r\nmemory=4GB\r\nswap=0\r\n"


@pytest.fixture
def with_wsl(engine, stand_in, monkeypatch):
    """The engine, on a computer that has a WSL with a file of its own."""
    stand_in.knobs(host_memory=16 << 30, time_scale=50)
    engine.computer.folder = stand_in.profile
    stand_in.wslconfig.write_bytes(OLD)
    for name, place in (("WSLMEM_CONFIG", stand_in.wslconfig), ("WSLMEM_WSL", stand_in.wsl_exe)):
        monkeypatch.setenv(name, str(place))
    return engine


def test_a_restart_is_done_where_it_is_asked_for_and_none_is_required_afterwards(with_wsl):
    after, names = with_wsl.set({"memory": "3GB", "restart": "now"})
    assert names == ["memory"]
    assert after["memory"] == "3GB"
    assert "_restartRequired" not in after
    assert with_wsl.computer.config.read_bytes() == OLD.replace(b"4GB", b"3GB")
    assert with_wsl.test({"memory": "3GB", "restart": "now"})[0]["_inDesiredState"] is True


def test_without_one_wsl_is_not_touched_and_the_engine_is_told_that_it_is_due(with_wsl, stand_in):
    after, _ = with_wsl.set({"memory": "3GB"})
    assert after["_restartRequired"] == [{"service": "WSLService"}]
    calls = stand_in.folder / "journal.log"
    said = calls.read_text(encoding="utf-8") if calls.exists() else ""
    assert "shutdown" not in said
    assert "exec" not in said


@pytest.mark.parametrize(
    "fault", ["boot-error:commitment-limit", "boot-error:vm-crashed", "vm-no-resources:2147483648"]
)
def test_a_wsl_that_does_not_start_with_it_has_its_old_file_again_and_the_engine_the_reason(with_wsl, stand_in, fault):
    stand_in.knobs(faults=[fault])
    with pytest.raises(RuntimeError, match=r"\w"):
        with_wsl.set({"memory": "3GB", "restart": "now"})
    assert with_wsl.computer.config.read_bytes() == OLD
    assert with_wsl.test({"memory": "3GB"})[1] == ["memory"]


def test_a_wsl_that_does_not_stop_is_told_with_what_is_on_disk(with_wsl, stand_in):
    stand_in.knobs(faults=["shutdown-fails"])
    called = with_wsl.computer.run("dsc", "set", "--input", '{"memory":"3GB","restart":"now"}')
    told = [json.loads(line) for line in called.stderr.splitlines()]
    assert called.code
    assert called.lines == []
    assert "error" in told[0]
    assert {"info": "on disk: the new settings"} in told
    assert with_wsl.computer.config.read_bytes() == OLD.replace(b"4GB", b"3GB")


def test_a_wsl_that_does_not_start_is_no_hindrance_to_a_change_without_a_restart(with_wsl, stand_in):
    stand_in.knobs(faults=["boot-error:service-disabled"])
    after, _ = with_wsl.set({"memory": "3GB"})
    assert after["memory"] == "3GB"
    assert with_wsl.computer.config.read_bytes() == OLD.replace(b"4GB", b"3GB")


def test_another_wslmem_at_work_is_told_and_nothing_is_written(engine, tmp_path):
    engine.computer.config.write_bytes(OLD)
    with lock(tmp_path / "state"), pytest.raises(RuntimeError, match="another wslmem is changing settings"):
        engine.set({"memory": "8GB"})
    assert engine.computer.config.read_bytes() == OLD


def test_a_place_where_no_file_can_be_is_told(engine, tmp_path):
    (tmp_path / "taken").write_bytes(b"a file where a folder should be")
    with pytest.raises(RuntimeError, match=r"\w"):
        engine.set({"path": str(tmp_path / "taken" / ".wslconfig"), "memory": "8GB"})


@pytest.mark.posix_only(reason="a pseudo-terminal is one of POSIX")
def test_an_export_never_reads_a_terminal(computer):
    """Engines up to 3.2.1 leave a terminal as stdin of an export; nobody would ever answer there."""
    import pty

    ours, terminal = pty.openpty()
    try:
        act = [sys.executable, "-m", "wslmem", "dsc", "export"]
        done = subprocess.run(act, stdin=terminal, capture_output=True, check=False, timeout=120)
    finally:
        os.close(ours)
        os.close(terminal)
    assert done.returncode == 0
    assert json.loads(done.stdout)["_exist"] is False


def test_a_path_that_is_a_folder_is_told(computer):
    computer.config.mkdir()
    called = computer.run("dsc", "get")
    assert called.code
    assert "folder" in json.loads(called.stderr.splitlines()[0])["error"]
