"""Every setting that WSL knows, described by a configobj configspec (`catalogue.configspec` beside this file).

configobj neither parses nor writes a `.wslconfig`: it checks values that were read already.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from wslmem.patterns import lazy
from wslmem.records import record
from wslmem.text import Text, verbatim
from wslmem.wslconfig import keys
from wslmem.wslconfig.document import WslConfigDocument
from wslmem.wslconfig.keys import KEYS, Key, KeyKind
from wslmem.wslconfig.values import Meaning, meaning, size

if TYPE_CHECKING:
    from configobj import ConfigObj, Section

_NAMED = lazy(r'\b(\w++)="([^"]*+)"')
_SPEC = Path(__file__).with_name("catalogue.configspec")


@record
class Setting:
    """One key of `.wslconfig`."""

    name: str
    """`memory`, in WSL's own spelling."""
    section: str
    """`wsl2`, `general` or `experimental`."""
    type: KeyKind
    default: Text
    """In words where it depends on the computer."""
    meaning: Text
    since: str
    """The WSL or Windows that brought it; empty where that is not known."""
    least: str
    """The least value that does what a person means; empty where there is none."""
    choices: tuple[str, ...]
    """What an `enum` may be."""

    @property
    def key(self) -> str:
        """`wsl2.memory`."""
        return f"{self.section}.{self.name}"


def settings() -> tuple[Setting, ...]:
    """Every setting, in the order of the configspec."""
    spec = _spec()
    return tuple(_setting(section, name, spec[section]) for section in spec.sections for name in spec[section].scalars)


def find(name: str) -> Setting | None:
    """The setting that a person means by `memory`, `wsl2.memory` or `WSL2.Memory`; None where there is none."""
    wanted = name.strip().strip("[]=").lower()
    known = keys.find(wanted)
    names = {known.name.lower()} if known else {wanted}
    return next((one for one in settings() if one.key.lower() in names or one.name.lower() == wanted), None)


def sentences() -> tuple[str, ...]:
    """Every meaning, and every default that is in words: what is there to translate."""
    found = [(one.meaning, one.default) for one in settings()]
    return tuple(dict.fromkeys(str(text) for pair in found for text in pair if " " in str(text)))


def problems(document: WslConfigDocument) -> dict[str, str]:
    """What the catalogue objects to in the readings of `document`: a sentence by key; empty where nothing."""
    from configobj import ConfigObj
    from configobj.validate import ValidateError, Validator

    read = ConfigObj(_by_section(document), configspec=_spec(), interpolation=False, list_values=False)
    checks = {kind: partial(_checked, kind, error=ValidateError) for kind in {key.kind for key in KEYS.values()}}
    outcome = read.validate(Validator(checks), preserve_errors=True)
    # Defaults are words, which no check accepts: only keys that the file gives are of interest.
    return {key: str(error) for key, error in _errors(outcome) if key in document.readings}


def _by_section(document: WslConfigDocument) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for reading in document.readings.values():
        section, name = reading.key.split(".")
        found.setdefault(section, {})[name] = reading.raw
    return found


def _errors(outcome: object) -> list[tuple[str, object]]:
    """Configobj gives True, or a tree with True, False or an exception at each leaf."""
    if not isinstance(outcome, Mapping):
        return []
    sections = [(section, result) for section, result in outcome.items() if isinstance(result, Mapping)]
    return [
        (f"{section}.{name}", error)
        for section, result in sections
        for name, error in result.items()
        if error is not True
    ]


def _checked(kind: KeyKind, value: str, *choices: str, error: Callable[[str], Exception], **named: str) -> Meaning:
    """One check function of the configspec; `named` holds min, default and since."""
    found = meaning(Key("", kind, choices), value)
    if found is None:
        raise error(f"{value!r} is no {kind}" + (f" of {', '.join(choices)}" if choices else ""))
    least = size(named.get("min", "0")) or 0
    if kind in ("size", "int") and 0 < int(str(found)) < least:
        raise error(f"{value!r} is less than {named['min']}")
    return found


@cache
def _spec() -> ConfigObj:
    from configobj import ConfigObj

    return ConfigObj(str(_SPEC), _inspec=True, interpolation=False, list_values=False, encoding="utf-8")


def _setting(section: str, name: str, spec: Section) -> Setting:
    kind, _, arguments = spec[name].partition("(")
    named = dict(_NAMED.findall(arguments))
    comment = " ".join(line.strip().removeprefix("# ") for line in spec.comments[name] if line.strip())
    return Setting(
        name,
        section,
        kind,
        _words(named["default"]),
        Text(comment),
        named.get("since", ""),
        named.get("min", ""),
        KEYS[f"{section}.{name}"].choices,
    )


def _words(default: str) -> Text:
    """A default in words is a sentence; a value is what stands in the file."""
    return Text(default) if " " in default else verbatim(default)
