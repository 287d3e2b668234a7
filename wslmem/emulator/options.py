"""What a wsl.exe command line asks for (WSL: WslClient.cpp, the loop over the options)."""

from __future__ import annotations

from collections.abc import Callable

from .failures import INVALID_ARGUMENT, Failure, Usage
from .lean import dataclass, field, replace
from .windows_line import next_path, next_word, without_program

IMMEDIATE = {
    "--list": "list",
    "-l": "list",
    "--status": "status",
    "--version": "version",
    "-v": "version",
    "--shutdown": "shutdown",
    "--terminate": "terminate",
    "-t": "terminate",
    "--update": "update",
    "--help": "help",
}
"""Options that end the parsing at once, and the command each of them is."""

GUID_DIGITS = 32
SHELL_TYPES = frozenset({"standard", "login", "none"})


@dataclass(frozen=True, slots=True)
class Request:
    """One call of wsl.exe."""

    command: str = "run"
    """`run`, or one of the commands in IMMEDIATE."""
    distribution: str | None = None
    """Name as given with -d; None = the default one."""
    guid: str | None = None
    """Identifier of the distribution, instead of a name."""
    user: str | None = None
    directory: str | None = None
    """Value of --cd; `~` = the home folder; None = where the client is."""
    mode: str = "standard"
    """`none`: exec without a shell; `standard`: `$SHELL -c`; `login`: the same as a login shell."""
    system: bool = False
    rest: str = ""
    """The untouched rest of the line: the Linux command, or the options of an immediate command."""


@dataclass(slots=True)
class _Reader:
    """The walk over the line; `check` looks a distribution up as soon as it is named, as the service does."""

    line: str
    check: Callable[[str], object]
    request: Request = field(default_factory=Request)

    def value(self, option: str, take: Callable[[str], tuple[str, str]] = next_word) -> str:
        if not self.line:
            raise Usage("missing-parameter", option)
        value, self.line = take(self.line)
        return value

    def ask(self, **changes: object) -> None:
        self.request = replace(self.request, **changes)  # type: ignore[arg-type]


def parse(line: str, check: Callable[[str], object]) -> Request:
    """Parse the whole line, the program's name included.

    Args:
        line: the Windows command line.
        check: raises Failure when no distribution has this name.

    Raises:
        Usage: the line is not one that wsl.exe takes.
        Failure: a value of an option is refused.
    """
    reader = _Reader(without_program(line), check)
    word, rest = next_word(reader.line)
    if word.startswith("{") and word.endswith("}"):
        reader.ask(guid=word)
        reader.line = rest
        word, rest = next_word(rest)
    if word == "~":
        reader.ask(directory="~")
        reader.line = rest
    while reader.line:
        word, rest = next_word(reader.line)
        if not word.startswith("-"):
            break
        reader.line = rest
        if _option(reader, word):
            break
    return replace(reader.request, rest=reader.line)


def _option(reader: _Reader, word: str) -> bool:
    """Take one option; True when it ends the parsing."""
    if word in IMMEDIATE:
        reader.ask(command=IMMEDIATE[word])
        return True
    if word in {"-e", "--exec"}:
        reader.ask(mode="none")
        return True
    if word == "--":
        return True
    if word not in _WITH_VALUE and word != "--system":
        raise Usage("invalid-argument", word)
    _WITH_VALUE.get(word, _system)(reader, word)
    return False


def _system(reader: _Reader, word: str) -> None:
    reader.ask(system=word == "--system")


def _distribution(reader: _Reader, word: str) -> None:
    name = reader.value(word)
    if reader.request.distribution is not None:
        raise Usage("distribution-twice")
    reader.check(name)
    reader.ask(distribution=name)


def _guid(reader: _Reader, word: str) -> None:
    value = reader.value(word)
    digits = value.strip("{}").replace("-", "")
    if len(digits) != GUID_DIGITS or not set(digits) <= set("0123456789abcdefABCDEF"):
        raise Failure(*INVALID_ARGUMENT)
    reader.ask(guid=value)


def _user(reader: _Reader, word: str) -> None:
    reader.ask(user=reader.value(word))


def _directory(reader: _Reader, word: str) -> None:
    reader.ask(directory=reader.value(word, next_path))


def _shell_type(reader: _Reader, word: str) -> None:
    value = reader.value(word)
    if value not in SHELL_TYPES:
        raise Failure(*INVALID_ARGUMENT)
    reader.ask(mode=value)


_WITH_VALUE: dict[str, Callable[[_Reader, str], None]] = {
    "-d": _distribution,
    "--distribution": _distribution,
    "--distribution-id": _guid,
    "-u": _user,
    "--user": _user,
    "--cd": _directory,
    "--shell-type": _shell_type,
}
