"""Detection and remediation as Intune runs them: one ASCII line, nothing on stderr, the right code."""

from __future__ import annotations

import pytest

from wslmem.cli import main


@pytest.fixture
def intune(computer, capsys):
    def run(*arguments):
        code = main(["intune", *arguments])
        told = capsys.readouterr()
        assert told.err == ""
        assert told.out.isascii()
        assert told.out.count("\n") == 1
        assert len(told.out) <= 2049
        return code, told.out

    return run


def test_drift_is_detected_remedied_and_then_gone(computer, intune):
    assert intune("detect", "--memory", "8GB")[0] == 1
    code, told = intune("remediate", "--memory", "8GB")
    assert (code, "memory=8GB" in told) == (0, True)
    assert intune("detect", "--memory", "8GB")[0] == 0
    before = computer.config.read_bytes()
    assert intune("remediate", "--memory", "8GB")[0] == 0
    assert computer.config.read_bytes() == before


def test_what_cannot_be_looked_at_is_2_so_that_nothing_is_remedied(computer, intune):
    computer.config.mkdir()
    code, told = intune("detect", "--memory", "8GB")
    assert code == 2
    assert "folder" in told


def test_a_computer_that_cannot_give_it_is_left_alone(computer, intune):
    assert intune("detect", "--memory", "auto", "--at-least", "900TB")[0] == 2
    assert intune("remediate", "--memory", "auto", "--at-least", "900TB")[0] == 1
    assert not computer.config.exists()


def test_a_share_and_a_reserve_are_handed_on_and_bounds_without_auto_are_refused(computer, intune, tmp_path, capsys):
    assert intune("remediate", "--memory", "auto", "--share", "20", "--reserve", "1GB")[0] == 0
    assert intune("detect", "--memory", "auto", "--share", "20", "--reserve", "1GB")[0] == 0
    assert intune("detect", "--memory", "2GB", "--share", "20")[0] == 2
    assert main(["intune", "export", "--share", "20", str(tmp_path)]) == 0
    assert b"'--share' '20'" in (tmp_path / "detect.ps1").read_bytes()


def test_letters_of_other_scripts_come_out_as_ascii(computer, intune, monkeypatch, tmp_path):
    folder = tmp_path / "用户"
    folder.mkdir()
    (folder / ".wslconfig").mkdir()
    monkeypatch.setenv("WSLMEM_CONFIG", str(folder / ".wslconfig"))
    assert intune("detect", "--memory", "8GB")[0] == 2


def test_the_two_scripts_call_what_was_asked_for(computer, capsys, tmp_path):
    assert main(["intune", "export", "--memory", "auto", "--at-least", "6GB", str(tmp_path / "out")]) == 0
    for name, verb in (("detect.ps1", "detect"), ("remediate.ps1", "remediate")):
        text = (tmp_path / "out" / name).read_bytes()
        assert text.isascii()
        assert f"intune {verb} '--memory' 'auto' '--at-least' '6GB' 2>$null".encode() in text
        assert b"exit $LASTEXITCODE\r\n" in text
