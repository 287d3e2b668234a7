"""`--list` and its forms (WSL: WslClient.cpp, ListDistributionsHelper; CommandLine.h for the flags)."""

from __future__ import annotations

from .distributions import DOCKER, Distribution
from .failures import OFFLINE, OWN, Failure, Usage
from .session import Session
from .windows_line import split

FLAGS = {"all": "", "running": "", "quiet": "q", "verbose": "v", "online": "o"}


def flags(rest: str, known: dict[str, str]) -> set[str]:
    """The flags behind an immediate command.

    Args:
        rest: the line behind the command.
        known: long names, each with its short letter or an empty text; short ones may be joined.

    Raises:
        Failure: one is not known.
    """
    found = set()
    letters = {letter: name for name, letter in known.items() if letter}
    for word in split(f"wsl.exe {rest}")[1:]:
        joined = [letters.get(letter, "") for letter in word[1:]] if word[:1] == "-" and word[1:2] != "-" else []
        names = [word[2:]] if word[:2] == "--" and word[2:] in known else joined
        if not names or not all(names):
            raise Failure("invalid-argument", "Wsl/E_INVALIDARG", word)
        found.update(names)
    return found


def listing(session: Session, rest: str) -> int:
    """Print the distributions.

    Raises:
        Usage: flags that exclude each other.
        Failure: no distribution, no network, or an unknown flag.
    """
    given = flags(rest, FLAGS)
    if (
        {"verbose", "quiet"} <= given
        or {"all", "running"} <= given
        or ("online" in given and given & {"verbose", "all"})
    ):
        raise Usage("usage")
    if "online" in given:
        raise Failure(*OFFLINE)
    from .vm import boot

    running = boot.running(session.folder)
    entries = [entry for entry in session.registry.entries if _shown(entry, running, given)]
    if "quiet" in given:
        session.console.say("".join(f"{entry.name}\n" for entry in entries))
        return 0
    session.registry.default()
    if not entries:
        session.console.say(session.text("no-running") + "\n")
        return OWN
    session.console.say(_table(entries, running) if "verbose" in given else _names(session, entries))
    return 0


def _shown(entry: Distribution, running: list[str] | None, given: set[str]) -> bool:
    if "running" in given:
        return state(entry, running) == "Running"
    return "all" in given or "verbose" in given or entry.state != "Installing"


def state(entry: Distribution, running: list[str] | None) -> str:
    """The word of `--list --verbose`, English in every language. Docker Desktop runs whenever a VM does."""
    if entry.state:
        return entry.state
    up = running is not None and (entry.name in running or entry.name == DOCKER)
    return "Running" if up else "Stopped"


def _table(entries: list[Distribution], running: list[str] | None) -> str:
    width = max(len("NAME"), *(len(entry.name) for entry in entries)) + 4
    rows = [(" ", "NAME", "STATE", "VERSION")]
    rows += [
        ("*" if entry.default else " ", entry.name, state(entry, running), str(entry.version)) for entry in entries
    ]
    return "".join(f"{mark} {name:<{width}}{word:<16}{number}\n" for mark, name, word, number in rows)


def _names(session: Session, entries: list[Distribution]) -> str:
    names = [session.text("list-default", entry.name) if entry.default else entry.name for entry in entries]
    return "\n".join([session.text("list-header"), *names]) + "\n"
