"""The Windows command line: built as Python builds it on Windows, cut as wsl.exe cuts it."""

from __future__ import annotations

import os
import random
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

SIGNS = "ab \t\"\\$'`;|&<>%^!\n*é中\U0001f600-/="
VECTORS = 10_000
ROUND_TRIPS = 1000 if os.environ.get("WSLMEM_THOROUGH") else 100 if os.name == "posix" else 20


def vectors(count: int) -> list[list[str]]:
    chance = random.Random(20260807)  # noqa: S311 - a fixed seed, so that a failure comes again
    return [
        ["".join(chance.choices(SIGNS, k=chance.randrange(9))) for _ in range(chance.randrange(1, 6))]
        for _ in range(count)
    ]


def test_ten_thousand_random_vectors_come_out_of_the_parser_as_they_went_in(part):
    line, options = part("windows_line"), part("options")
    for words in vectors(VECTORS):
        built = line.joined(["wsl.exe", "-d", "Debian", "--cd", "/", "-e", "/bin/sh", *words])
        request = options.parse(built, lambda _: None)
        assert line.split(request.rest) == ["/bin/sh", *words]
        assert (request.mode, request.distribution, request.directory) == ("none", "Debian", "/")


def test_random_vectors_reach_the_guest_unchanged(shared):
    for words in vectors(ROUND_TRIPS):
        answer = shared("--cd", "/", "-e", "/usr/bin/printf", "%s\\0", *words)
        assert answer.out == b"".join(word.encode() + b"\0" for word in words)
        assert answer.code == 0


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"))))
def test_the_line_is_the_one_that_python_builds_on_windows(part, words):
    assert part("windows_line").joined(words) == subprocess.list2cmdline(words)


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"))))
def test_splitting_undoes_joining_behind_a_plain_program(part, words):
    line = part("windows_line")
    assert line.split(line.joined(["/bin/sh", *words])) == ["/bin/sh", *words]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        pytest.param(r'p a\\"b c" d', ["p", "a\\b c", "d"], id="2n backslashes and a quote"),
        pytest.param(r"p a\\\"b", ["p", r"a\"b"], id="2n+1 backslashes and a quote"),
        pytest.param(r"p a\\b", ["p", r"a\\b"], id="backslashes before anything else"),
        pytest.param(r'"p\" a', ["p\\", "a"], id="the program's name knows no escape"),
        pytest.param('p "a""b" c', ["p", 'a"b c'], id="two quotes inside quotes leave them"),
        pytest.param('p ""', ["p", ""], id="an empty argument"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_microsofts_rules_for_quotes_and_backslashes_hold(part, line, words):
    """CommandLineToArgvW, Microsoft's documentation of it."""
    assert part("windows_line").split(line) == words


def test_a_program_with_blanks_in_its_path_is_stripped_as_one(part):
    """WSL: helpers.cpp, the scan for the end of the program's name."""
    assert part("windows_line").without_program('"C:\\Program Files\\WSL\\wsl.exe" -l') == "-l"
