"""The man page, from the parsers and the page on scripts."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from lab.generate.generator import ROOT
from wslmem import __version__
from wslmem.cli import parser
from wslmem.cli.verbs import VERBS, WITHOUT_JSON
from wslmem.words import speak

PAGE = ROOT / "docs" / "man" / "wslmem.1"
SCRIPTS = ROOT / "docs" / "scripts.md"
ENVIRONMENT = (
    ("WSLMEM_CONFIG, WSLMEM_WSL, WSLMEM_POWERSHELL", "The .wslconfig, the wsl.exe and the powershell.exe to use."),
    ("WSLMEM_STATE", "A folder for backups, journals, benchmarks and config.toml."),
    ("WSLMEM_LANG", "The language, en or zh_CN."),
    ("NO_COLOR, FORCE_COLOR", "Never, or always, color the output."),
)
FILES = (
    ("%UserProfile%\\.wslconfig", "The settings of WSL2."),
    ("~/.config/wslmem/config.toml", "Preferences, see wslmem config. On Windows in %LOCALAPPDATA%\\wslmem."),
    ("~/.local/state/wslmem", "Backups, journals and benchmarks. On Windows in %LOCALAPPDATA%\\wslmem."),
)
ESCAPES = {"\\": r"\(rs", "-": r"\-", "'": r"\(aq", "`": r"\(ga", "~": r"\(ti"}
EXAMPLES = (
    ("wslmem", "Open the app in this folder."),
    ("wslmem recommend ~/src/app", "Recommended settings for this project, with every figure."),
    ("wslmem apply --memory auto --shutdown now", "Write them, restart WSL and verify them."),
    ("wslmem explain build.log", "What ended this build."),
    ("wslmem restore 1", "Restore the first backup, byte for byte."),
)


def made() -> dict[Path, bytes]:
    """The page by its path."""
    speak("en")
    return {PAGE: ("\n".join(_page()) + "\n").encode()}


def _page() -> Iterator[str]:
    yield f'.TH WSLMEM 1 "" "wslmem {__version__}" "User Commands"'
    yield from (".SH NAME", r"wslmem \- right-size the memory of WSL2 for heavy builds")
    yield from (".SH SYNOPSIS", r".B wslmem", r"[\fIOPTION\fR ...] [\fIPROJECT\fR]", ".br", r".B wslmem")
    yield r"\fIVERB\fR [\fIOPTION\fR ...] [\fIARGUMENT\fR ...]"
    yield ".SH DESCRIPTION"
    yield "Without a verb wslmem opens its terminal app, or prints the status where there is no terminal."
    yield "Everything the app does is also a command. The result goes to stdout, the progress to stderr."
    app = parser.app_parser()
    yield ".SH OPTIONS"
    yield from _options(app, set())
    yield ".SH VERBS"
    shared = {name for action in app._actions for name in action.option_strings}  # noqa: SLF001 - argparse's own table
    for verb in VERBS:
        yield from (f".SS wslmem {verb.name}", _text(_sentence(str(verb.help))))
        yield from _options(parser.verb_parser(verb), shared | ({"--json"} if verb.name in WITHOUT_JSON else set()))
    yield ".SH EXIT STATUS"
    for code, meaning in re.findall(r"^\| (\d[\d, ]*) \| (.+) \|$", SCRIPTS.read_text(encoding="utf-8"), re.MULTILINE):
        yield from _item(code, _sentence(meaning.replace("`", "")))
    for title, rows in (("ENVIRONMENT", ENVIRONMENT), ("FILES", FILES), ("EXAMPLES", EXAMPLES)):
        yield f".SH {title}"
        for name, meaning in rows:
            yield from _item(name, meaning)


def _options(of: argparse.ArgumentParser, known: set[str]) -> Iterator[str]:
    for action in of._actions:  # noqa: SLF001 - as above
        if action.option_strings and known.issuperset(action.option_strings):
            continue
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - as above
            for one in action._choices_actions:  # noqa: SLF001 - as above
                yield from _item(one.dest, _sentence(one.help or ""))
            continue
        value = action.metavar or ("|".join(map(str, action.choices)) if action.choices else "")
        names = ", ".join(action.option_strings) or str(value)
        takes = f" {value}" if action.option_strings and value and action.nargs != 0 else ""
        yield from _item(names + takes, _sentence((action.help or "").replace("%%", "%")))


def _item(name: str, meaning: str) -> tuple[str, str, str]:
    return ".TP", f".B {_text(name)}", _text(meaning)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def _text(text: str) -> str:
    """Harmless to roff: a line that begins with a dot or quote is no request, a hyphen is one that can be copied."""
    told = "".join(ESCAPES.get(letter, letter) for letter in text)
    return r"\&" + told if told.startswith((".", r"\(aq")) else told
