"""Where the modules lie that a project needs: in the module cache, or where `replace` points."""

from __future__ import annotations

import os
from pathlib import Path

from wslmem.machine.project.go_mod import Directives


def required(modules: dict[Path, Directives]) -> dict[str, str]:
    """The folders of the required modules by their paths: where `replace` points, or in the module cache."""
    cache, found = folder_of_modules(), dict[str, str]()
    for folder, directives in modules.items():
        replaced = dict(directives.replaces)
        for path, version in directives.requires:
            target = replaced.get(path, f"{path} {version}")
            found[path] = str(
                folder / target if target.startswith(".") else cache / "@".join(map(escaped, target.split()))
            )
    return found


def folder_of_modules(environ: dict[str, str] | None = None) -> Path:
    """Where downloaded modules lie (go.dev/ref/mod#module-cache)."""
    variables = os.environ if environ is None else environ
    given = variables.get("GOMODCACHE")
    if given:
        return Path(given)
    gopath = variables.get("GOPATH", "").split(os.pathsep)[0]
    home = os.path.expanduser("~")  # noqa: PTH111 - where there is none, nothing is found there
    return Path(gopath or f"{home}/go") / "pkg" / "mod"


def escaped(path: str) -> str:
    """A module path as the module cache spells it: capitals as `!` and the small letter.

    >>> escaped("github.com/BurntSushi/toml")
    'github.com/!burnt!sushi/toml'
    """
    return "".join(f"!{letter.lower()}" if letter.isupper() else letter for letter in path)
