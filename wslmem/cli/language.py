"""The language of a run: --lang, then WSLMEM_LANG, then config.toml, then the system's."""

from __future__ import annotations

from wslmem.errors import WslmemError
from wslmem.machine.host import language
from wslmem.words import match, speak


def settle(arguments: list[str]) -> None:
    """Speak the language of the run before its arguments are read, so that a wrong argument is told in it."""
    speak(_first(arguments))


def _first(arguments: list[str]) -> str:
    for wanted in (flag(arguments, "--lang"), language.asked_of_us(), _preferred(), language.of_the_system()):
        if found := match(wanted):
            return found
    return "en"


def flag(arguments: list[str], name: str) -> str:
    """The value of an option before all are read; empty where it is not given."""
    for argument, after in zip(arguments, [*arguments[1:], ""], strict=False):
        if argument == name:
            return after
        if argument.startswith(f"{name}="):
            return argument.partition("=")[2]
    return ""


def _preferred() -> str:
    """What config.toml says; a file that cannot be read is told by whoever needs it."""
    from wslmem.machine.host.paths import config_toml, is_absent

    try:
        config = config_toml()
        if is_absent(config):
            return ""
        from wslmem.machine.own import preferences

        return preferences.read(config).language or ""
    except (WslmemError, OSError):
        return ""
