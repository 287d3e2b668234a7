"""The layout of --help: argparse's, but lines are filled by cells, for a Chinese letter is two cells wide."""

from __future__ import annotations

import argparse

from wslmem.cli.columns import cells, filled
from wslmem.words import say


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Breaks the helps of options; descriptions have their own lines, which are broken where they are too long."""

    def __init__(self, prog: str) -> None:
        """As wide as the terminal, less what argparse does not know its usage line to have in cells."""
        prefix = say("usage: ")
        super().__init__(prog)
        self._width -= cells(prefix) - len(prefix)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return filled(" ".join(text.split()), width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        """Each line as it is, as long as it fits; a row of a table goes on below its second column."""
        lines: list[str] = []
        for line in text.splitlines():
            column = _second_column(line)
            first, *more = filled(line[column:], max(width - column, 20)) or [""]
            lines += [line[:column] + first, *(" " * column + one for one in more)]
        return "\n".join(indent + line for line in lines)


def _second_column(line: str) -> int:
    """Where the text of `  verb        what it does` begins; 0 for a line that is no row of a table."""
    if not line.startswith("  "):
        return 0
    name, _, rest = line.strip().partition(" ")
    return len(line) - len(rest.lstrip()) if name and rest else 0
