"""How arguments are read: one small parser a verb, so that a run builds and imports only what it needs."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn, Protocol, cast

from wslmem.cli import argparse_words, output
from wslmem.cli.argparse_words import sentence
from wslmem.cli.nearly import did_you_mean
from wslmem.cli.verbs import VERBS, WITHOUT_JSON, Verb, find
from wslmem.errors import Exit, UsageError
from wslmem.text import Text
from wslmem.text import joined as sentences
from wslmem.words import LANGUAGES, match, say, tell

VALUED = frozenset({"--config", "--wsl", "--distribution", "--color", "--lang", "--log"})
"""Shared options that take a value; what stands behind one is no verb."""
PLAIN = frozenset({"-v", "--verbose", "-q", "--quiet", "--json", "--ascii", "--plain", "--version", "-h", "--help"})
"""Options that may stand before a verb and take no value."""
DASHED = frozenset({"--flags"})
"""Options whose value is flags of another program."""
COLORS = ("auto", "always", "never")
_ANY_WIDTH = 80
"""Of a formatter that formats no help."""


class VerbModule(Protocol):
    """What a verb's module offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add what only this verb knows."""

    def run(self, options: argparse.Namespace) -> Exit:
        """Do it."""


class Parser(argparse.ArgumentParser):
    """argparse with sysexits: wrong use ends with 64, no option may be cut short, and what is nearly right is named."""

    def __init__(self, prog: str, description: str) -> None:
        self._tells_help = False
        argparse_words.speak()
        super().__init__(
            prog=prog,
            description=description,
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    def _get_formatter(self) -> argparse.HelpFormatter:
        """With a width, for argparse makes one for each argument that is added, and asks shutil for the terminal's."""
        if not self._tells_help:
            return argparse.RawDescriptionHelpFormatter(self.prog, width=_ANY_WIDTH)
        from wslmem.cli.help_layout import Formatter

        return Formatter(self.prog)

    def format_help(self) -> str:
        """The help, as wide as the terminal."""
        self._tells_help = True
        return super().format_help()

    def _print_message(self, message: str, file: object = None) -> None:
        """Print --help and --version as any other result."""
        del file
        output.result(message)

    def parse_args(  # type: ignore[override] # one of its forms is enough here
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> argparse.Namespace:
        """The options; of what is left over the first one is told, with what it nearly is."""
        options, left = self.parse_known_args(None if args is None else self._joined(args), namespace)
        if not left:
            return options
        name = left[0].partition("=")[0]
        if not name.startswith("-"):
            raise self._refusal(Text("unexpected argument: {word}", word=left[0]))
        raise self._refusal(Text("unknown option: {name}", name=name), did_you_mean(name, self._option_string_actions))

    def _joined(self, arguments: Sequence[str]) -> list[str]:
        """With `--flags -race` as `--flags=-race`: argparse would take the flag of go for one of ours."""
        joined: list[str] = []
        for at, word in enumerate(arguments):
            name, equals, value = word.partition("=")
            if word == "--":
                return [*joined, *arguments[at:]]
            if equals and value == "--" and name.startswith("-"):  # argparse drops it, and makes a list of nothing
                raise self._refusal(Text("{name}: {what}", name=name, what=Text("needs a value")))
            if joined and joined[-1] in DASHED:
                joined[-1] += f"={word}"
            else:
                joined.append(word)
        return joined

    def _check_value(self, action: argparse.Action, value: Any) -> None:  # noqa: ANN401 - as argparse has it
        """Name the choices, and the one that is nearly meant."""
        if action.choices is None or value in action.choices:
            return
        name, known = (
            action.option_strings[-1] if action.option_strings else action.metavar or action.dest,
            action.choices,
        )
        raise self._refusal(
            Text("{name}: no such choice: {value}", name=name, value=value),
            did_you_mean(str(value), known) or Text("choose from: {known}", known=", ".join(known)),
        )

    def error(self, message: str) -> NoReturn:
        """Raise instead of printing, so that one place prints every error."""
        raise self._refusal(sentence(message))

    def _refusal(self, cause: Text, next_step: Text | None = None) -> UsageError:
        see = Text("to see the options: {prog} --help", prog=self.prog)
        told = see if next_step is None else sentences(Text("; "), [next_step, see])
        return UsageError(cause, place=self.prog, next_step=told)


def split(arguments: list[str]) -> tuple[Verb | None, list[str]]:
    """The verb that `arguments` name, and what is left for it.

    The shared options may stand before the verb; `--apply`, wherever it stands, spells `apply`. Behind `--` nothing is
    ours.

    Raises:
        UsageError: the first word is neither a verb nor a path that there is.
    """
    ours = arguments[: arguments.index("--")] if "--" in arguments else arguments
    at = ours.index("--apply") if "--apply" in ours else _first_word(ours)
    if at is None:
        return None, arguments
    verb = find(ours[at].removeprefix("--"))
    if verb is None:
        _refuse_unless_path(ours[at])
        return None, arguments
    return verb, arguments[:at] + arguments[at + 1 :]


def _refuse_unless_path(word: str) -> None:
    """A misspelt verb is no project: what is one has a separator in it, or is there."""
    if "/" in word or "\\" in word or word in (".", "..", "~") or Path(word).exists():
        return
    raise UsageError(
        Text("no verb and no folder is called {word}", word=word),
        place="wslmem",
        next_step=did_you_mean(word, (verb.name for verb in VERBS)) or Text("to see the verbs: wslmem --help"),
    )


def _first_word(arguments: list[str]) -> int | None:
    """Where the first argument is that is no option; None where there is none, or an option that we do not know."""
    skip = False
    for at, word in enumerate(arguments):
        if skip:
            skip = False
        elif not word.startswith("-"):
            return at
        elif word in VALUED:
            skip = True
        elif word not in PLAIN and word.partition("=")[0] not in VALUED:
            return None
    return None


def module_of(verb: Verb) -> VerbModule:
    """Import the verb's module, and only that."""
    return cast("VerbModule", import_module(verb.module))


def verb_parser(verb: Verb) -> Parser:
    """The parser of one verb, shared options included."""
    parser = Parser(f"wslmem {verb.name}", tell(verb.help))
    add_shared(parser, json=verb.name not in WITHOUT_JSON)
    module_of(verb).add_arguments(parser)
    return parser


def app_parser() -> Parser:
    """The parser of `wslmem` without a verb, which opens the app."""
    verbs = "\n".join(f"  {verb.name:<12}{tell(verb.help)}" for verb in VERBS)
    paragraphs = (
        say("Right-size the memory of WSL2 for heavy builds. Without a verb: the terminal app."),
        f"{say('verbs:')}\n{verbs}",
        say("Run `wslmem VERB --help` for details; `wslmem --apply ...` is `wslmem apply ...`."),
    )
    parser = Parser("wslmem", "\n\n".join(paragraphs))
    add_app(parser)
    add_shared(parser)
    return parser


def add_app(parser: argparse.ArgumentParser) -> None:
    """Add what the app takes."""
    parser.add_argument(
        "--version", action="store_true", help=say("print the version; with -v also Python, system, WSL")
    )
    parser.add_argument(
        "project", nargs="?", metavar="PROJECT", help=say("folder of the Go project (default: this folder)")
    )
    parser.add_argument("--ascii", action="store_true", help=say("use ASCII characters only"))
    parser.add_argument("--plain", action="store_true", help=say("ask numbered questions instead of opening the app"))


def add_shared(parser: argparse.ArgumentParser, *, json: bool = True) -> None:
    """Add what every verb takes."""
    group = parser.add_argument_group(say("shared options"))
    group.add_argument(
        "--config", metavar="FILE", help=say("the .wslconfig to use (default: the one in the Windows user folder)")
    )
    group.add_argument("--wsl", metavar="PATH", help=say("the wsl.exe to use"))
    group.add_argument("--distribution", metavar="NAME", help=say("the distribution to use"))
    if json:
        group.add_argument("--json", action="store_true", help=say("print one JSON object"))
    group.add_argument("--color", choices=COLORS, default="auto", help=say("color the output"))
    group.add_argument(
        "--lang",
        choices=tuple(LANGUAGES),
        type=lambda text: match(text) or text,
        help=say("language: en, zh_CN (default: WSLMEM_LANG, config.toml, then the system language)"),
    )
    group.add_argument("-v", "--verbose", action="store_true", help=say("print more on stderr"))
    group.add_argument("-q", "--quiet", action="store_true", help=say("print only warnings and errors on stderr"))
    group.add_argument("--log", metavar="FILE", help=say("add to FILE what is done, when, and by which version"))
