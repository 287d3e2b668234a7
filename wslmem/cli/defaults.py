"""Options that were not given, from the user's config.toml. Flags and the environment win over it."""

from __future__ import annotations

import argparse

from wslmem.cli import output
from wslmem.errors import UnavailableError, WslmemError
from wslmem.machine.host.paths import config_toml, is_absent
from wslmem.text import Text, joined, verbatim

NEED = frozenset({"apply", "bench", "recommend", "run", "scan"})
"""Verbs that would do something else without the user's defaults: build, size or restart another distribution."""


def filled(options: argparse.Namespace, verb: str) -> argparse.Namespace:
    """`options` of `verb` with what config.toml says for those that were left out.

    Raises:
        UsageError: config.toml cannot be understood, and this verb would do something else without it.
    """
    try:
        config = config_toml()  # without a look at Windows, which most verbs do without
    except UnavailableError:
        return options
    if is_absent(config):
        return options
    from wslmem.machine.own import preferences

    try:
        known = preferences.read(config)
    except WslmemError as error:
        if verb in NEED and not options.distribution:
            raise
        told = Text("{path} is not used: {cause}", path=config, cause=error.cause)
        output.warn(joined(verbatim("; "), [told, error.next_step]) if error.next_step else told)
        return options
    for name in preferences.DEFAULTS:
        if getattr(options, name, None) is None:
            setattr(options, name, known.default(name))
    return options
