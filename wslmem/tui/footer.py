"""Which keys the footer names, where there is no room for all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.cells import cell_len

if TYPE_CHECKING:
    from textual.binding import ActiveBinding, Binding

KEPT = frozenset({"escape", "question_mark", "f1", "q"})
"""Keys by which one gets away, or to the help, which names all the others."""


def fitting(
    found: dict[str, ActiveBinding], width: int, *, compact: bool, shown: Callable[[Binding], str]
) -> dict[str, ActiveBinding]:
    """The bindings, of which as many are shown as fit into `width` cells: the last give way first, `KEPT` never.

    Args:
        found: the bindings of a screen, in their order.
        width: of the footer.
        compact: whether a key takes no space but its own and one after it.
        shown: how a key is called there.
    """
    around = 0 if compact else 1
    cells = {
        one.binding.action: cell_len(shown(one.binding)) + cell_len(one.binding.description) + 2 + around
        for one in reversed(found.values())
        if one.binding.show
    }  # an action has one place, whose key is its first
    kept = {one.binding.action for key, one in found.items() if key in KEPT}
    names = [one.binding.action for one in found.values() if one.binding.action not in kept]
    for action in reversed(dict.fromkeys(names)):
        if sum(cells.values()) - compact <= width:
            break
        cells.pop(action, None)
    return {
        key: one._replace(binding=replace(one.binding, show=one.binding.show and one.binding.action in cells))
        for key, one in found.items()
    }
