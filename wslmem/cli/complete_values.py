"""Values that only this machine knows, or that no parser lists: rules, keys, profiles, backups, distributions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wslmem.machine.host.paths import MachinePaths

Values = Iterator[tuple[str, str]]
SIZES = {"memory": ("auto", "default"), "swap": ("auto", "default", "0"), "processors": ("auto", "default")}
SWEEPS = ("jobs=", "memory=", "swap=", "processors=", "GOGC=", "GOMEMLIMIT=", "gcflags=", "ldflags=", "race=", "tags=")


def of(verb: str, dest: str, rest: Sequence[str]) -> Values | None:
    """The values of an argument, each with what it means; None where nothing is known of it."""
    maker = _MAKERS.get((verb, dest)) or _MAKERS.get(("", dest))
    return maker(rest) if maker is not None else None


def _paths(rest: Sequence[str]) -> MachinePaths:
    """Where the command line that is typed says that things are."""
    from wslmem.cli.language import flag
    from wslmem.machine.host import paths

    words = list(rest)
    return paths.find(config=flag(words, "--config") or None, wsl=flag(words, "--wsl") or None)


def _distributions(rest: Sequence[str]) -> Values:
    from wslmem.machine.wsl.wsl import Wsl

    for one in Wsl.at(_paths(rest)).distributions():
        yield one.name, one.state


def _profiles(_: Sequence[str]) -> Values:
    from wslmem.machine.host.paths import config_toml
    from wslmem.machine.own import preferences

    for one in preferences.read(config_toml()).profiles:
        yield one.name, " ".join(f"{name}={value}" for name, value in one.settings)


def _rules(rest: Sequence[str]) -> Values:
    """Rules that find something in the file now; without a file to look at, all of them."""
    from wslmem.machine.files import files
    from wslmem.words import tell
    from wslmem.wslconfig import document
    from wslmem.wslconfig.findings import RULES, findings

    yield "all", ""
    found = findings(document.read(files.read_file(_paths(rest).wslconfig).data or b""))
    seen: dict[str, str] = {}
    for one in found:
        seen.setdefault(one.rule, tell(one.fixes[0]) if one.fixes else tell(one.sentence))
    yield from seen.items() if seen else ((rule, severity) for rule, severity in RULES.items())


def _keys(_: Sequence[str]) -> Values:
    from wslmem.wslconfig import catalogue

    for one in catalogue.settings():
        yield one.name, ""


def _schemas(_: Sequence[str]) -> Values:
    from wslmem.cli import schema

    for name in schema.names():
        yield name, ""


def _backups(rest: Sequence[str]) -> Values:
    from wslmem.workflows.history import versions

    for one in reversed(versions(_paths(rest))):
        yield str(one.backup.number), " ".join([one.taken, *(f"{key}={value}" for key, value in one.held or ())])


def _benchmarks(rest: Sequence[str]) -> Values:
    folder = _paths(rest).state_dir / "bench"
    for path in sorted(folder.glob("*/bench.json"), reverse=True):
        yield str(path.parent), ""


def _preferences(rest: Sequence[str]) -> Values:
    from wslmem.machine.own import preference_keys

    if rest and rest[-1] in ("get", "set", "unset"):
        for name in preference_keys.spellings(profile for profile, _ in _profiles(rest)):
            yield name, ""


def _preference(rest: Sequence[str]) -> Values:
    from wslmem.machine.own.preference_keys import THEMES
    from wslmem.words import LANGUAGES

    key = rest[-1].rpartition(".")[2]
    if key == "language":
        yield from LANGUAGES.items()
    elif key == "distribution":
        yield from _distributions(rest)
    else:
        yield from ((value, "") for value in (THEMES if key == "theme" else SIZES.get(key, ())))


def _fixed(*values: str) -> Callable[[Sequence[str]], Values]:
    return lambda _: ((value, "") for value in values)


_MAKERS: dict[tuple[str, str], Callable[[Sequence[str]], Values]] = {
    ("", "distribution"): _distributions,
    ("", "profile"): _profiles,
    ("show", "fix"): _rules,
    ("show", "explain"): _keys,
    ("schema", "name"): _schemas,
    ("restore", "backup"): _backups,
    ("bench", "resume"): _benchmarks,
    ("bench", "sweep"): _fixed(*SWEEPS),
    ("config", "key"): _preferences,
    ("config", "value"): _preference,
    ("run", "jobs"): _fixed("auto", "keep"),
    ("run", "memory"): _fixed("auto"),
    **{("apply", name): _fixed(*values) for name, values in SIZES.items()},
}
"""By verb, empty for any, and the name of the argument in the parser."""
