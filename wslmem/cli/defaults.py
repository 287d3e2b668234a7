"""Options that were not given, from the user's config.toml. Flags and the environment win over it."""

from __future__ import annotations

import argparse

from wslmem.cli.machine import paths_of

NAMES = ("distribution",)
"""Options that a user may set for good."""


def filled(options: argparse.Namespace) -> argparse.Namespace:
    """`options` with what config.toml says for those that were left out.

    Raises:
        UsageError: config.toml cannot be understood; names the place.
    """
    config = paths_of(options).config_toml
    if not config.exists():
        return options
    from wslmem.machine.own import preferences

    known = preferences.read(config)
    for name in NAMES:
        if getattr(options, name) is None:
            setattr(options, name, known.default(name))
    return options
