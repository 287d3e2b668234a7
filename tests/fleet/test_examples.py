"""The examples in docs/examples, each run as far as this side can: by the engines themselves, or by their stand-ins."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from wslmem.cli import main

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
HERE = Path(__file__).parent
OLD = b"# mine\n[wsl2]\nmemory=1GB\nlocalhostForwarding=true\n"


@pytest.fixture
def on_path(computer, tmp_path):
    """A computer with `wslmem`, its manifest and an engine called `dsc` on PATH: the environment of a program on it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, words in (("wslmem", ["-m", "wslmem"]), ("dsc", [str(HERE / "fleet_engine.py")])):
        program = folder / name
        program.write_text(f'#!/bin/sh\nexec {shlex.join([sys.executable, *words])} "$@"\n', encoding="utf-8")
        program.chmod(0o755)
    assert computer.run("dsc", "install", "--dir", str(folder)).code == 0
    return os.environ | {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


def wanted(computer, document, *, what_if):
    """What the engine of the tests makes of a document here."""
    act = [sys.executable, HERE / "fleet_engine.py", "config", "set", "--file=-", *(["--what-if"] if what_if else [])]
    return act, json.dumps(document)


@pytest.mark.posix_only(reason="the engine's stand-in is a program of a shell")
@pytest.mark.parametrize("name", ["wslmem.dsc.config.yaml", "configuration.winget"])
def test_the_documents_for_dsc_and_winget_do_what_they_say_and_nothing_the_second_time(computer, on_path, name):
    import yaml

    document = yaml.safe_load((EXAMPLES / name).read_text(encoding="utf-8"))
    assert document["metadata"]["winget"]["processor"]["identifier"] == "dscv3"
    properties = document["resources"][0]["properties"]
    properties.pop("restart", None)  # no WSL here
    if "atLeast" in properties:
        properties["atLeast"] = "64MB"  # whatever runs the tests can give that
    computer.config.write_bytes(OLD)
    act, text = wanted(computer, document, what_if=False)
    changes = []
    for _ in range(2):
        done = subprocess.run(act, input=text, env=on_path, capture_output=True, check=True, text=True)
        changes.append(json.loads(done.stdout)["results"][0]["result"]["changedProperties"])
    assert changes[0][0] == "memory"
    assert changes[1] is None
    assert b"localhostForwarding=true" in computer.config.read_bytes()


def test_the_documents_are_those_that_the_command_prints(capsys):
    for name, words in (
        ("wslmem.dsc.config.yaml", ["--memory", "auto", "--at-least", "6GB", "--swap", "4GB"]),
        ("configuration.winget", ["--memory", "auto", "--at-most", "12GB", "--restart", "now"]),
    ):
        assert main(["dsc", "config", *words]) == 0
        assert capsys.readouterr().out == (EXAMPLES / name).read_text(encoding="utf-8")


@pytest.mark.posix_only(reason="Ansible controls from Linux")
def test_the_playbook_changes_once_and_tells_in_check_mode_what_it_would_change(computer, on_path, tmp_path):
    play = (EXAMPLES / "ansible.yml").read_text(encoding="utf-8").replace("atLeast: 6GB", "atLeast: 64MB")
    (tmp_path / "play.yml").write_text(play, encoding="utf-8")
    inventory = tmp_path / "hosts.ini"
    inventory.write_text(
        f"[laptops]\nlocalhost ansible_connection=local ansible_python_interpreter={sys.executable}\n", encoding="utf-8"
    )
    env = on_path | {
        "ANSIBLE_COLLECTIONS_PATH": str(HERE / "ansible_stand_in"),
        "ANSIBLE_HOME": str(tmp_path / "ansible"),
        "ANSIBLE_STDOUT_CALLBACK": "last_as_json",
        "ANSIBLE_CALLBACK_PLUGINS": str(HERE / "ansible_stand_in" / "callbacks"),
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "LC_ALL": "C.UTF-8",
    }

    def played(*options):
        act = [Path(sys.executable).with_name("ansible-playbook"), "-i", inventory, *options, tmp_path / "play.yml"]
        done = subprocess.run(act, env=env, capture_output=True, check=False, text=True, timeout=240)
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    computer.config.write_bytes(OLD)
    foretold = played("--check", "--diff")
    assert foretold["changed"] is True
    assert computer.config.read_bytes() == OLD
    done = played("--diff")
    assert done["changed"] is True
    before, after = (done["diff"][side]["resources"][0]["properties"] for side in ("before", "after"))
    assert (before["memory"], before["swap"], after["swap"]) == ("1GB", None, "4GB")
    (expected,) = foretold["diff"]["after"]["resources"]
    assert {name: value for name, value in expected["properties"].items() if name[0] != "_"} == after
    written = computer.config.read_bytes()
    assert f"memory={after['memory']}\n".encode() in written
    assert played()["changed"] is False
    assert played("--check", "--diff")["changed"] is False
    assert computer.config.read_bytes() == written


@pytest.mark.posix_only(reason="a script of a shell inside WSL")
def test_the_script_for_chezmoi_sets_once_and_leaves_everything_else(computer, on_path, tmp_path):
    text = (EXAMPLES / "run_onchange_after_wslmem.sh").read_text(encoding="utf-8")
    script = tmp_path / "script.sh"
    script.write_text(text.replace('"atLeast": "6GB"', '"atLeast": "64MB"'), encoding="utf-8")
    computer.config.write_bytes(OLD)
    subprocess.run(["sh", script], env=on_path, check=True, stdin=subprocess.DEVNULL)
    written = computer.config.read_bytes()
    assert b"swap=4GB" in written
    assert b"localhostForwarding=true" in written
    subprocess.run(["sh", script], env=on_path, check=True, stdin=subprocess.DEVNULL)
    assert computer.config.read_bytes() == written


def test_the_scripts_for_intune_are_those_that_the_command_writes_and_call_what_there_is(computer, capsys, tmp_path):
    assert main(["intune", "export", "--memory", "auto", "--at-least", "6GB", "--swap", "4GB", str(tmp_path)]) == 0
    capsys.readouterr()
    for name, codes in (("detect.ps1", {0, 1, 2}), ("remediate.ps1", {0, 1})):
        text = (EXAMPLES / "intune" / name).read_bytes()
        assert text == (tmp_path / name).read_bytes()
        called = re.search(rb"^& \$wslmem (.+) 2>\$null\r$", text, re.MULTILINE)
        assert main(shlex.split(called[1].decode())) in codes
        told = capsys.readouterr()
        assert told.err == ""
        assert told.out.startswith("wslmem: ")


@pytest.mark.posix_only(reason="the engine's stand-in is a program of a shell")
def test_the_cases_can_be_made_by_a_program_as_well_as_by_calls(computer, on_path, tmp_path, monkeypatch):
    """What `WSLMEM_DSC` names is called as here; the stand-in answers in the form that `dsc` has."""
    from fleet_real import Real

    monkeypatch.setenv("PATH", on_path["PATH"])
    real = Real(str(tmp_path / "bin" / "dsc"), computer, tmp_path / "bin")
    computer.config.write_bytes(OLD)
    assert real.set({"memory": "2GB"})[1] == ["memory"]
    assert computer.calls == ["test", "get", "set"]
    state, names = real.test({"memory": "2GB"})
    assert (state["_inDesiredState"], names) == (True, [])
