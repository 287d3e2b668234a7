"""What a person may say while an apply or a benchmark runs."""

from __future__ import annotations

import threading

from wslmem.records import record


@record
class Consent:
    """What a person may say while an apply runs."""

    cancel: threading.Event
    """Stop waiting; what is on disk stays."""
    force: threading.Event
    """Use `wsl --shutdown --force` when the gentle one hangs: unsaved work in WSL is lost."""
    attended: bool
    """Whether somebody watches, who may still choose the force or cancel; a script's apply ends by itself."""

    @classmethod
    def script(cls, *, force: bool = False, cancel: threading.Event | None = None) -> Consent:
        """Nobody is there to choose; `force` was said beforehand."""
        forced = threading.Event()
        if force:
            forced.set()
        return cls(cancel or threading.Event(), forced, attended=False)
