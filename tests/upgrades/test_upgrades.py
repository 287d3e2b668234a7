"""What earlier versions kept is read by this one; what a later one kept is told, and left as it is."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import made
import pytest

from wslmem.cli import main
from wslmem.machine.own import preferences, run_history, settled
from wslmem.units import GIB
from wslmem.workflows.bench.saved import saved
from wslmem.workflows.run import past

VERSIONS = sorted(path for path in made.HERE.iterdir() if path.name[:1].isdigit())


@pytest.fixture(params=VERSIONS, ids=lambda path: path.name)
def kept(request, tmp_path, monkeypatch):
    """The state folder of a machine on which another version ran last."""
    state, config = tmp_path / "state", tmp_path / ".wslconfig"
    made.placed(request.param, state, config)
    config.write_bytes(made.NEW)
    monkeypatch.setenv("WSLMEM_STATE", str(state))
    monkeypatch.setenv("WSLMEM_CONFIG", str(config))
    monkeypatch.setenv("WSLMEM_WSL", str(tmp_path / "no-wsl.exe"))
    return state


def status(capsys):
    assert main(["status", "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_every_kind_of_file_is_kept_as_an_example(tmp_path):
    made.write(tmp_path / "state", tmp_path / ".wslconfig")
    assert made.kinds(tmp_path / "state") == made.kinds(VERSIONS[-1])


def test_backups_are_listed_and_restored_byte_for_byte(kept, tmp_path, capsys):
    assert main(["restore", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["backups"]) == 2
    assert main(["restore", "2"]) == 0
    assert (tmp_path / ".wslconfig").read_bytes() == made.OLD


def test_a_run_that_was_interrupted_under_it_is_told(kept, capsys):
    (one,) = status(capsys)["interrupted"]
    assert (one["work"], one["changed"], one["journal"]) == ("apply", True, None)


def test_measured_runs_settled_memory_preferences_and_benchmarks_are_read(kept, monkeypatch):
    assert past.measured(["make"], made.PROJECT, kept, 8).peaks[0].size == made.RUN.peak
    assert settled.read(kept).used == GIB
    found = preferences.read(kept / "config.toml")
    assert (found.language, found.profile("heavy").settings) == ("zh_CN", (("memory", "12GB"), ("swap", "4GB")))
    from wslmem.machine.host import paths

    (benchmark,) = saved(paths.find())
    assert benchmark.result is not None


def newer(path: Path) -> bytes:
    """Make the file one of the version after the next; what it then holds."""
    document = json.loads(path.read_bytes())
    name, number = document["schema"].rsplit("/", 1)
    path.write_text(json.dumps(document | {"schema": f"{name}/{int(number) + 1}", "more": 1}), encoding="ascii")
    return path.read_bytes()


def test_a_newer_journal_is_told_and_its_bytes_are_kept(kept, capsys):
    (journal,) = kept.glob("journal-*.json")
    data = newer(journal)
    (one,) = status(capsys)["interrupted"]
    assert "newer wslmem" in one["text"]
    assert Path(one["journal"]).read_bytes() == data


def test_a_newer_benchmark_is_told_and_left(kept, capsys):
    (file,) = (kept / "bench").glob("*/bench.json")
    data = newer(file)
    assert main(["report", str(file)]) != 0
    assert "newer wslmem" in capsys.readouterr().err
    from wslmem.machine.host import paths

    (benchmark,) = saved(paths.find())
    assert "newer wslmem" in str(benchmark.why)
    assert file.read_bytes() == data


def test_a_newer_history_is_told_and_left_and_stops_no_build(kept, capsys):
    (file,) = (kept / "runs").glob("*/*.json")
    data = newer(file)
    project = r"\\wsl.localhost\Ubuntu\home\ann\app" if sys.platform == "win32" else str(made.PROJECT)
    assert main(["recommend", project, "--command", "make"]) != 0
    assert "newer wslmem" in capsys.readouterr().err
    with pytest.raises(run_history.NewerError):
        run_history.keep(kept, made.PROJECT, "make", made.RUN)
    assert past.history(kept, made.PROJECT, ["make"]) == ()
    assert status(capsys)["builds"] == []
    assert file.read_bytes() == data


def test_a_newer_look_at_the_vm_is_left(kept):
    data = newer(kept / "settled.json")
    assert settled.read(kept) is None
    settled.note(kept, made.GUEST)
    assert (kept / "settled.json").read_bytes() == data


def test_what_a_newer_one_wrote_into_the_preferences_is_told_and_left(kept, capsys):
    path = kept / "config.toml"
    path.write_text(path.read_text(encoding="utf-8") + "[clouds]\nshape = 1\n", encoding="utf-8")
    assert preferences.read(path).ignored == ("clouds",)
    assert main(["config"]) == 0
    assert "clouds in config.toml" in capsys.readouterr().out
    from wslmem.machine.own import preferences_edit

    preferences_edit.set_language(path, "en")
    assert "[clouds]\nshape = 1\n" in path.read_text(encoding="utf-8")
