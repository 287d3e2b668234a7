"""The catalogues of translations.

Translate what is empty in `wslmem.po` after a change of what is said, and run it again.

Takes every sentence (`Text`, `counted`) and every string that a face says (`say`, `mark`), makes
`wslmem/locale/LANGUAGE/LC_MESSAGES/wslmem.po` of them, and the `.mo` beside it. Needs Babel.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from lab.generate.generator import ROOT
from wslmem.wslconfig.catalogue import sentences as sentences_of_keys

PACKAGE = ROOT / "wslmem"
KEYWORDS = {"say": 1, "mark": 1, "Text": 1, "counted": 2}
"""Calls that take words for a person, by how many of their arguments are such: one, or one and many."""


def said() -> Catalog:
    """Every string that a face says."""
    found = Catalog()
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE)
        if place.parts[0] == "emulator" or place.name == "text.py":
            continue
        for message in _calls(ast.parse(path.read_text(encoding="utf-8"))):
            found.add(message)
    for message in sentences_of_keys():
        found.add(message)
    return found


def _calls(tree: ast.AST) -> Iterator[str | tuple[str, ...]]:
    """What the calls of `KEYWORDS` are given as literals, also inside another such call or an f-string."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        words = [one.value for one in node.args[: KEYWORDS.get(name, 0)] if isinstance(one, ast.Constant)]
        texts = tuple(word for word in words if isinstance(word, str) and word)
        if texts and len(texts) == KEYWORDS[name]:
            yield texts if len(texts) > 1 else texts[0]


class Kept(Catalog):
    """A catalogue whose header tells no time and no version of a tool, so that the same words make the same bytes."""

    language = ""

    def _headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", self.language),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit\n"),
        ]

    mime_headers = property(_headers)


def updated(po: Path) -> Catalog:
    """The catalogue with what is new in it and what is gone left out."""
    with po.open("rb") as file:
        old = read_po(file, locale=po.parents[1].name)
    new = said()
    kept = Kept(locale=old.locale, header_comment="# Words of wslmem.", fuzzy=False)
    kept.language = po.parents[1].name
    for message in new:
        if message.id:
            was = old.get(message.id)
            string = was.string if was is not None else ""
            kept.add(message.id, string)
    return kept


def made() -> dict[Path, bytes]:
    """The source and the compiled form of each language, by path; tells how much is not translated."""
    files: dict[Path, bytes] = {}
    for po in sorted((PACKAGE / "locale").glob("*/LC_MESSAGES/wslmem.po")):
        catalogue = updated(po)
        source, compiled = io.BytesIO(), io.BytesIO()
        # Without places: a search finds a sentence, and a function that moves changes no catalogue.
        write_po(source, catalogue, width=120, no_location=True, sort_output=True)
        write_mo(compiled, catalogue)
        files |= {po: source.getvalue(), po.with_suffix(".mo"): compiled.getvalue()}
        empty = sum(1 for message in catalogue if message.id and not (message.string and all(message.string)))
        print(f"{po.parents[1].name}: {len(catalogue)} messages, {empty} not translated", file=sys.stderr)
    return files
