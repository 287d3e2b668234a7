"""What one call works with."""

from __future__ import annotations

from .console import Console
from .distributions import Registry
from .folder import Folder
from .knobs import Knobs
from .lean import dataclass
from .releases import Release
from .text import sentence


@dataclass(frozen=True, slots=True)
class Session:
    """The machine, its knobs, and the streams of one call."""

    folder: Folder
    knobs: Knobs
    release: Release
    console: Console
    registry: Registry
    environment: dict[str, str]
    """The caller's."""
    directory: str
    """The caller's working directory."""

    def text(self, key: str, *values: object) -> str:
        """A sentence in the language of this machine."""
        return sentence(self.knobs.language, key, *values)

    def scaled(self, seconds: float) -> float:
        """A wait of WSL's, as long as the knob `time_scale` makes it."""
        return seconds / self.knobs.time_scale
