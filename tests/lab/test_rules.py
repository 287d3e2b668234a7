"""The table of rules in docs/wslconfig.md: whatever is said of a file has a row there."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from lab.generate.rules import EXAMPLES
from wslmem.text import Text
from wslmem.units import GIB, Bytes
from wslmem.wslconfig.document import read
from wslmem.wslconfig.findings import findings
from wslmem.wslconfig.sight import NOTHING, Sight

FILES = Path(__file__).parents[1] / "wslconfig"
sys.path.insert(0, str(FILES))
from answered import POSTED, REAL, VECTORS, data_of  # noqa: E402 - a module of the tests beside
from mutations import mutations  # noqa: E402 - as above

SIGHTS = (NOTHING, Sight((2, 7, 13)), Sight((3, 0, 1)))
DEFAULT, MORE = re.compile(r"(?:the|its) default"), re.compile(r".* more$")
"""Which default is meant, and names in a row, make no finding of its own."""


def templates(text: Text) -> Iterator[str]:
    """The sentences that a text is made of."""
    template = getattr(text, "template", "")
    words = re.search("[a-z]{3}", re.sub(r"\{\w*\}", "", template))
    if words and not DEFAULT.match(template) and not MORE.match(template):
        yield template
    for part in getattr(text, "fields", {}).values():
        yield from templates(part)


def said(data: bytes, sight: Sight) -> Iterator[tuple[str, str]]:
    """Each finding of a file by its rule and sentences."""
    for one in findings(read(data), host_total=Bytes(16 * GIB), processors=8, sight=sight):
        yield from ((one.rule, template) for template in templates(one.text))


def test_whatever_is_said_of_a_file_has_a_row_in_the_table() -> None:
    shown = [(data if isinstance(data, bytes) else data.encode(), sight) for _, data, sight in EXAMPLES]
    rows = {pair for data, sight in shown for pair in said(data, sight)}
    files = [*map(data_of, (*VECTORS, *REAL)), *(one["file"].encode("latin-1") for one in POSTED), *mutations(300)]
    missing = {pair: data for data in files for sight in SIGHTS for pair in said(data, sight) if pair not in rows}
    assert missing == {}
