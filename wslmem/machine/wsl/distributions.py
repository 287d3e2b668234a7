"""Which distributions there are, and which one is fit to boot."""

from __future__ import annotations

import re

from wslmem.errors import NotFoundError, UnavailableError, UsageError
from wslmem.patterns import lazy
from wslmem.records import record
from wslmem.text import Text

NAME = lazy(r"[A-Za-z0-9._-]{1,256}")
"""What WSL accepts as a name at import (LxssUserSession.cpp); anything else would be cut at a blank on its way."""

_ROW = lazy(r"([* ])\s*(\S+)\s+(\S+)\s+([12])\s*")
_UNFIT = lazy(r"docker-desktop(-data)?|rancher-desktop(-data)?|podman-.*", re.IGNORECASE)


@record
class Distribution:
    """An installed distribution."""

    name: str
    state: str
    """`Running`, `Stopped`, `Installing`, ...: WSL prints these words in English in every language."""
    version: int | None
    """1 or 2; None where an old wsl.exe does not tell. Only those of version 2 live in the VM."""
    default: bool

    @property
    def running(self) -> bool:
        return self.state.casefold() == "running"

    @property
    def fit(self) -> bool:
        """Whether it is a person's own: the ones of Docker Desktop and its like lack a shell and are never booted."""
        return _UNFIT.fullmatch(self.name) is None and self.version != 1


def parse_verbose(rows: list[str]) -> tuple[Distribution, ...]:
    """The distributions in the output of `wsl --list --verbose`; empty when no row has the known form."""
    matches = [match for row in rows if (match := _ROW.fullmatch(row))]
    return tuple(Distribution(m[2], m[3], int(m[4]), m[1] == "*") for m in matches)


def parse_quiet(names: list[str], running: list[str]) -> tuple[Distribution, ...]:
    """The distributions in the outputs of `wsl -l -q` and `wsl -l --running -q`; the default one comes first there."""
    alive = {name.casefold() for name in running}
    return tuple(
        Distribution(name, "Running" if name.casefold() in alive else "Stopped", None, index == 0)
        for index, name in enumerate(name for name in names if NAME.fullmatch(name))
    )


def pick(known: tuple[Distribution, ...], name: str | None) -> Distribution:
    """The distribution called `name` (case does not matter), or for None the default one, else the first, that is fit.

    Raises:
        UsageError: `name` cannot be a distribution's name.
        NotFoundError: there is none of that name.
        UnavailableError: none is fit.
    """
    if name is not None:
        return _named(known, name)
    fit = sorted((one for one in known if one.fit), key=lambda one: not one.default)
    if not fit:
        raise UnavailableError(
            Text("no distribution for builds: {names} cannot run them", names=_names(known))
            if known
            else Text("no distribution for builds"),
            next_step=Text("install one: wsl.exe --install Ubuntu"),
        )
    return fit[0]


def _named(known: tuple[Distribution, ...], name: str) -> Distribution:
    if NAME.fullmatch(name) is None:
        raise UsageError(
            Text(
                "{name} cannot be the name of a distribution: only letters, digits, '.', '_' and '-' are allowed",
                name=repr(name),
            )
        )
    for one in known:
        if one.name.casefold() == name.casefold():
            return one
    raise NotFoundError(
        Text("no distribution named {name}", name=repr(name)),
        next_step=Text("installed: {known}", known=_names(known))
        if known
        else Text("install one: wsl.exe --install Ubuntu"),
    )


def _names(known: tuple[Distribution, ...]) -> str:
    return ", ".join(one.name for one in known)
