"""What every dialog has: Escape, and key names in the reader's language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from wslmem.words import mark, say

if TYPE_CHECKING:
    from textual.binding import ActiveBinding

R = TypeVar("R")


def translated(bindings: dict[str, ActiveBinding]) -> dict[str, ActiveBinding]:
    """The bindings with their names in the reader's language."""
    return {
        key: found._replace(binding=replace(found.binding, description=say(found.binding.description)))
        for key, found in bindings.items()
    }


class BaseDialog(ModalScreen[R]):
    """A dialog; Escape answers None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", mark("Cancel"))]

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """Textual's, named in the reader's language."""
        return translated(super().active_bindings)
