"""`wslmem show`: what is found, what is fixed, what a key means."""

from __future__ import annotations

import json

import jsonschema
import pytest

FAULTY = b"[wsl2]\r\nmemory=4gb # mine\r\nswap=none\r\npageReporting=true\r\nvmIdleTimeout=-1\r\n; old\r\n"
GARBLED = b"[wsl2]\r\nmemory=4GB\r\nswapFile=C:\\temp\\new\xe9.vhdx\r\n"


def backups(tmp_path):
    return sorted((tmp_path / "state").rglob("*.bak"))


def test_all_that_can_be_fixed_is_fixed_in_one_go_with_one_backup_and_one_diff(wslmem, config, tmp_path):
    config.write_bytes(FAULTY)
    ran = wslmem("show", "--fix", "all")
    assert ran.code == 0
    assert config.read_bytes() == b"[wsl2]\r\nmemory=4GB # mine\r\nswap=0\r\nvmIdleTimeout=-1\r\n# old\r\n"
    assert ran.stdout.count("\n+++ ") == 1
    assert [one.read_bytes() for one in backups(tmp_path)] == [FAULTY]
    assert "1 finding has no fix" in ran.stderr
    again = wslmem("show", "--fix", "all")
    assert (again.code, again.stdout, len(backups(tmp_path))) == (0, "", 1)


def test_some_rules_are_fixed_and_the_others_left(wslmem, config):
    config.write_bytes(FAULTY)
    wslmem("show", "--fix", "removed-key", "--fix", "semicolon-comment")
    assert config.read_bytes() == b"[wsl2]\r\nmemory=4gb # mine\r\nswap=none\r\nvmIdleTimeout=-1\r\n# old\r\n"


def test_the_second_way_is_taken_where_it_is_asked_for(wslmem, config):
    config.write_bytes(b"[wsl2]\nmemory=4GB\nmemory=6GB\n")
    assert "--fix duplicate-key:2" in wslmem("show").stdout
    wslmem("show", "--fix", "duplicate-key:2")
    assert config.read_bytes() == b"[wsl2]\n# memory=4GB\nmemory=6GB\n"


def test_a_rule_that_finds_nothing_and_one_that_has_no_fix_are_told_apart(wslmem, config):
    config.write_bytes(FAULTY)
    assert "finds nothing" in wslmem("show", "--fix", "size-percent").stderr
    assert "no fix" in wslmem("show", "--fix", "instances-still-stop").stderr
    assert config.read_bytes() == FAULTY


def test_what_is_read_after_a_fix_is_told_to_a_script(wslmem, config):
    config.write_bytes(FAULTY)
    told = wslmem("show", "--fix", "all", "--json").json
    jsonschema.validate(told, json.loads(wslmem("schema", "show").stdout))
    assert told["keys"]["wsl2.memory"]["raw"] == "4GB"
    assert [one["rule"] for one in told["findings"]] == ["instances-still-stop"]


@pytest.mark.parametrize("words", ["show", "status", "show --fix all", "apply --memory 4GB --shutdown never --check"])
def test_escapes_beside_a_byte_that_is_not_utf8_are_told_and_no_bug(wslmem, config, words):
    config.write_bytes(GARBLED)
    ran = wslmem(*words.split())
    assert ran.code in (0, 2)
    assert "bug" not in ran.stderr


def test_a_swap_file_that_cannot_be_made_is_told_as_no_swap(wslmem, config):
    config.write_bytes(b"[wsl2]\nmemory=4GB\nswap=16GB\nswapFile=%TEMP%\\\\swap.vhdx\n")
    assert "swap        none: WSL cannot make the swap file" in wslmem("show").stdout
    told = wslmem("show", "--json").json
    assert told["effective"]["swap"] == {"bytes": 0, "source": "swap-file", "reason": None}


def test_a_file_with_which_wsl_does_not_start_says_so_first(wslmem, config):
    config.write_bytes(b"[wsl2]\nkernelModules=C:\\\\modules.vhdx\n")
    assert "nothing: WSL does not start with this file" in wslmem("show").stdout
    assert wslmem("show", "--json").json["starts"] is False


def test_a_file_of_nearly_the_right_name_is_told(wslmem, config):
    (config.parent / ".wslconfig.txt").write_text("[wsl2]\n")
    assert "WSL never reads this file" in wslmem("show").stdout
    assert "wrong-file-name" in {one["rule"] for one in wslmem("show", "--json").json["findings"]}


def test_a_key_is_explained_with_what_the_file_gives(wslmem):
    ran = wslmem("show", "--explain", "memory")
    assert ran.code == 0
    for words in (
        "Memory limit of the VM",
        "256MB",
        "half of this computer's memory",
        "Windows 10 build 18945",
        "memory=4GB",
    ):
        assert words in ran.stdout
    told = wslmem("show", "--explain", "wsl2.memory", "--json").json
    jsonschema.validate(told, json.loads(wslmem("schema", "show").stdout))
    assert (told["key"], told["least"], told["raw"], told["line"], told["valid"]) == (
        "wsl2.memory",
        "256MB",
        "4GB",
        3,
        True,
    )


def test_a_value_is_tried_before_anybody_writes_it(wslmem):
    assert "WSL warns and uses the default" in wslmem("show", "--explain", "memory=8gb").stdout
    assert "WSL reads 8,589,934,592 B = 8 GiB" in wslmem("show", "--explain", "memory=8GB").stdout


def test_a_key_that_wsl_does_not_have_is_refused_with_those_that_are_nearly_so(wslmem):
    ran = wslmem("show", "--explain", "memroy")
    assert ran.code == 66
    assert "did you mean: memory" in ran.stderr
