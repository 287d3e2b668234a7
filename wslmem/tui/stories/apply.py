"""One apply, or one restore, as far as it has come."""

from __future__ import annotations

from typing import Literal

from wslmem.errors import WslmemError
from wslmem.records import record, replace
from wslmem.units import Seconds
from wslmem.workflows.apply.events import ApplyEvent, ApplyResult, ShuttingDown


@record
class Moment:
    """One event and when it came."""

    at: Seconds
    """Since the work began."""
    event: ApplyEvent


@record
class ApplyStory:
    """The events so far."""

    verb: Literal["apply", "restore", "fix"]
    began: Seconds
    """Of the monotonic clock."""
    moments: tuple[Moment, ...] = ()
    error: WslmemError | None = None
    ended: bool = False

    @property
    def result(self) -> ApplyResult | None:
        """How it ended, None before that or after an error."""
        last = self.moments[-1].event if self.moments else None
        return last if isinstance(last, ApplyResult) else None

    @property
    def shutting_down(self) -> bool:
        """Whether it waits for `wsl --shutdown` now."""
        return bool(self.moments) and isinstance(self.moments[-1].event, ShuttingDown) and not self.ended

    @property
    def hangs(self) -> bool:
        """Whether the shutdown lasts so long that a person should choose."""
        last = self.moments[-1].event if self.moments else None
        return isinstance(last, ShuttingDown) and last.stage == "choice" and not self.ended

    def told(self, event: ApplyEvent, at: Seconds) -> ApplyStory:
        """The story with one event more; a wait that goes on replaces what was said of it before."""
        kept = self.moments
        if isinstance(event, ShuttingDown) and self.shutting_down:
            kept = kept[:-1]
        return replace(self, moments=(*kept, Moment(Seconds(at - self.began), event)))

    def finished(self, error: WslmemError | None) -> ApplyStory:
        """The story's end."""
        return replace(self, error=error, ended=True)
