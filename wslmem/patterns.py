"""Regular expressions that are compiled when they are first used.

To compile one takes 0.1 to 2 ms; modules hold some two hundred, and a command that lives for 60 ms uses ten of them
(docs/decisions/0009).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any, AnyStr


class Lazy:
    """Stands in for a `re.Pattern`: has whatever that has, from the first time that somebody asks for it."""

    def __init__(self, source: object, flags: int) -> None:
        self._given: Any = (source, flags)

    def __getattr__(self, name: str) -> object:
        """Get it from the compiled pattern, and keep it: the next time nobody asks here."""
        if name.startswith("__"):  # what copy and pickle look for
            raise AttributeError(name)
        found: object = getattr(self.compiled(), name)
        setattr(self, name, found)
        return found

    def compiled(self) -> re.Pattern[Any]:
        """The pattern itself."""
        return re.compile(*self._given)


def lazy(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, but later; an error in `source` is told then, too."""
    return Lazy(source, flags)  # type: ignore[return-value] # has all of its methods
