"""How arguments are read: one small parser a verb, so that a run builds and imports only what it needs."""

from __future__ import annotations

import argparse
from importlib import import_module
from typing import NoReturn, Protocol, cast

from wslmem import __version__
from wslmem.cli import output
from wslmem.cli.verbs import VERBS, WITHOUT_JSON, Verb, find
from wslmem.errors import Exit, UsageError
from wslmem.text import Text, verbatim
from wslmem.words import LANGUAGES, match


class VerbModule(Protocol):
    """What a verb's module offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add what only this verb knows."""

    def run(self, options: argparse.Namespace) -> Exit:
        """Do it."""


_ANY_WIDTH = 80
"""Of a formatter that formats no help."""


class Parser(argparse.ArgumentParser):
    """argparse with sysexits: wrong use ends with 64, and no option may be cut short."""

    def __init__(self, prog: str, description: str) -> None:
        self._tells_help = False
        super().__init__(
            prog=prog,
            description=description,
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    def _get_formatter(self) -> argparse.HelpFormatter:
        """With a width, for argparse makes one for each argument that is added, and asks shutil for the terminal's."""
        return argparse.RawDescriptionHelpFormatter(self.prog, width=None if self._tells_help else _ANY_WIDTH)

    def format_help(self) -> str:
        """The help, as wide as the terminal."""
        self._tells_help = True
        return super().format_help()

    def _print_message(self, message: str, file: object = None) -> None:
        """Print --help and --version as any other result."""
        del file
        output.result(message)

    def error(self, message: str) -> NoReturn:
        """Raise instead of printing, so that one place prints every error."""
        raise UsageError(
            verbatim(message), place=self.prog, next_step=Text("to see the options: {prog} --help", prog=self.prog)
        )


def split(arguments: list[str]) -> tuple[Verb | None, list[str]]:
    """The verb that `arguments` name, and what is left for it. `--apply`, wherever it stands, spells `apply`."""
    if "--apply" in arguments:
        at = arguments.index("--apply")
        return find("apply"), arguments[:at] + arguments[at + 1 :]
    verb = find(arguments[0]) if arguments else None
    return verb, arguments[1:] if verb else arguments


def module_of(verb: Verb) -> VerbModule:
    """Import the verb's module, and only that."""
    return cast("VerbModule", import_module(verb.module))


def verb_parser(verb: Verb) -> Parser:
    """The parser of one verb, shared options included."""
    parser = Parser(f"wslmem {verb.name}", verb.help)
    add_shared(parser, json=verb.name not in WITHOUT_JSON)
    module_of(verb).add_arguments(parser)
    return parser


def app_parser() -> Parser:
    """The parser of `wslmem` without a verb, which opens the app."""
    verbs = "\n".join(f"  {verb.name:<12}{verb.help}" for verb in VERBS)
    parser = Parser(
        "wslmem",
        f"Right-size the memory of WSL2 for heavy builds. Without a verb: the terminal app.\n\nverbs:\n{verbs}\n\n"
        "`wslmem VERB --help` tells more; `wslmem --apply ...` is `wslmem apply ...`.",
    )
    parser.add_argument("--version", action="version", version=f"wslmem {__version__}")
    parser.add_argument("project", nargs="?", metavar="PROJECT", help="the Go project to size (default: this folder)")
    parser.add_argument("--ascii", action="store_true", help="draw with ASCII alone")
    parser.add_argument("--plain", action="store_true", help="ask numbered questions instead of opening the app")
    add_shared(parser)
    return parser


def add_shared(parser: argparse.ArgumentParser, *, json: bool = True) -> None:
    """Add what every verb takes."""
    group = parser.add_argument_group("shared options")
    group.add_argument("--config", metavar="FILE", help="the .wslconfig to use (default: the Windows profile's)")
    group.add_argument("--wsl", metavar="PATH", help="the wsl.exe to use")
    group.add_argument("--distribution", metavar="NAME", help="the distribution to look into")
    if json:
        group.add_argument("--json", action="store_true", help="print one JSON object")
    group.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colour the words")
    group.add_argument(
        "--lang",
        choices=tuple(LANGUAGES),
        type=lambda text: match(text) or text,
        help="language: en, zh_CN (default: WSLMEM_LANG, config.toml, the system's)",
    )
    group.add_argument("-v", "--verbose", action="store_true", help="tell more on stderr")
