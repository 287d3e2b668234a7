"""What could stand where the cursor is: the answer to a shell that asks at TAB, from the parsers themselves.

Asked as `wslmem __complete WORD... CURRENT`. Printed are lines `VALUE<tab>what it means`, and a last one, `:` and what
else the shell may offer there: `files`, `folders`, `commands` or `none`. It never fails: a shell at TAB has no place
for an error.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

from wslmem.records import record
from wslmem.visible import visible

FILES = frozenset({"FILE", "PATH", "LOG"})
FOLDERS = frozenset({"DIR", "PROJECT"})
"""What an argument is called that takes one."""
Offer = tuple[str, str]
"""A word that could stand there, and what it means."""


@record
class Offers:
    """What could stand there."""

    words: tuple[Offer, ...] = ()
    others: str = "none"
    """What only the shell knows: `files`, `folders`, `commands` or `none`."""


def run(arguments: list[str]) -> int:
    """Print what could follow; always 0."""
    from wslmem.cli import language, streams

    streams.open_all()
    only_words = arguments[:1] == ["--tcsh"]
    try:
        arguments = _parted(arguments[1]) if only_words else arguments
        language.settle(arguments)
        found = offers(arguments[:-1], arguments[-1] if arguments else "")
    except Exception:  # noqa: BLE001 - whatever it is, the prompt must not be covered by it
        found = Offers()
    if only_words:
        streams.write_result("".join(f"{word}\n" for word, _ in found.words if word.isprintable()))
        return 0
    lines = [f"{word}\t{visible(' '.join(meaning.split()))}" for word, meaning in found.words if word.isprintable()]
    streams.write_result("".join(f"{line}\n" for line in [*lines, f":{found.others}"]))
    return 0


def _parted(line: str) -> list[str]:
    """The words behind the program's name of a whole line, the last one empty where it ends with a blank."""
    words = line.split()[1:]
    return words if words and not line[-1:].isspace() else [*words, ""]


def offers(before: Sequence[str], current: str) -> Offers:
    """What could stand for `current`, behind the words `before` of a command line."""
    from wslmem.cli import parser

    words = list(before)
    verb, rest = parser.split(words) if _names_verb(words) else (None, words)
    if verb is None:
        return _from(parser.app_parser(), rest, current, verbs=True, verb="")
    reading, rest = _below(parser.verb_parser(verb), rest)
    return _from(reading, rest, current, verbs=False, verb=verb.name)


def _names_verb(words: list[str]) -> bool:
    from wslmem.cli import parser
    from wslmem.errors import UsageError

    try:
        return parser.split(words)[0] is not None
    except UsageError:
        return False


def _below(reading: argparse.ArgumentParser, rest: list[str]) -> tuple[argparse.ArgumentParser, list[str]]:
    """The parser of a verb's own verb (`dsc get`), where one is named."""
    for action in reading._actions:  # noqa: SLF001 - argparse offers no other way to its own table
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for at, word in enumerate(rest):
                if word in action.choices:
                    return action.choices[word], rest[at + 1 :]
    return reading, rest


def _from(reading: argparse.ArgumentParser, rest: list[str], current: str, *, verbs: bool, verb: str) -> Offers:
    options = {name: action for action in reading._actions for name in action.option_strings}  # noqa: SLF001
    if "--" in rest:
        return Offers(others="commands" if verb == "run" and rest[-1] == "--" else "files" if verb == "run" else "none")
    asked, given = _asked(options, rest)
    name, equals, _ = current.partition("=")
    if equals and name in options and options[name].nargs != 0:
        return _prefixed(f"{name}=", _value(options[name], verb, rest), current)
    if asked is not None:
        return _fitting(_value(asked, verb, rest), current)
    if current.startswith("-"):
        return Offers(tuple(_options(options, rest, current)))
    return _fitting(_positional(reading, given, verb, rest, verbs=verbs), current)


def _asked(options: dict[str, argparse.Action], rest: list[str]) -> tuple[argparse.Action | None, int]:
    """The option whose value comes next, if one is waiting for it; and how many words stand without one."""
    waiting, given = None, 0
    for word in rest:
        if waiting is not None:
            waiting = None
        elif word.startswith("-"):
            action = options.get(word)
            waiting = action if action is not None and action.nargs in (None, "?") else None
        else:
            given += 1
    return waiting, given


def _options(options: dict[str, argparse.Action], rest: list[str], current: str) -> Iterator[Offer]:
    """Long options that were not given yet, each once."""
    used = {options[name].dest for word in rest if (name := word.partition("=")[0]) in options}
    for name, action in options.items():
        again = isinstance(action, argparse._AppendAction)  # noqa: SLF001
        if name.startswith(current) and (again or action.dest not in used) and _spelt(name, action, current):
            yield name, action.help or ""


def _spelt(name: str, action: argparse.Action, current: str) -> bool:
    """Whether to offer this spelling: the long one, or the one that was typed."""
    return name.startswith("--") or name == current or not any(one.startswith("--") for one in action.option_strings)


def _positional(reading: argparse.ArgumentParser, given: int, verb: str, rest: list[str], *, verbs: bool) -> Offers:
    places = [action for action in reading._actions if not action.option_strings]  # noqa: SLF001
    found = _value(places[given], verb, rest) if given < len(places) else Offers()
    if not verbs or given:
        return found
    from wslmem.cli.verbs import VERBS
    from wslmem.words import tell

    return Offers((*((one.name, tell(one.help)) for one in VERBS), *found.words), found.others)


def _value(action: argparse.Action, verb: str, rest: list[str]) -> Offers:
    from wslmem.cli import complete_values

    known = complete_values.of(verb, action.dest, rest)
    if known is not None:
        return Offers(tuple(known), "folders" if action.metavar in FOLDERS else "none")
    if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
        helps = {one.dest: one.help or "" for one in action._choices_actions}  # noqa: SLF001
        return Offers(tuple((name, helps.get(name, "")) for name in action.choices))
    if action.choices is not None:
        return Offers(tuple((str(one), "") for one in action.choices))
    if action.nargs == argparse.REMAINDER:
        return Offers(others="commands")
    return Offers(others="files" if action.metavar in FILES else "folders" if action.metavar in FOLDERS else "none")


def _fitting(found: Offers, current: str) -> Offers:
    return Offers(tuple(one for one in found.words if one[0].startswith(current)), found.others)


def _prefixed(head: str, found: Offers, current: str) -> Offers:
    return _fitting(Offers(tuple((head + word, meaning) for word, meaning in found.words), found.others), current)
