"""Facts that long work tells the app, one class for each workflow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from wslmem.errors import WslmemError
    from wslmem.machine.own.journal import Entry
    from wslmem.machine.own.preferences import Profile
    from wslmem.units import Seconds
    from wslmem.workflows.apply.events import ApplyEvent
    from wslmem.workflows.apply.recovery import Left
    from wslmem.workflows.bench.events import BenchEvent
    from wslmem.workflows.survey import Survey
    from wslmem.workflows.watch import Reading


class Surveyed(Message):
    """The survey knows more; or ended with an error."""

    def __init__(self, survey: Survey | None, error: WslmemError | None = None) -> None:
        super().__init__()
        self.survey = survey
        self.error = error


class Interrupted(Message):
    """Killed runs left something half done, or other runs are at work."""

    def __init__(self, found: Left, others: tuple[Entry, ...]) -> None:
        super().__init__()
        self.found = found
        self.others = others


class Watched(Message):
    """A reading of host and VM."""

    def __init__(self, reading: Reading | None, error: WslmemError | None = None, *, asked_vm: bool) -> None:
        super().__init__()
        self.reading = reading
        self.error = error
        self.asked_vm = asked_vm


class ApplyTold(Message):
    """An apply, or a restore, told something; None with the end."""

    def __init__(self, event: ApplyEvent | None, at: Seconds, error: WslmemError | None = None) -> None:
        super().__init__()
        self.event = event
        self.at = at
        self.error = error


class BenchTold(Message):
    """A benchmark told something; None with the end."""

    def __init__(self, event: BenchEvent | None, at: Seconds, error: WslmemError | None = None) -> None:
        super().__init__()
        self.event = event
        self.at = at
        self.error = error


class KeepProfile(Message):
    """Settings are to be kept under a name."""

    def __init__(self, profile: Profile) -> None:
        super().__init__()
        self.profile = profile
