"""The ways to end what runs."""

from __future__ import annotations

import threading


class Cancels:
    """The events that end the work that runs now, by the name of its kind."""

    def __init__(self) -> None:
        self._events: dict[str, threading.Event] = {}

    def begin(self, kind: str) -> threading.Event:
        """End what runs of this kind, and give the event for what begins."""
        self.end(kind)
        return self._events.setdefault(kind, threading.Event())

    def end(self, kind: str) -> None:
        """End what runs of this kind."""
        if kind in self._events:
            self._events.pop(kind).set()

    def end_all(self) -> None:
        """End everything; the app closes."""
        for kind in tuple(self._events):
            self.end(kind)
