"""Screens that are gone when they are left, though Textual (8.2) has four places that would keep them.

- A thread is told its worker by a context variable (worker.py) and goes back to asyncio's pool with it: that worker,
  its screen and all that was drawn on it live until the thread works again. A pool has four threads more than
  processors, at most 32.
- A cache of 1,024 pairs of colors (_styles_cache.py) has for its keys the lines that widgets drew: it keeps those of
  some eight hundred widgets that are gone.
- Who watches a value of the app (reactive.py) stays in its list until that value changes. Each text area watches the
  theme (_text_area.py), which in most runs never does.
- A widget that waits for its next message has the last one at hand (message_pump.py), and that knows who sent it: a
  screen that came and went has sent one to a scroll bar of the overview, which gets no other for minutes.

Figures are in docs/app.md.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.thread import ThreadPoolExecutor
from contextvars import Context
from functools import partial
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from textual._styles_cache import StylesCache

if TYPE_CHECKING:
    from textual.app import App

P = ParamSpec("P")
T = TypeVar("T")


class ForgetfulPool(ThreadPoolExecutor):
    """Python's own, where each piece of work has a context that ends with it.

    An empty one, as a new thread has: in a copy of the screen's it would meet messages that are prevented there.
    """

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have a thread do it."""
        return super().submit(partial(Context().run, fn, *args, **kwargs))


def forget_left(app: App[int]) -> None:
    """Forget the pairs of colors, which are mixed anew where they are drawn, those who watched and are gone, and who
    sent the last message. Called as a message of the app, so that whoever is there has its last one from the app.
    """
    StylesCache.get_inner_outer.cache_clear()
    for watchers in getattr(app, "__watchers", {}).values():
        watchers[:] = [(node, call) for node, call in watchers if not node._closing]  # noqa: SLF001 - Textual asks it
    for node in app._registry:  # noqa: SLF001 - scroll bars are no children
        node.check_idle()
