"""Which language the user asked for: of wslmem, or of the whole system."""

from __future__ import annotations

import os
from collections.abc import Mapping

from wslmem.machine.system.side import side

LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""In the order of POSIX: the first that is set and not empty counts."""


def asked_of_us(environ: Mapping[str, str] = os.environ) -> str:
    """`WSLMEM_LANG`; empty where it is not set."""
    return environ.get("WSLMEM_LANG", "")


def of_the_system(environ: Mapping[str, str] = os.environ) -> str:
    """The system's, as a locale's name (`zh_CN.UTF-8`); empty where it has none."""
    if side() == "windows":
        from wslmem.machine.host.language_windows import display_language

        return display_language()
    return next((found for name in LOCALE_VARIABLES if (found := environ.get(name))), "")
