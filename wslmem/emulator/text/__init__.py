"""WSL's own sentences by language; what a language lacks is said in English."""

from __future__ import annotations

from importlib import import_module

LANGUAGES = ("en", "de", "fr", "ja", "zh")


def sentence(language: str, key: str, *values: object) -> str:
    """One sentence, its places filled.

    Raises:
        KeyError: no such sentence.
    """
    return str(_table(language).get(key) or _table("en")[key]).format(*values)


def _table(language: str) -> dict[str, str]:
    table: dict[str, str] = import_module(f".{language}", __name__).SENTENCES
    return table
