"""Arguments reach the guest unchanged: Python quotes, Windows hands over one string, wsl.exe splits it.

`split` is CommandLineToArgvW, written from Microsoft's description of it.
"""

from __future__ import annotations

import random
from subprocess import list2cmdline

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wslmem.errors import UsageError
from wslmem.machine.wsl import guest_command
from wslmem.machine.wsl.sentinel import Frame

EXE = r"C:\Program Files\WSL\wsl.exe"
ALPHABET = 'ab \t""\\\\$\'`;|&<>%^!\n*é界~-=#()'
COUNT = 10_000
FRAME = Frame("0123456789abcdef")

words = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)


def split(line: str) -> list[str]:
    """The arguments in `line`. The first one follows the rule for program names: a quote ends at the next quote."""
    program, rest = _program(line)
    return [program, *_arguments(rest)]


def _program(line: str) -> tuple[str, str]:
    if line.startswith('"'):
        name, _, rest = line[1:].partition('"')
        return name, rest
    end = next((index for index, letter in enumerate(line) if letter in " \t"), len(line))
    return line[:end], line[end:]


def _arguments(text: str) -> list[str]:
    found: list[str] = []
    index = 0
    while (index := _skip_blanks(text, index)) < len(text):
        argument, index = _argument(text, index)
        found.append(argument)
    return found


def _skip_blanks(text: str, index: int) -> int:
    while index < len(text) and text[index] in " \t":
        index += 1
    return index


def _argument(text: str, index: int) -> tuple[str, int]:
    """2n backslashes and a quote give n backslashes and begin or end a quoted part; 2n+1 give n and a quote."""
    letters: list[str] = []
    quoted = False
    while index < len(text) and (quoted or text[index] not in " \t"):
        slashes = len(text) - index - len(text[index:].lstrip("\\"))
        index += slashes
        if index < len(text) and text[index] == '"':
            letters.append("\\" * (slashes // 2))
            if slashes % 2:
                letters.append('"')
            elif quoted and text[index + 1 : index + 2] == '"':
                letters.append('"')
                index += 1
            else:
                quoted = not quoted
            index += 1
            continue
        letters.append("\\" * slashes)
        if not slashes and index < len(text):
            letters.append(text[index])
            index += 1
    return "".join(letters), index


def arrives(argv: list[str], *, user: str | None, cd: str) -> list[str]:
    """What the program after `-e` gets, by wsl.exe's rules: options are cut at blanks, the rest is split by Windows."""
    line = list2cmdline([EXE, *guest_command.for_program(FRAME, "Ubuntu", argv, user=user, cd=cd)])
    program, _, rest = line[1:].partition('" ')
    assert program == EXE
    while not rest.startswith("-e "):
        option, value, rest = rest.split(" ", 2)
        assert option in {"-d", "-u", "--cd"}
        assert value in {"Ubuntu", "me", "/"}
    return split(rest.removeprefix("-e "))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (r'x "a b" c', ["x", "a b", "c"]),
        (r'x "abc" d e', ["x", "abc", "d", "e"]),
        (r'x a\\\b d"e f"g h', ["x", r"a\\\b", "de fg", "h"]),
        (r"x a\\\"b c d", ["x", r"a\"b", "c", "d"]),
        (r'x a\\\\"b c" d e', ["x", r"a\\b c", "d", "e"]),
        (r'x a"b"" c d', ["x", 'ab" c d']),
        (r'"C:\a b\x.exe"  ""', [r"C:\a b\x.exe", ""]),
    ],
)
def test_the_splitter_of_these_tests_agrees_with_microsofts_examples(line, expected):
    assert split(line) == expected


def test_ten_thousand_random_argument_vectors_arrive_unchanged():
    dice = random.Random(20260101)  # noqa: S311 - the same vectors each time
    for _ in range(COUNT):
        argv = ["".join(dice.choices(ALPHABET, k=dice.randrange(12))) for _ in range(dice.randrange(1, 7))]
        assert arrives(argv, user=None, cd="/")[-len(argv) :] == argv


@given(st.lists(words, min_size=1, max_size=5), words, st.sampled_from([None, "me"]))
def test_any_text_arrives_unchanged_with_any_folder(argv, folder, user):
    seen = arrives(argv, user=user, cd=folder)
    assert seen[0] == "/bin/sh"
    assert seen[3:] == ["sh", FRAME.nonce, folder, *argv]


@pytest.mark.parametrize("name", ["My Distro", '"x"', "", "a/b", "x" * 257, "über"])
def test_a_name_that_wsl_would_cut_is_refused(name):
    with pytest.raises(UsageError):
        guest_command.for_program(FRAME, name, ["true"], user=None, cd="/")
    with pytest.raises(UsageError):
        guest_command.for_script("Ubuntu", [], user=name or " ", cd="/")
