"""What is asked before something is written or stopped, once for every face that asks in words."""

from __future__ import annotations

from collections.abc import Sequence

from wslmem.text import Text

YES = frozenset({"y", "yes", "\u662f"})
"""What agrees, in lower case; also \u662f, a Chinese yes. Anything else does not."""
WRITE = Text("Write the file? It is backed up first.")


def yes_or_no(question: Text) -> Text:
    """The question, and what may be answered."""
    return Text("{question} [y/N]", question=question)


def restart(running: Sequence[str] | None) -> Text:
    """With the names of the distributions that a restart stops; None where they are not known."""
    if running is None:
        return Text("Restart WSL now? Everything running in it stops.")
    if not running:
        return Text("Nothing runs in WSL. Start it now and verify the limits?")
    return Text("Restart WSL now? This stops {names}; unsaved work there will be lost.", names=", ".join(running))
