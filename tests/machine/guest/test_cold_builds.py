"""A cold build of any tool starts from nothing, and what the user had built is there again afterwards."""

from __future__ import annotations

import signal
import time

import pytest

BUILD = "ls node_modules/.cache 2>/dev/null; mkdir -p node_modules/.cache dist; echo made >node_modules/.cache/made"
CACHE = "node_modules/.cache"


@pytest.fixture
def project(guest):
    """A project with a cache of the user's own."""
    cache = guest.folder / CACHE
    cache.mkdir(parents=True)
    (cache / "mine").write_text("the user's")
    return guest.folder


def output(trace):
    return list(trace.kept("O"))


def cached(project):
    return sorted(path.name for path in (project / CACHE).iterdir())


def left(project):
    return [path.name for path in project.rglob("*.wslmem-*")]


def test_a_cache_in_the_project_is_out_of_the_way_and_back_afterwards(any_guest):
    cache = any_guest.folder / CACHE
    cache.mkdir(parents=True)
    (cache / "mine").write_text("the user's")
    trace = any_guest.build("sh", "-c", BUILD, aside=f"{CACHE} .next")
    assert (output(trace), trace.exit_code) == ([], 0)
    assert (cached(any_guest.folder), left(any_guest.folder)) == (["mine"], [])
    assert (any_guest.folder / "dist").is_dir(), "what is no cache stays"


def test_what_the_build_makes_where_nothing_was_goes_again(guest):
    (guest.folder / "node_modules").mkdir()
    guest.build("sh", "-c", BUILD, aside=CACHE)
    assert not (guest.folder / CACHE).exists()


def test_a_warm_build_has_what_the_cold_one_made_and_the_users_comes_back_after_it(project, guest):
    guest.build("sh", "-c", BUILD, aside=CACHE, cache="cache.one", keep="1")
    assert cached(project) == ["made"]
    trace = guest.build("sh", "-c", BUILD, aside=CACHE, cache="cache.one")
    assert output(trace) == ["made"]
    assert (cached(project), left(project)) == (["mine"], [])


@pytest.mark.parametrize("how", ["fails", "no such command", "not prepared"])
def test_the_users_cache_comes_back_however_the_build_ends(project, guest, how):
    command = {"no such command": ("nonsense",)}.get(how, ("sh", "-c", f"{BUILD}; exit 3"))
    guest.build(*command, aside=CACHE, prepare="exit 4" if how == "not prepared" else "")
    assert (cached(project), left(project)) == (["mine"], [])


def test_the_next_build_brings_back_what_a_killed_one_left_aside(project, guest):
    running = guest.start("sh", "-c", f"{BUILD}; sleep 600", nonce="dead", aside=CACHE)
    deadline = time.monotonic() + 20
    while not (project / "dist").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    running.send_signal(signal.SIGKILL)
    running.wait()
    running.stdout.close()
    assert cached(project) == ["made"]
    guest.build("true")
    assert (cached(project), left(project)) == (["mine"], [])


def test_the_cache_folder_stands_in_variables_and_is_empty_before_each_cold_build(any_guest):
    build = 'ls "$CARGO_TARGET_DIR" 2>/dev/null; mkdir -p "$CARGO_TARGET_DIR"; touch "$CARGO_TARGET_DIR/object"'
    variables = ("CARGO_TARGET_DIR={cache}/target",)
    for _ in range(2):
        trace = any_guest.build("sh", "-c", build, variables=variables, cache="cache.two")
        assert (output(trace), trace.exit_code) == ([], 0)
    any_guest.build("sh", "-c", build, variables=variables, cache="cache.two", keep="1")
    assert output(any_guest.build("sh", "-c", build, variables=variables, cache="cache.two")) == ["object"]
    assert list(any_guest.kept.iterdir()) == []


def test_the_users_command_runs_before_the_build_and_is_not_measured(any_guest):
    (any_guest.folder / "object").touch()
    eats = "dd if=/dev/zero of=/dev/null bs=200M count=1 2>/dev/null"
    trace = any_guest.build_until(bool, "sh", "-c", f"ls object; {any_guest.waits}", prepare=f"rm object; {eats}")
    assert trace.exit_code != 0 or output(trace) != ["object"]
    assert trace.peak_anonymous < 100 << 20
    assert trace.complete


def test_a_users_command_that_fails_is_told_with_its_last_words(guest):
    trace = guest.build("true", prepare="echo one; echo no such target >&2; exit 2")
    assert trace.failure == "not-prepared 2 no such target"
    assert list(guest.kept.iterdir()) == []


def test_a_users_command_is_stopped_with_the_build(guest):
    running = guest.start("true", prepare="sleep 600")
    deadline = time.monotonic() + 20
    while not (guest.kept / f"run.{guest.nonce}" / "prepared").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    guest.stop()
    assert guest.read(running).failure.startswith("not-prepared 137")
    assert list(guest.kept.iterdir()) == []


@pytest.mark.parametrize("name", ["CARGO_HOME", "RUSTFLAGS", "JAVA_HOME", "NODE_OPTIONS", "MAKEFLAGS", "MAX_JOBS"])
def test_what_a_login_says_of_the_tool_reaches_the_build(guest, name):
    profile = guest.folder / "home" / ".profile"
    profile.write_text(f"{profile.read_text()}export {name}=told\n")
    assert output(guest.build("sh", "-c", f'echo "${name}"')) == ["told"]


def test_the_version_of_the_tool_is_among_the_circumstances(guest):
    guest.program("cargo", 'test "$1" = --version && echo "cargo 1.99.0 (stand-in)"')
    assert guest.build("cargo", "build").context["tool"] == "cargo 1.99.0 (stand-in)"
