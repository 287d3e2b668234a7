"""The words of the faces in the reader's language. The text in the code is English and is what a catalogue translates.

Sources are `locale/LANGUAGE/LC_MESSAGES/wslmem.po`; the compiled `.mo` beside each is what is read. What a catalogue
does not have stays English. Keys, codes and JSON are never translated.
"""

from __future__ import annotations

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


class _English:
    def gettext(self, message: str, /) -> str:
        return message

    def ngettext(self, one: str, many: str, count: int, /) -> str:
        return one if count == 1 else many


_language = "en"
_catalogue: Catalogue = _English()


def speak(wanted: str) -> None:
    """Use the language `wanted` (`en`, `zh_CN`) from now on, in the whole process; an unknown one is English."""
    global _language, _catalogue  # noqa: PLW0603 - a process speaks one language at a time, as with gettext.install
    _language = wanted if wanted in LANGUAGES else "en"
    if _language == "en":
        _catalogue = _English()
        return
    import gettext

    _catalogue = gettext.translation("wslmem", LOCALE, [_language], fallback=True)


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
    shown = {name: on_one_line(str(value)) for name, value in values.items()}
    return translated.format(**shown) if values else translated


def mark(text: str) -> str:
    """`text` itself; tells the extraction that it will be said later."""
    return text


def tell(text: Text) -> str:
    """A sentence in the reader's language; its fields stay as they are, but for what no eye can see in them."""
    return text.translated(_catalogue, lambda word: on_one_line(str(word)))
