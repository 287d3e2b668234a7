"""A folder of what `wslmem status --json` printed: what counts, and what is told instead."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from pathlib import PurePosixPath

import pytest

from wslmem.cli import main
from wslmem.machine.own import run_history
from wslmem.machine.own.run_history import PastRun
from wslmem.report.fleet.summary import summary
from wslmem.units import GIB, MIB, Bytes, Seconds
from wslmem.workflows import inventory
from wslmem.workflows.scan import place

RUN = PastRun(
    started="2026-11-20T08:00:00Z", wall=Seconds(60), peak=Bytes(700 * MIB), largest=Bytes(300 * MIB), jobs=4,
    exit_code=0, limit=None, killed=False,
)  # fmt: skip


@pytest.fixture
def status(tmp_path, monkeypatch, capsys):
    """What this computer says of itself, with a build that was measured on it."""
    monkeypatch.setenv("WSLMEM_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("WSLMEM_CONFIG", str(tmp_path / ".wslconfig"))
    monkeypatch.setenv("WSLMEM_WSL", str(tmp_path / "no-wsl.exe"))
    (tmp_path / ".wslconfig").write_bytes(b"[wsl2]\nmemory=1GB\nswap=2gb\n")
    app = tmp_path / "app"
    app.mkdir()
    if sys.platform == "win32":  # it was built in the VM, which names it otherwise
        app = PurePosixPath(place(str(app)).path)
    run_history.keep(tmp_path / "state", app, "make", RUN)
    assert main(["status", "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "fleet"
    (made / "below").mkdir(parents=True)
    return made


def put(path, document):
    path.write_text(json.dumps(document), encoding="utf-8")


def test_every_sound_file_counts_once_in_whatever_encoding_a_shell_wrote_it(folder, status):
    put(folder / "a.json", status | {"computer": "A"})
    text = json.dumps(status | {"computer": "B"})
    (folder / "b.json").write_bytes(text.encode("utf-16"))
    (folder / "below" / "c.JSON").write_bytes(b"\xef\xbb\xbf" + text.replace('"B"', '"C"').encode())
    (folder / "notes.txt").write_text("not one of them", encoding="utf-8")
    found = inventory.read(folder)
    assert [one.computer for one in found.computers] == ["A", "B", "C"]
    assert (found.files, found.skipped) == (3, ())
    assert found.computers[0].ignored[0].line == 3
    assert found.computers[0].builds[0].peaks == (700 * MIB,)


def test_broken_foreign_old_newer_and_impossible_files_are_told_and_left_out(folder, status):
    put(folder / "good.json", status)
    (folder / "broken.json").write_text(json.dumps(status)[:-40], encoding="utf-8")
    (folder / "empty.json").write_bytes(b"")
    (folder / "picture.json").write_bytes(bytes(range(256)))
    put(folder / "foreign.json", {"name": "package", "version": "1.0"})
    put(folder / "list.json", [status])
    put(folder / "newer.json", status | {"schema": "wslmem/status/9"})
    put(folder / "older.json", {key: value for key, value in status.items() if key not in ("builds", "taken")})
    put(folder / "negative.json", status | {"other_processes": status["other_processes"] | {"size": -1}})
    put(folder / "huge.json", status | {"host": status["host"] | {"total": 10**40}})
    put(folder / "typed.json", status | {"taken": 7})
    (folder / "folder.json").mkdir()
    found = inventory.read(folder)
    assert len(found.computers) == 1
    told = {one.path: str(one.why) for one in found.skipped}
    assert set(told) == {f"{name}.json" for name in ("broken", "empty", "picture", "foreign", "list", "newer", "older",
                                                     "negative", "huge", "typed")}  # fmt: skip
    assert "newer wslmem" in told["newer.json"]
    assert "earlier wslmem" in told["older.json"]
    assert "none of a computer" in told["negative.json"]
    assert "schema" in told["foreign.json"]


def test_of_one_computer_and_file_the_newest_counts_and_two_accounts_are_two(folder, status):
    put(folder / "a.json", status | {"taken": "2026-11-01T00:00:00Z"})
    put(folder / "b.json", status | {"taken": "2026-11-03T00:00:00Z", "computer": status["computer"].upper()})
    put(folder / "c.json", status | {"taken": "2026-11-02T00:00:00Z"})
    put(folder / "other.json", status | {"file": status["file"] | {"path": "C:\\Users\\bob\\.wslconfig"}})
    found = inventory.read(folder)
    taken = {one.file.path: one.taken for one in found.computers}
    assert taken == {status["file"]["path"]: "2026-11-03T00:00:00Z", "C:\\Users\\bob\\.wslconfig": status["taken"]}
    assert {one.path for one in found.skipped} == {"a.json", "c.json"}


def test_a_folder_without_any_is_an_error_that_says_how_to_get_some(folder, capsys):
    assert main(["report", "--fleet", str(folder)]) == 66
    assert "wslmem status --json" in capsys.readouterr().err


def test_from_status_over_the_report_to_recommend_the_figures_are_the_same(folder, status, tmp_path, capsys):
    put(folder / "a.json", status)
    assert main(["report", "--fleet", str(folder), "--format", "csv"]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert main(["recommend", str(tmp_path / "app"), "--command", "make", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert int(row["need:make (app)"]) == told["need"]
    assert row["advice:make (app)"] == told["advice"]
    assert int(row["ignored_lines"]) == 1


def test_a_policy_is_tried_without_a_rollout(folder, status, tmp_path, capsys):
    for number, ram in enumerate((8, 16, 32, 4)):
        host = status["host"] | {"total": ram * GIB, "commit_limit": None}
        put(folder / f"{number}.json", status | {"computer": f"PC{number}", "host": host})
    options = ["--memory", "auto", "--at-least", "3GB", "--at-most", "12GB"]
    assert main(["report", "--fleet", str(folder), "--format", "csv", *options]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["after_memory_bytes"] for row in rows] == [str(5 * GIB), str(12 * GIB), str(12 * GIB), ""]
    assert "at least 3 GiB is asked for" in rows[3]["after_refused"]
    assert main(["report", "--fleet", str(folder), *options, "--out", str(tmp_path / "report.md")]) == 0
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "1 computer cannot give what the policy asks for" in text
    assert main(["report", "--fleet", str(folder), *options, "--out", str(tmp_path / "report.md")]) == 0
    (tmp_path / "mine.md").write_text("mine", encoding="utf-8")
    assert main(["report", "--fleet", str(folder), "--out", str(tmp_path / "mine.md")]) == 73
    assert (tmp_path / "mine.md").read_text(encoding="utf-8") == "mine"
    shutil.rmtree(folder)
    assert main(["report", "--fleet", str(folder)]) == 66


@pytest.mark.parametrize(
    "options",
    [
        ["--format", "benchstat"], ["--json"], ["--memory", "8gb"], ["--memory", "8GB", "--at-least", "4GB"],
        ["--at-least", "8GB", "--at-most", "4GB"], ["--share", "0"], ["bench.json"],
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(folder, status, options):
    put(folder / "a.json", status)
    assert main(["report", *options, "--fleet", str(folder)]) == 64


def test_many_builds_are_cut_and_those_only_killed_are_named(folder, status):
    def build(number, *peaks):
        return {
            "command": f"make {number}",
            "folder": "/app",
            "peaks": list(peaks),
            "jobs": None,
            "killed": 1,
            "last": "",
        }

    put(folder / "a.json", status | {"builds": [build(n, n * MIB) for n in range(1, 26)] + [build(99)]})
    found = summary(inventory.read(folder).computers, None)
    assert (len(found.builds), found.more_builds, found.only_killed) == (20, 5, ("make 99 (app)",))


@pytest.mark.posix_only(reason="stands in for PowerShell with a script of a shell")
def test_when_windows_ran_short_is_asked_for_and_told_of_the_fleet(folder, status, tmp_path, monkeypatch, capsys):
    assert status["shortages"] is None
    event = """<Event><TimeCreated SystemTime='2026-11-20T10:00:00.1Z'/><Process_1><Name>vmmemWSL</Name><ID>4</ID>
        <CommitCharge>9000</CommitCharge></Process_1></Event>"""
    answer = {
        "Now": "2026-11-28T10:00:00+01:00",
        "CommitLimitKB": 100,
        "CommitFreeKB": 10,
        "Found": 1,
        "Events": [event],
    }
    (tmp_path / "answer.json").write_text(json.dumps(answer), encoding="utf-8")
    program = tmp_path / "powershell"
    program.write_text(f"#!/bin/sh\ncat '{tmp_path}/answer.json'\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("WSLMEM_POWERSHELL", str(program))
    assert main(["status", "--json", "--events"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["shortages"] == [{"when": "2026-11-20T10:00:00Z", "programs": ["vmmemWSL"]}]
    put(folder / "a.json", told)
    assert main(["report", "--fleet", str(folder)]) == 0
    assert "Windows ran short of memory on 1 computer" in capsys.readouterr().out
    program.unlink()
    assert main(["status", "--json", "--events"]) == 0
    assert json.loads(capsys.readouterr().out)["shortages"] is None
