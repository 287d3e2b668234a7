"""What makes a build of each tool start from nothing, and how it is told its number of jobs."""

from __future__ import annotations

import pytest

from wslmem.errors import UsageError
from wslmem.workflows.bench.cold import cold, jobs


@pytest.mark.parametrize(
    ("command", "tool"),
    [
        ("go build ./...", "go"),
        ("go test -race ./...", "go"),
        ("/opt/go/bin/go1.26 vet ./...", "go"),
        ("cargo build --release", "cargo"),
        ("env RUSTFLAGS=-g nice cargo test", "cargo"),
        ("npm run build", "node"),
        ("npx tsc -p .", "node"),
        ("pnpm build", "node"),
        ("pip3 wheel .", "pip"),
    ],
)
def test_a_known_tool_needs_nothing_from_the_user(command, tool):
    assert cold(tuple(command.split())).tool == tool


def test_cargo_builds_into_a_folder_of_the_benchmarks_own():
    assert dict(cold(("cargo", "build")).variables)["CARGO_TARGET_DIR"] == "{cache}/target"


@pytest.mark.parametrize(
    ("command", "example"),
    [
        ("make -j4", "make clean"),
        ("cmake --build out", "cmake --build DIR --target clean"),
        ("ninja", "ninja -t clean"),
        ("./gradlew assemble", "./gradlew clean"),
        ("mvn package", "mvn -q clean"),
        ("./build.sh", "COMMAND"),
    ],
)
def test_a_tool_that_only_cleans_asks_for_the_command(command, example):
    with pytest.raises(UsageError) as refused:
        cold(tuple(command.split()))
    assert f"--prepare {example!r}" in str(refused.value)
    assert cold(tuple(command.split()), "clean it").prepare == "clean it"


@pytest.mark.parametrize("command", ["cargo build --target-dir out", "cargo build --target-dir=out"])
def test_an_output_folder_of_the_users_own_is_refused_unless_it_is_cleaned(command):
    with pytest.raises(UsageError, match="--target-dir"):
        cold(tuple(command.split()))
    assert cold(tuple(command.split()), "rm -r out").prepare == "rm -r out"


@pytest.mark.parametrize(
    ("command", "flags", "variables"),
    [
        ("go build ./...", ("-p=3",), ()),
        ("cargo build", (), (("CARGO_BUILD_JOBS", "3"),)),
        ("make", (), (("MAKEFLAGS", "-j3"),)),
        ("cmake --build out", (), (("CMAKE_BUILD_PARALLEL_LEVEL", "3"),)),
        ("pip wheel .", (), (("MAX_JOBS", "3"),)),
    ],
)
def test_the_number_of_jobs_is_told_in_the_tools_own_way(command, flags, variables):
    assert jobs(tuple(command.split()), "3") == (flags, variables)


@pytest.mark.parametrize(
    ("command", "number", "why"),
    [
        ("make -j4", "2", "already sets"),
        ("cargo build --jobs 4", "2", "already sets"),
        ("npm run build", "2", "no setting"),
        ("./build.sh", "2", "no setting"),
        ("cargo build", "many", "no number"),
        ("cargo build", "0", "no number"),
    ],
)
def test_a_number_of_jobs_that_would_not_take_effect_is_refused(command, number, why):
    with pytest.raises(UsageError, match=why):
        jobs(tuple(command.split()), number)
