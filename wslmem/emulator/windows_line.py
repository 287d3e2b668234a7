"""The Windows command line: one string, cut into words by three different rules."""

from __future__ import annotations

BLANKS = " \t"


def joined(argv: list[str]) -> str:
    """The line that Python builds on Windows for these arguments (`subprocess.list2cmdline`)."""
    if all(word and not any(sign in word for sign in ' \t"\\') for word in argv):
        return " ".join(argv)  # what list2cmdline gives for plain words; importing it would double the start-up time
    from subprocess import list2cmdline

    return list2cmdline(argv)


def without_program(line: str) -> str:
    """The line after the program's name: quotes toggle, nothing escapes (WSL: helpers.cpp, first-blank scan)."""
    quoted = False
    for place, sign in enumerate(line):
        if sign == '"':
            quoted = not quoted
        elif sign in BLANKS and not quoted:
            return line[place:].lstrip(BLANKS)
    return ""


def next_word(line: str) -> tuple[str, str]:
    """The text up to the next blank, without any quote handling, and what follows (WSL: helpers.cpp)."""
    line = line.lstrip(BLANKS)
    end = next((place for place, sign in enumerate(line) if sign in BLANKS), len(line))
    return line[:end], line[end:].lstrip(BLANKS)


def next_path(line: str) -> tuple[str, str]:
    """Like next_word, but one pair of quotes around the word may hold blanks: the value of `--cd`."""
    line = line.lstrip(BLANKS)
    if not line.startswith('"'):
        return next_word(line)
    inner, _, rest = line[1:].partition('"')
    return inner, rest.lstrip(BLANKS)


def split(line: str) -> list[str]:
    """CommandLineToArgvW: the first word by the rule for program names, the others by the backslash rules.

    Returns:
        the words; none for an empty line.
    """
    if not line:
        return []
    program, rest = _program(line)
    return [program, *_arguments(rest)]


def _program(line: str) -> tuple[str, str]:
    if line.startswith('"'):
        inner, _, rest = line[1:].partition('"')
        return inner, rest
    end = next((place for place, sign in enumerate(line) if sign in BLANKS), len(line))
    return line[:end], line[end:]


def _arguments(line: str) -> list[str]:
    words: list[str] = []
    place = _skip(line, 0)
    while place < len(line):
        word, place = _argument(line, place)
        words.append(word)
        place = _skip(line, place)
    return words


def _skip(line: str, place: int) -> int:
    while place < len(line) and line[place] in BLANKS:
        place += 1
    return place


def _argument(line: str, place: int) -> tuple[str, int]:
    """One argument from `place` on: 2n backslashes and a quote are n backslashes and a switch, 2n+1 a literal quote."""
    word: list[str] = []
    quoted = False
    while place < len(line) and (quoted or line[place] not in BLANKS):
        run = len(line[place:]) - len(line[place:].lstrip("\\"))
        place += run
        if line[place : place + 1] != '"':
            word.append("\\" * run or line[place])
            place += not run
            continue
        word.append("\\" * (run // 2))
        if run % 2:
            word.append('"')
        elif quoted and line[place + 1 : place + 2] == '"':
            word.append('"')  # two quotes inside quotes are a literal one and leave the quoted part
            quoted, place = False, place + 1
        else:
            quoted = not quoted
        place += 1
    return "".join(word), place
