"""The resource `WslMem/Config`, called as DSC 3.1, 3.2 and 3.3 call it."""

from __future__ import annotations

import json

import pytest

MESSY = b"\xef\xbb\xbf# mine\r\n[wsl2]\r\nmemory=12288MB   # was 8GB\r\n\r\n[experimental]\r\nsparseVhd=true"


def test_get_tells_what_is_there_and_that_nothing_is(engine):
    nothing = engine.get({})
    assert nothing["_exist"] is False
    assert nothing["memory"] is None
    engine.computer.config.write_bytes(MESSY)
    found = engine.get({})
    assert (found["_exist"], found["memory"], found["swap"]) == (True, "12288MB", None)
    assert engine.computer.config.read_bytes() == MESSY


def test_equality_is_by_bytes(engine):
    engine.computer.config.write_bytes(MESSY)
    state, names = engine.test({"memory": "12GB"})
    assert (state["_inDesiredState"], names) == (True, [])
    state, names = engine.test({"memory": "8GB", "swap": "2GB"})
    assert (state["_inDesiredState"], names) == (False, ["memory", "swap"])


def test_set_changes_only_what_was_asked_and_nothing_the_second_time(engine):
    engine.computer.config.write_bytes(MESSY)
    after, names = engine.set({"memory": "8GB"})
    assert names == ["memory"]
    assert after["memory"] == "8GB"
    assert after["_restartRequired"] == [{"service": "WSLService"}]
    assert engine.computer.config.read_bytes() == MESSY.replace(b"memory=12288MB", b"memory=8GB")
    engine.computer.calls.clear()
    _, names = engine.set({"memory": "8GB"})
    assert names == []
    assert engine.computer.calls == ["test"]


def test_what_if_writes_nothing_and_tells_what_would_be_done(engine):
    engine.computer.config.write_bytes(MESSY)
    projected, _ = engine.set({"memory": "8GB"}, what_if=True)
    assert engine.computer.config.read_bytes() == MESSY
    if engine.version == "3.1":
        assert projected["_inDesiredState"] is False
    else:
        assert projected["memory"] == "8GB"
        assert projected["_metadata"]["whatIf"] == ["Would set memory to 8GB"]
        assert projected["_restartRequired"] == [{"service": "WSLService"}]


def test_what_if_of_what_is_so_already_differs_in_nothing(engine):
    engine.computer.config.write_bytes(MESSY)
    projected, names = engine.set({"memory": "12GB"}, what_if=True)
    assert names == []
    assert not {"_metadata", "_restartRequired"} & set(projected)


def test_export_tells_the_computer_as_it_is_and_sets_back_to_it(engine):
    engine.computer.config.write_bytes(MESSY)
    (exported,) = engine.export()
    assert exported["memory"] == "12288MB"
    engine.set({"memory": "4GB"})
    engine.set({name: value for name, value in exported.items() if name != "_exist"})
    assert engine.get({})["memory"] == "12288MB"


def test_absence_removes_only_what_is_managed(engine):
    engine.computer.config.write_bytes(MESSY + b"\r\n[wsl2]\r\nswap=2GB\r\nprocessors=4\r\n")
    after, names = engine.set({"_exist": False})
    assert after["_exist"] is False
    assert set(names) == {"memory", "swap", "processors"}
    left = engine.computer.config.read_bytes()
    assert b"sparseVhd=true" in left
    assert b"# mine" in left
    assert engine.test({"_exist": False})[0]["_inDesiredState"] is True


def test_drift_is_seen_and_mended(engine):
    engine.set({"memory": "8GB", "processors": 1})
    engine.computer.config.write_bytes(engine.computer.config.read_bytes().replace(b"8GB", b"1GB"))
    assert engine.test({"memory": "8GB", "processors": 1})[1] == ["memory"]
    assert engine.set({"memory": "8GB", "processors": 1})[1] == ["memory"]


def test_auto_comes_out_within_its_bounds_and_says_why(engine):
    state = engine.get({"memory": "auto", "atMost": "3GB"})
    assert state["_metadata"]["decided"] == "3GB"
    assert "RAM" in state["_metadata"]["because"]
    after, _ = engine.set({"memory": "auto", "atMost": "3GB"})
    assert after["memory"] == "3GB"
    assert engine.test({"memory": "auto", "atMost": "3GB"})[0]["_inDesiredState"] is True


def test_a_computer_that_cannot_give_what_is_asked_at_least_is_refused_with_the_sum(engine):
    with pytest.raises(RuntimeError, match="at least 900 TiB is asked for"):
        engine.set({"memory": "auto", "atLeast": "900TB"})
    assert not engine.computer.config.exists()


@pytest.mark.parametrize(
    "instance",
    [
        {"memory": 8},
        {"memory": "8gb"},
        {"memory": "8.5GB"},
        {"swap": True},
        {"processors": 0},
        {"processors": "4"},
        {"share": 50},
        {"memory": "auto", "share": 0},
        {"memory": "auto", "atLeast": "8GB", "atMost": "4GB"},
        {"memory": "auto", "atLeast": 8},
        {"autoMemoryReclaim": "sometimes"},
        {"restart": "later"},
        {"colour": "blue"},
        {"path": ""},
        {"_exist": "no"},
        {"path": "/x", "allUsers": True},
    ],
)
def test_what_cannot_be_meant_is_refused_as_an_engine_shows_it_and_nothing_is_written(engine, instance):
    engine.computer.config.write_bytes(MESSY)
    with pytest.raises(RuntimeError, match=r"\w"):
        engine.set(instance)
    assert engine.computer.config.read_bytes() == MESSY


def test_input_that_is_no_json_is_told_in_json(computer):
    called = computer.run("dsc", "get", "--input", "{")
    assert called.code == 64
    assert all(json.loads(line) for line in called.stderr.splitlines())


def test_input_that_never_ends_is_no_instance(computer):
    called = computer.run("dsc", "get", stdin="0" * 1_000_000)
    assert called.code == 64
    assert "no JSON" in called.stderr


def test_input_may_come_by_stdin_and_none_at_all_is_no_wait(computer):
    assert computer.run("dsc", "test", stdin='{"memory":"8GB"}').lines[1] == ["memory"]
    assert computer.run("dsc", "export").code == 0


def test_a_file_that_is_named_is_the_one_that_counts(engine, tmp_path):
    other = tmp_path / "other" / ".wslconfig"
    other.parent.mkdir()
    after, _ = engine.set({"path": str(other), "memory": "8GB"})
    assert after["path"] == str(other)
    assert other.read_bytes().split() == [b"[wsl2]", b"memory=8GB"]
    assert not engine.computer.config.exists()


def test_all_users_are_brought_to_the_same(engine, tmp_path, monkeypatch):
    for name in ("ann", "bob", "zoe"):
        (tmp_path / "users" / name).mkdir(parents=True)
    monkeypatch.setenv("WSLMEM_PROFILES", str(tmp_path / "users"))
    (tmp_path / "users" / "bob" / ".wslconfig").write_bytes(b"[wsl2]\nmemory=8GB\n")
    state, names = engine.test({"allUsers": True, "memory": "8GB"})
    assert names == ["memory"]
    assert [len(one["differing"]) for one in state["_metadata"]["files"]] == [1, 0, 1]
    engine.set({"allUsers": True, "memory": "8GB"})
    assert engine.test({"allUsers": True, "memory": "8GB"})[0]["_inDesiredState"] is True
    assert (tmp_path / "users" / "bob" / ".wslconfig").read_bytes() == b"[wsl2]\nmemory=8GB\n"


def test_a_file_that_may_not_be_written_is_told_and_left(engine):
    engine.computer.config.write_bytes(MESSY)
    engine.computer.config.chmod(0o444)
    with pytest.raises(RuntimeError, match="read-only"):
        engine.set({"memory": "8GB"})
    assert engine.computer.config.read_bytes() == MESSY


def test_a_restart_without_wsl_is_refused_before_a_byte_is_written(engine):
    engine.computer.config.write_bytes(MESSY)
    with pytest.raises(RuntimeError):
        engine.set({"memory": "8GB", "restart": "now"})
    assert engine.computer.config.read_bytes() == MESSY


def test_the_manifest_is_put_where_it_is_asked_for(computer, tmp_path):
    folder = tmp_path / "bin"
    called = computer.run("dsc", "install", "--dir", str(folder))
    assert called.code == 0
    made = json.loads((folder / "wslmem.dsc.resource.json").read_text())
    assert made["type"] == "WslMem/Config"
    assert "exitCodes" not in made


@pytest.mark.parametrize("options", [(), ("--memory", "8GB", "--swap", "2GB"), ("--at-least", "6GB", "--share", "50")])
def test_the_document_holds_an_instance_that_the_resource_takes(computer, capsys, options):
    assert computer.run("dsc", "config", *options).code == 0
    from wslmem.cli import main

    main(["dsc", "config", *options])
    text = capsys.readouterr().out
    properties = dict(line.strip().split(": ", 1) for line in text.split("properties:\n")[1].splitlines())
    instance = {name: json.loads(value) for name, value in properties.items()}
    assert computer.run("dsc", "test", "--input", json.dumps(instance)).code == 0


def test_a_document_that_the_resource_would_refuse_is_not_printed(computer):
    called = computer.run("dsc", "config", "--memory", "8gb")
    assert called.code == 64
    assert called.lines == []
