"""What is done a little later, whatever else the machine does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.message_pump import MessagePump


def later(pump: MessagePump, delay: float, act: Callable[[], object]) -> None:
    """Do `act` once, `delay` seconds from now.

    `set_timer` does nothing, ever, where this process is not run for as long as `delay` just as the timer begins
    (Textual 8.2.8: a tick that is late is skipped, and there is one only). A repeated timer skips to its next one.
    """
    todo = [act]

    def tick() -> None:
        timer.stop()
        while todo:  # a second tick may be on its way
            todo.pop()()

    timer = pump.set_interval(delay, tick)
