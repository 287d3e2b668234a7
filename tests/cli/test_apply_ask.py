"""An apply in a terminal: everything that matters stands above the question, and a no changes nothing."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from wslmem.cli import output
from wslmem.telling.questions import WRITE
from wslmem.words import LANGUAGES, speak, tell

MESSY = b"[wsl2]\r\nmemory=4GB\r\nlocalhostforwarding=yes\r\nmemory=9GB\r\n"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, config: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., list]:
    """Play a terminal in which a person answers: each question, what stood above it, and what the file held then."""
    config.write_bytes(MESSY)

    def answering(*answers: bool) -> list[tuple[str, str, bytes]]:
        seen: list[tuple[str, str, bytes]] = []

        def confirmed(question: object) -> bool:
            seen.append((tell(question), capsys.readouterr().err, config.read_bytes()))
            return answers[len(seen) - 1]

        monkeypatch.setattr(output, "is_terminal", lambda: True)
        monkeypatch.setattr(output, "confirmed", confirmed)
        return seen

    return answering


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_no_changes_nothing_after_the_diff_and_what_concerns_it(wslmem, config, tmp_path, asked, language):
    seen = asked(False)
    ran = wslmem("apply", "--memory", "5GB", "--lang", language)
    ((question, above, held),) = seen
    assert tell(WRITE) in question
    assert "-memory=4GB" in above
    assert "+memory=5GB" in above
    assert "`memory=9GB`" in above
    assert "localhostforwarding=yes`" not in above, "what has nothing to do with the change"
    assert held == config.read_bytes() == MESSY
    assert ran.code == 0
    assert not (tmp_path / "state" / "backups").exists()
    speak("en")


def test_a_yes_writes_and_where_wsl_does_not_work_nobody_is_asked_for_a_restart(wslmem, config, asked):
    seen = asked(True)
    ran = wslmem("apply", "--memory", "5GB")
    assert ran.code == 0
    assert [question for question, _, _ in seen] == ["Write the file? It is backed up first. [y/N]"]
    assert config.read_bytes() == MESSY.replace(b"4GB", b"5GB")
    assert "localhostforwarding" not in ran.stderr


@pytest.mark.posix_only(reason="starts the emulated VM by the path of its wsl.exe")
def test_what_a_restart_stops_is_named_before_a_byte_is_written(wslmem, config, asked, stand_in, monkeypatch):
    monkeypatch.setenv("WSLMEM_WSL", str(stand_in.wsl_exe))
    subprocess.run([str(stand_in.wsl_exe), "--exec", "true"], check=True, timeout=60)
    seen = asked(True, False)
    ran = wslmem("apply", "--memory", "5GB")
    assert ran.code == 0
    assert "This stops Ubuntu-24.04; unsaved work there will be lost." in seen[1][0]
    assert seen[1][2] == MESSY
    assert config.read_bytes() != MESSY
    assert "Takes effect when WSL next starts" in ran.stdout


@pytest.mark.parametrize(
    "line",
    ["--memory 5GB --check", "--memory 5GB --shutdown never", "--memory 4GB", "--memory 5GB --yes --shutdown never"],
)
def test_who_has_said_it_or_changes_nothing_is_not_asked(wslmem, asked, line):
    seen = asked()
    assert wslmem("apply", *line.split()).code in (0, 2)
    assert not seen
