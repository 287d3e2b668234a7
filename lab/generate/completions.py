"""The completion scripts that `wslmem completion SHELL` prints, from the parsers themselves."""

from __future__ import annotations

import argparse
from pathlib import Path

import shtab

from wslmem.cli import completion, parser
from wslmem.cli.verbs import VERBS, WITHOUT_JSON


def whole_parser() -> argparse.ArgumentParser:
    """One parser with every verb in it; the program itself never builds it."""
    whole = argparse.ArgumentParser("wslmem", description="right-size the memory of WSL2")
    verbs = whole.add_subparsers(dest="verb")
    for verb in VERBS:
        one = verbs.add_parser(verb.name, help=str(verb.help))
        parser.add_shared(one, json=verb.name not in WITHOUT_JSON)
        parser.module_of(verb).add_arguments(one)
    return whole


def made() -> dict[Path, bytes]:
    """The text of each script by its path."""
    folder = Path(completion.__file__).parent / "completions"
    whole = whole_parser()
    texts = {shell: shtab.complete(whole, shell).rstrip() + "\n" for shell in completion.SHELLS}
    return {folder / f"wslmem.{shell}": text.encode() for shell, text in texts.items()}
