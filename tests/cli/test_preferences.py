"""config.toml is a person's file: a profile sets three settings, a broken file stops no verb that only reads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

READING = ["show", "status", "explain LOG", "restore", "completion bash", "schema apply", "watch --count 1", "--json"]
NEEDING = ["scan PROJECT", "recommend PROJECT", "bench --yes", "apply --memory 6GB --shutdown never", "apply --check"]
BROKEN = [b"theme = \n", b"[profiles\n", b"\xff\xfet\x00", b"language = 3\n", b"x = " + b"[" * 3000]


@pytest.fixture
def config_toml(wslmem: Callable, tmp_path: Path) -> Path:
    path = tmp_path / "state" / "config.toml"
    path.parent.mkdir()
    return path


@pytest.fixture
def line(wslmem: Callable, tmp_path: Path) -> Callable:
    (tmp_path / "build.log").write_text("signal: killed\n")
    named = {"LOG": str(tmp_path / "build.log"), "PROJECT": str(tmp_path)}
    return lambda text: wslmem(*(named.get(word, word) for word in text.split()))


@pytest.mark.parametrize("text", BROKEN)
@pytest.mark.parametrize("verb", READING)
def test_a_broken_one_is_a_warning_where_it_is_not_needed(line, config_toml, verb, text):
    config_toml.write_bytes(text)
    done = line(verb)
    assert done.code in (0, 69), done.stderr  # watch: no WSL here
    assert "warning:" in done.stderr
    assert str(config_toml) in done.stderr
    assert config_toml.read_bytes() == text


@pytest.mark.parametrize("verb", NEEDING)
def test_a_broken_one_stops_what_would_do_something_else_without_it(line, config_toml, config, verb):
    config_toml.write_bytes(b"theme =\n")
    old = config.read_bytes()
    done = line(verb)
    assert done.code == 64
    assert str(config_toml) in done.stderr
    assert config.read_bytes() == old


def test_a_bom_as_notepad_writes_it_is_no_matter(line, config_toml, config):
    config_toml.write_bytes(b'\xef\xbb\xbf[profiles.heavy]\r\nmemory = "6GB"\r\n')
    assert line("apply --profile heavy --shutdown never").code == 0
    assert b"memory=6GB" in config.read_bytes()


def test_a_profile_sets_three_settings_and_the_rest_is_named(line, config_toml, config):
    config_toml.write_text('[profiles.x]\nmemory = "6GB"\nshutdown = "now"\nyes = "x"\nrollback = "off"\n')
    done = line("apply --profile x --shutdown never")
    assert done.code == 0
    assert b"memory=6GB" in config.read_bytes()
    for key in ("shutdown", "yes", "rollback"):
        assert f"profiles.x.{key} in config.toml is ignored" in done.stderr


def test_what_is_given_wins_over_the_profile(line, config_toml, config):
    config_toml.write_text('[profiles.x]\nmemory = "6GB"\nswap = "1GB"\n')
    assert line("apply --profile x --memory 5GB --shutdown never").code == 0
    assert b"memory=5GB" in config.read_bytes()
    assert b"swap=1GB" in config.read_bytes()


def test_a_profile_that_sets_nothing_is_not_taken_for_the_recommendation(line, config_toml, config):
    config_toml.write_text('[profiles.x]\nshutdown = "now"\n')
    old = config.read_bytes()
    assert line("apply --profile x --shutdown never").code == 64
    assert config.read_bytes() == old


def test_a_value_that_wsl_would_not_read_is_told_with_its_profile(line, config_toml):
    config_toml.write_text('[profiles.x]\nmemory = "8gb"\n')
    done = line("apply --profile x --shutdown never")
    assert done.code == 64
    assert "profile 'x'" in done.stderr
