"""The command palette: every verb by its name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import SystemCommand

from wslmem.words import mark, say

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen

COMMANDS = (
    (mark("Change settings"), mark("memory, swap and processors of the VM"), "change"),
    (mark("Apply recommended"), mark("review and write the recommended settings"), "apply_advice"),
    (mark("Restart WSL"), mark("keep the file; verify that it takes effect"), "restart"),
    (mark("Benchmark"), mark("compare builds; earlier results"), "go('benchmarks')"),
    (mark("Plan a benchmark"), mark("choose what to compare, then start"), "plan_bench"),
    (mark("Running benchmark"), mark("its progress, or the last one's"), "show_bench"),
    (mark("Why this recommendation"), mark("every number behind it"), "why"),
    (mark("Another computer"), mark("what would be recommended there; changes nothing"), "what_if"),
    (mark("Explain a build log"), mark("what killed this build?"), "go('explain')"),
    (mark("Findings"), mark("what is wrong with the file, and its fixes"), "go('findings')"),
    (mark("History and restore"), mark("backups of the file; restore one"), "go('history')"),
    (mark("Watch"), mark("live memory of Windows and the VM"), "go('watch')"),
    (mark("Refresh"), mark("this computer, WSL, file, project"), "look_again"),
    (mark("Copy recommended settings"), mark("as lines for .wslconfig, to the clipboard"), "copy_settings"),
    (mark("Choose project"), mark("a recent one, a module below, or a path"), "project"),
    (mark("Language"), mark("English or Chinese"), "language"),
    (mark("Theme"), mark("colors, light or dark"), "change_theme"),
    (mark("Save a picture of the screen"), mark("as SVG"), "screenshot"),
    (mark("Quit"), mark("quit wslmem"), "quit"),
)


def commands(app: App[int], screen: Screen[Any]) -> Iterator[SystemCommand]:
    """The commands in the reader's language, and the help of the screen."""
    for title, text, action in COMMANDS:
        yield SystemCommand(say(title), say(text), partial(app.run_action, action, default_namespace=app))
    yield SystemCommand(say("Help"), say("this screen and its keys"), partial(screen.run_action, "help"))
