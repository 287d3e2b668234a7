"""Which tool a command starts, and how it is asked for fewer jobs: never where a person said so already."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslmem.sizing.commands import TOOLS, jobs_within, normal, program, says_jobs, tool_of
from wslmem.units import Bytes


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("go build ./...", "go"),
        ("/usr/local/go/bin/go test -race ./...", "go"),
        ("go1.26 vet", "go"),
        ("env CGO_ENABLED=0 GOOS=linux go build", "go"),
        ("CC=clang make", "make"),
        ("nice -n 10 cargo build --release", "cargo"),
        ("./gradlew assemble", "gradle"),
        ("cmake --build out", "cmake"),
        ("pip3 install torch", "pip"),
        ("npm run build", "node"),
        ("/usr/bin/ninja -C out", "ninja"),
        ("ninja-build", "ninja"),
        ("sudo -E make", "make"),
    ],
)
def test_the_tool_is_found_behind_folders_versions_variables_and_wrappers(line, name):
    assert tool_of(line.split()).name == name


@pytest.mark.parametrize("line", ["ls", "python3 setup.py", "./build.sh", "", "A=1"])
def test_any_other_command_is_no_tool(line):
    assert tool_of(line.split()) is None


@pytest.mark.parametrize(
    ("line", "environment"),
    [
        ("make -j8", {}),
        ("make -j 8", {}),
        ("make --jobs=2", {}),
        ("go build -p 1 ./...", {}),
        ("go build -p=3 ./...", {}),
        ("go build ./...", {"GOFLAGS": "-mod=vendor -p=2"}),
        ("cargo build -j4", {}),
        ("cargo build", {"CARGO_BUILD_JOBS": "2"}),
        ("node build.js --max-old-space-size=4096", {}),
        ("npm run build", {"NODE_OPTIONS": "--max-old-space-size=2048"}),
    ],
)
def test_what_a_person_said_is_left_alone(line, environment):
    argv = line.split()
    assert says_jobs(argv, tool_of(argv), environment)


@pytest.mark.parametrize(
    ("line", "environment"),
    [("go build -o app .", {"GOFLAGS": "-mod=vendor"}), ("make all", {"MAKEFLAGS": "-s"}), ("cargo build", {})],
)
def test_other_options_and_flags_say_nothing_of_jobs(line, environment):
    argv = line.split()
    assert not says_jobs(argv, tool_of(argv), environment)


def test_a_variable_that_holds_other_flags_keeps_them():
    assert TOOLS["go"].settings(2, {"GOFLAGS": "-mod=vendor"}) == (("GOFLAGS", "-mod=vendor -p=2"),)
    assert TOOLS["cargo"].settings(2, {}) == (("CARGO_BUILD_JOBS", "2"),)


def test_jobs_of_go_share_a_limit_unless_a_person_said_what_each_may_hold():
    limit = Bytes(1 << 30)
    assert TOOLS["go"].settings(2, {}, limit) == (("GOFLAGS", "-p=2"), ("GOMEMLIMIT", "384MiB"))
    assert TOOLS["go"].settings(2, {"GOMEMLIMIT": "1GiB"}, limit) == (("GOFLAGS", "-p=2"),)


def test_a_heap_is_three_quarters_of_the_limit():
    ((name, value),) = TOOLS["node"].settings(1, {"NODE_OPTIONS": "--no-warnings"}, Bytes(4 << 30))
    assert (name, value) == ("NODE_OPTIONS", "--no-warnings --max-old-space-size=3072")


def test_one_command_in_two_spellings_has_one_history():
    assert normal(["/usr/local/go/bin/go", "build", "/src/app/cmd"], "/src/app") == "go build ./cmd"
    assert normal(["env", "A=1", "go", "build", "./cmd"], "/src/app") == "go build ./cmd"


@given(st.lists(st.text(min_size=1, max_size=8), max_size=6))
def test_any_words_at_all_have_a_program_and_a_history(words):
    assert isinstance(program(words), str)
    assert isinstance(normal(words, "/f"), str)


@given(st.integers(0, 2**40), st.integers(1, 256), st.integers(1, 2**36), st.integers(0, 2**40))
def test_jobs_fit_or_are_one(limit, processors, a_job, base):
    jobs = jobs_within(Bytes(limit), processors, Bytes(a_job), Bytes(base))
    assert 1 <= jobs <= processors
    assert jobs == 1 or base + jobs * a_job <= limit
