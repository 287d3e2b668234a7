"""`wslmem config`: preferences shown and set, and nothing else in the file touched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.theme import BUILTIN_THEMES

from wslmem.machine.own import preference_keys, preferences

OTHERS = b'# mine\r\ntheme = "nord"  # dark\r\n\r\n[profiles.ci]\r\nmemory = "4GB"\r\nnote = 1\r\n'


@pytest.fixture
def config_toml(wslmem: Callable, tmp_path: Path) -> Path:
    path = tmp_path / "state" / "config.toml"
    path.parent.mkdir()
    path.write_bytes(OTHERS)
    return path


def test_themes_are_those_of_the_app():
    assert set(preference_keys.THEMES) == set(BUILTIN_THEMES)


@pytest.mark.parametrize(
    ("key", "value", "held"),
    [
        ("language", "zh-CN", "zh_CN"), ("theme", "dracula", "dracula"), ("defaults.distribution", "Debian", "Debian"),
        ("profiles.heavy.memory", "12GB", "12GB"), ("profiles.ci.swap", "0", "0"), ("profiles.ci.processors", "4", "4"),
        ("profiles.my.own.memory", "auto", "auto"),
    ],
)  # fmt: skip
def test_what_was_set_is_got_and_unset_again_and_the_rest_stays(wslmem: Callable, config_toml, key, value, held):
    had = wslmem("config", "get", key)
    assert wslmem("config", "set", key, value).code == 0
    ran = wslmem("config", "get", key)
    assert (ran.code, ran.stdout) == (0, held + "\n")
    assert wslmem("config", "--json").json["settings"][key] == held
    text = config_toml.read_bytes()
    assert b"# mine\r\n" in text
    assert b"note = 1\r\n" in text
    assert b"\n" not in text.replace(b"\r\n", b"")
    assert wslmem("config", "unset", key).code == 0
    assert wslmem("config", "get", key).code == wslmem("config", "unset", key).code == 1
    if had.code:
        assert preferences.read(config_toml).theme == "nord"
        assert preferences.read(config_toml).profile("ci").settings == (("memory", "4GB"),)


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("set theme nrod", 64, "did you mean: nord"), ("set language klingon", 64, "choose from: en, zh_CN"),
        ("set profiles.x.memory 8gb", 64, "8GB"), ("set profiles.x 8GB", 64, "profiles.x.memory"),
        ("set lang en", 66, "did you mean: language"), ("get nothing", 66, "the keys are"),
        ("get profiles.no", 66, "ci"),
        ("unset profiles.no", 66, "ci"), ("set defaults.distribution a/b", 64, "cannot be"), ("set language", 64, "2"),
        ("get", 64, "1"), ("path x", 64, "0"), ("sett theme nord", 64, "did you mean: set"),
    ],
)  # fmt: skip
def test_what_would_mean_nothing_is_refused(wslmem: Callable, config_toml: Path, line: str, code: int, told: str):
    ran = wslmem("config", *line.split())
    assert ran.code == code, ran.stderr
    assert told in ran.stderr
    assert config_toml.read_bytes() == OTHERS


def test_the_last_profile_can_be_removed(wslmem: Callable, config_toml: Path):
    assert wslmem("config", "get", "profiles.ci").stdout == "memory=4GB\n"
    assert wslmem("config", "unset", "profiles.ci").code == 0
    assert preferences.read(config_toml).profiles == ()
    assert config_toml.read_bytes().startswith(b'# mine\r\ntheme = "nord"  # dark\r\n')


def test_it_tells_where_the_file_lies_also_where_there_is_none_or_a_broken_one(wslmem: Callable, config_toml: Path):
    assert wslmem("config", "path").stdout.rstrip() == str(config_toml)
    assert str(config_toml) in wslmem("config").stdout
    config_toml.write_bytes(b"theme =\n")
    assert wslmem("config", "path").stdout.rstrip() == str(config_toml)
    assert wslmem("config", "set", "theme", "nord").code == 64
    assert config_toml.read_bytes() == b"theme =\n"
    config_toml.unlink()
    ran = wslmem("config")
    assert ran.code == 0
    assert "not there yet" in ran.stdout


@given(st.text(min_size=1, max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
def test_any_profile_name_can_be_set_and_got(wslmem: Callable, tmp_path: Path, name: str):
    if name.startswith("-") or any(0xD800 <= ord(letter) < 0xE000 or ord(letter) < 32 for letter in name):
        return
    key = f"profiles.{name}.memory"
    assert wslmem("config", "set", key, "8GB").code == 0
    assert wslmem("config", "get", key).stdout == "8GB\n"
