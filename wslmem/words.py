"""The words of the faces in the reader's language. The text in the code is English and is what a catalogue translates.

Sources are `locale/LANGUAGE/LC_MESSAGES/wslmem.po`; the compiled `.mo` beside each is what is read. What a catalogue
does not have stays English. Keys, codes and JSON are never translated.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from wslmem.text import Text
from wslmem.visible import on_one_line

if TYPE_CHECKING:
    from wslmem.text import Catalogue

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
"""Every language there is, by the name its own readers give it."""
TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})
"""Who reads traditional characters is not given simplified ones unasked."""
LOCALE = Path(__file__).with_name("locale")

_LETTER = re.compile(r"\{[a-z]\}")
_FIELD = re.compile(r"\\\{(\w+)\\\}")


class _English:
    def gettext(self, message: str, /) -> str:
        return message

    def ngettext(self, one: str, many: str, count: int, /) -> str:
        return one if count == 1 else many


_language = "en"
_catalogue: Catalogue = _English()
_templates: tuple[tuple[re.Pattern[str], str], ...] = ()


def speak(wanted: str) -> None:
    """Use the language `wanted` (`en`, `zh_CN`) from now on, in the whole process; an unknown one is English."""
    global _language, _catalogue, _templates  # noqa: PLW0603 - a process speaks one language at a time, as with gettext.install
    _language = wanted if wanted in LANGUAGES else "en"
    if _language == "en":
        _catalogue, _templates = _English(), ()
        return
    import gettext

    found = gettext.translation("wslmem", LOCALE, [_language], fallback=True)
    _catalogue = found
    _templates = tuple(_templates_of(getattr(found, "_catalog", {})))


def match(wanted: str) -> str | None:
    """The language there is for `wanted` in any spelling of it, None where there is none.

    >>> match("zh"), match("zh-Hans-CN"), match("zh_CN.UTF-8"), match("zh-TW"), match("C")
    ('zh_CN', 'zh_CN', 'zh_CN', None, None)
    """
    tags = wanted.partition(".")[0].partition("@")[0].replace("-", "_").casefold().split("_")
    if tags[0] == "zh" and not TRADITIONAL.intersection(tags):
        return "zh_CN"
    return "en" if tags[0] == "en" else None


def language() -> str:
    """The language spoken now."""
    return _language


def say(text: str, /, **values: object) -> str:
    """`text` in the reader's language, its `{fields}` filled.

    >>> say("{count} left", count=3)
    '3 left'
    """
    translated = _catalogue.gettext(text) if text else ""
    return translated.format(**values) if values else translated


def say_count(one: str, many: str, count: int) -> str:
    """`one` or `many` with its `{count}` filled, whichever the language wants.

    >>> say_count("{count} package", "{count} packages", 1)
    '1 package'
    """
    return _catalogue.ngettext(one, many, count).format(count=count)


def mark(text: str) -> str:
    """`text` itself; tells the extraction that it will be said later."""
    return text


def tell(text: Text) -> str:
    """A sentence in the reader's language; its fields stay as they are, but for what no eye can see in them."""
    return text.translated(_catalogue, lambda word: on_one_line(str(word)))


def retell(sentence: str | Text) -> str:
    """A sentence that the core made, in the reader's language where its pattern is in the catalogue.

    The core writes finished English sentences. A catalogue entry whose fields are single letters
    (`"{a} of {b} are left"`) is a pattern that such a sentence is recognised by; what stands in its fields is retold
    in the same way.
    """
    if isinstance(sentence, Text):
        return tell(sentence)
    translated = _catalogue.gettext(sentence) if sentence else ""
    if translated != sentence:
        return translated
    for pattern, template in _templates:
        match = pattern.fullmatch(sentence)
        if match is not None:
            return template.format(**{field: retell(text) for field, text in match.groupdict().items()})
    return sentence


def _templates_of(catalogue: Mapping[object, str]) -> list[tuple[re.Pattern[str], str]]:
    """Entries with fields as patterns, the most particular ones first."""
    found = [(key, text) for key, text in catalogue.items() if isinstance(key, str) and _LETTER.search(key) and text]
    found.sort(key=lambda entry: -len(entry[0]))
    return [(_pattern(key), text) for key, text in found]


def _pattern(template: str) -> re.Pattern[str]:
    seen: set[str] = set()

    def field(match: re.Match[str]) -> str:
        if match[1] in seen:
            return f"(?P={match[1]})"
        seen.add(match[1])
        return f"(?P<{match[1]}>.+?)"

    return re.compile(_FIELD.sub(field, re.escape(template)), re.DOTALL)
